"""The cover sheet: what the workbook is, whose it is, and how to read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from probata.publication.document import Document
from probata.publication.spreadsheet.grid import plain_text
from probata.publication.spreadsheet.names import COVER
from probata.publication.spreadsheet.workbook import Line, Sheet

_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PAGE = re.compile(r"https?://\S+")


def make_cover(
    document: Document, held: Sequence[Line], symbols: Sequence[str], width: float
) -> Sheet:
    """Column A alone. `held` says what the sheets hold, `symbols` what symbols mean."""
    front = document.front
    lines = [Line(plain_text(f"{front.title}: tables"), "title")]
    lines += _paragraph(front.subtitle)
    if front.synthetic:
        lines.append(Line("Synthetic data", "heading"))
        lines += _paragraph(
            "No row behind these tables is a real case, and nothing in them is a finding "
            "about real people."
        )
    lines += _publication(document)
    lines.append(Line("What this workbook holds", "heading"))
    lines += _paragraph(front.description)
    lines += held
    lines.append(Line("Numbers and symbols", "heading"))
    lines += _paragraph(
        "Numbers are rounded half-up, as in the bulletin. An interval stands in two "
        "columns, its lower and its upper limit."
    )
    lines += [Line(text) for text in symbols]
    if document.provenance:
        lines.append(Line("How these tables were made", "heading"))
        lines += [
            Line(plain_text(f"{name}: {value}")) for name, value in document.provenance
        ]
    return Sheet(COVER, tuple(lines), width=width)


def _publication(document: Document) -> Iterator[Line]:
    front = document.front
    series = " ".join(part for part in (front.series, front.number) if part)
    named = {
        "Series": series,
        "Published": front.date,
        "Publisher": front.publisher,
        "Authors": ", ".join(front.authors),
        "Licence": front.licence,
    }
    lines = [f"{name}: {value}" for name, value in named.items() if value.strip()]
    if lines or front.contact:
        yield Line("Publication", "heading")
    yield from (Line(plain_text(text)) for text in lines)
    if front.contact:
        contact = plain_text(front.contact)
        yield Line(f"Contact: {contact}", address=_find_address(contact))


def _find_address(text: str) -> str:
    """The one page or mail address in a text, as a link needs it; empty for none."""
    if page := _PAGE.search(text):
        return page[0].rstrip(".,;")
    if mail := _MAIL.search(text):
        return f"mailto:{mail[0].strip('<>().,;')}"
    return ""


def _paragraph(text: str) -> list[Line]:
    plain = plain_text(text)
    return [Line(plain)] if plain else []
