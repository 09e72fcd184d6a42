"""The cover sheet: what the workbook is, whose it is, and how to read it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace

from probata.publication.document import Document, FrontMatter
from probata.publication.language import translate
from probata.publication.spreadsheet.grid import plain_text
from probata.publication.spreadsheet.workbook import Line, Sheet

# Letters that are sure to fit into one row of a cover.
LONGEST = 1500
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PAGE = re.compile(r"https?://\S+")


def title_workbook(front: FrontMatter) -> str:
    """The title of the file, which says that made-up data are made up."""
    title = translate("{title}: tables", title=front.title)
    if front.synthetic:
        said = translate("synthetic data")
        title = f"{title} ({said})"
    return plain_text(title)


def make_cover(
    name: str,
    document: Document,
    held: Sequence[Line],
    symbols: Sequence[str],
    width: float,
) -> Sheet:
    """Column A alone. `held` says what the sheets hold, `symbols` what symbols mean."""
    front = document.front
    lines = [Line(plain_text(translate("{title}: tables", title=front.title)), "title")]
    lines += _paragraph(front.subtitle)
    if front.synthetic:
        lines.append(Line(translate("Synthetic data"), "heading"))
        lines += _paragraph(
            translate(
                "No row behind these tables is a real case, and nothing in them is a "
                "finding about real people."
            )
        )
    lines += _publication(front)
    lines.append(Line(translate("What this workbook holds"), "heading"))
    lines += _paragraph(front.description)
    lines += held
    lines.append(Line(translate("Numbers and symbols"), "heading"))
    lines += _paragraph(
        translate(
            "Numbers are rounded half-up, as in the bulletin. An interval stands in two "
            "columns, its lower and its upper limit."
        )
    )
    lines += [Line(text) for text in symbols]
    if document.provenance:
        lines.append(Line(translate("How these tables were made"), "heading"))
        for label, value in document.provenance:
            lines += _paragraph(f"{label}: {value}")
    return Sheet(name, tuple(lines), width=width)


def _publication(front: FrontMatter) -> Iterator[Line]:
    """Whose it is, of when, and whom to ask: what the study says of these."""
    series = " ".join(part for part in (front.series, front.number) if part)
    authors = ", ".join(front.authors)
    contact = plain_text(front.contact)
    lines = []
    if series:
        lines.append(Line(translate("Series: {series}", series=series)))
    if front.date:
        lines.append(Line(translate("Published: {date}", date=front.date)))
    if front.publisher:
        text = translate("Publisher: {publisher}", publisher=front.publisher)
        lines.append(Line(text))
    if authors:
        lines.append(Line(translate("Authors: {authors}", authors=authors)))
    if front.licence:
        lines.append(Line(translate("Licence: {licence}", licence=front.licence)))
    if contact:
        text = translate("Contact: {contact}", contact=contact)
        lines.append(Line(text, address=_find_address(contact)))
    if lines:
        yield Line(translate("Publication"), "heading")
    for line in lines:
        yield from (replace(line, text=part.text) for part in _paragraph(line.text))


def _find_address(text: str) -> str:
    """The one page or mail address in a text, as a link needs it; empty for none."""
    if page := _PAGE.search(text):
        return page[0].rstrip(".,;")
    if mail := _MAIL.search(text):
        return f"mailto:{mail[0].strip('<>().,;')}"
    return ""


def _paragraph(text: str) -> list[Line]:
    """A text in one cell, or in several where it is higher than a row can be."""
    return [
        Line(part)
        for part in textwrap.wrap(plain_text(text), LONGEST, break_on_hyphens=False)
    ]
