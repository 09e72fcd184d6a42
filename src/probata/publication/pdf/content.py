"""A bulletin as plain data for the PDF's template: words, numbers and drawings only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from probata.publication.cells import Cell
from probata.publication.document import (
    Block,
    Claimed,
    Code,
    Document,
    Emphasis,
    FigureBlock,
    FrontMatter,
    Heading,
    Inline,
    Link,
    ListBlock,
    Notice,
    Number,
    Paragraph,
    Quote,
    Ref,
    Section,
    Strong,
    TableBlock,
    Text,
)
from probata.publication.figures import Figure
from probata.publication.images import svg_in
from probata.publication.language import translate
from probata.publication.pdf.columns import ROOM, Column, fit_columns
from probata.publication.typesetting import DRAWING_FONT

Data = dict[str, Any]

NAMELESS = "\u2013"  # a heading without words is a fault of a PDF

# The tallest drawing in pt: a page less its margins, the title and the notes.
TALLEST = 570.0

LONG = 40  # letters; what stands for a number and is longer wraps like words
ZERO_WIDTH_SPACE = "\u200b"
_ENDLESS = re.compile(r"[^\s\u200b/-]{40}(?=[^\s\u200b/-])")
# What is not printed: names, addresses, drawings, what is read out.
_NO_WORDS = {"anchor", "target", "address", "behind", "svg", "alt"}

# Characters that no PDF may hold as text.
_CONTROL = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


@dataclass(frozen=True)
class TableShape:
    """The kinds of the cells of a table, row by row, the header row first."""

    rows: tuple[tuple[str, ...], ...]


@dataclass
class Content:
    """What the template sets, and the shape of every table in the order of the pages."""

    data: Data
    shapes: list[TableShape] = field(default_factory=list)


def make_content(document: Document) -> Content:
    """Everything the template needs. No text in it is ever read as markup."""
    writer = _Writer()
    sections = [writer.section(item) for item in document.sections]
    behind = [writer.behind(figure) for figure in writer.figures if figure.data]
    data = {
        "front": _front(document.front),
        "colours": document.theme.colours.model_dump(),
        "words": _fixed_words(),
        "sections": sections,
        "behind": behind,
        "provenance": [list(pair) for pair in document.provenance],
    }
    return Content(_clean(data), writer.shapes)


def _fixed_words() -> Data:
    """Everything that the template prints of itself; it fills in `{page}`."""
    synthetic = translate("synthetic data")
    return {
        "contents": translate("Contents"),
        "exhibits": translate("Figures and tables"),
        "behind": translate("The numbers behind the figures"),
        "behind_lead": translate(
            "Each table holds what the drawing of its figure shows."
        ),
        "behind_page": translate(
            "The numbers behind this figure: page {page}", page="{page}"
        ),
        "about": translate("About this document"),
        "synthetic": translate("Synthetic data."),
        "synthetic_cover": translate(
            "No row behind this document is a real case, and nothing in it is a finding "
            "about real people."
        ),
        "synthetic_page": translate("Synthetic data: made up, no real case"),
        "synthetic_title": f"({synthetic})",
        "made": translate("What made this document"),
    }


def _breakable(text: str) -> str:
    """A text in which a word as long as a line may break, with no sign of it."""
    return _ENDLESS.sub(lambda word: word[0] + ZERO_WIDTH_SPACE, text)


def _clean(value: Any, name: str = "") -> Any:
    """The data with no character that a PDF forbids, and no word longer than a line."""
    if isinstance(value, str):
        text = _CONTROL.sub("\ufffd", value)
        return text if name in _NO_WORDS else _breakable(text)
    if isinstance(value, dict):
        return {key: _clean(item, key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item, name) for item in value]
    return value


def _front(front: FrontMatter) -> Data:
    # Typst knows a language and a region: `en-GB`; of a longer tag it takes these.
    tag = re.match(
        r"([a-z]{2,3})\b(?:-[a-z]{4}\b)?(?:-([a-z]{2})\b)?", front.language, re.I
    )
    language, region = tag.groups() if tag else ("en", None)
    day = front.day
    return {
        "title": front.title,
        "subtitle": front.subtitle,
        "series": front.series,
        "number": front.number,
        "date": front.date,
        "day": [day.year, day.month, day.day] if day else None,
        "publisher": front.publisher,
        "authors": list(front.authors),
        "contact": front.contact,
        "licence": front.licence,
        "language": language.lower(),
        "region": region,
        "description": front.description,
        "synthetic": front.synthetic,
        "facts": [{"value": item.value, "label": item.label} for item in front.facts],
    }


class _Writer:
    """Writes blocks in order; keeps the tables' shapes and the level of the headings."""

    def __init__(self) -> None:
        self.shapes: list[TableShape] = []
        self.figures: list[Figure] = []
        self.level = 1

    def section(self, section: Section) -> Data:
        self.level = 1
        number = section.number
        if section.kind == "annex":
            number = translate("Annex {number}", number=number) + ":"
        return {
            "anchor": section.anchor,
            "kind": section.kind,
            "number": number,
            "title": section.title or NAMELESS,
            "blocks": self.blocks(section.blocks, listed=section.kind == "section"),
        }

    def blocks(self, blocks: Iterable[Block], *, listed: bool = False) -> list[Data]:
        return [self.block(item, listed) for item in blocks]

    def block(self, block: Block, listed: bool) -> Data:
        match block:
            case Paragraph(parts):
                return {"kind": "paragraph", "parts": _inlines(parts)}
            case Heading():
                return self.heading(block, listed)
            case ListBlock(ordered, items):
                made = [self.blocks(item) for item in items]
                return {"kind": "list", "ordered": ordered, "items": made}
            case Quote(blocks):
                return {"kind": "quote", "blocks": self.blocks(blocks)}
            case Notice(title, blocks):
                return {"kind": "notice", "title": title, "blocks": self.blocks(blocks)}
            case TableBlock():
                return self.table(block)
            case FigureBlock():
                return self.figure(block)
            case _:
                assert_never(block)

    def heading(self, heading: Heading, listed: bool) -> Data:
        # A level that is skipped would be a fault of the PDF: the next one is taken.
        self.level = min(heading.level, self.level + 1)
        return {
            "kind": "heading",
            "level": self.level,
            "number": heading.number,
            "anchor": heading.anchor,
            "listed": listed and self.level == 2,
            "parts": _inlines(heading.parts) or [{"kind": "text", "text": NAMELESS}],
        }

    def figure(self, block: FigureBlock) -> Data:
        figure = block.figure
        self.figures.append(figure)
        return {
            "kind": "figure",
            "anchor": block.anchor,
            "label": translate("Figure {number}", number=figure.number),
            "title": figure.title,
            "alt": figure.alt or figure.title,
            "svg": svg_in(figure, DRAWING_FONT),
            "width": _width(figure),
            "note": figure.note,
            "source": block.source,
            "behind": _behind_anchor(figure) if figure.data else None,
        }

    def table(self, table: TableBlock) -> Data:
        made = self._set(table.header, table.rows)
        return made | {
            "kind": "table",
            "anchor": table.anchor,
            "label": translate("Table {number}", number=table.number),
            "title": table.title,
            "notes": list(table.notes),
            "source": table.source,
        }

    def behind(self, figure: Figure) -> Data:
        """The table of the numbers in a chart, which stands at the end."""
        assert figure.data is not None
        name = translate("The numbers behind figure {number}", number=figure.number)
        return self._set(figure.data.columns, figure.data.rows) | {
            "anchor": _behind_anchor(figure),
            "title": f"{name}: {figure.title}",
        }

    def _set(
        self, header: tuple[Cell, ...], rows: tuple[tuple[Cell, ...], ...]
    ) -> Data:
        header = tuple(_wrap_words(cell) for cell in header)
        rows = tuple(tuple(map(_wrap_words, _fill(row, len(header)))) for row in rows)
        kinds = [tuple(cell.kind for cell in row) for row in rows]
        self.shapes.append(TableShape((("column_header",) * len(header), *kinds)))
        fit = fit_columns(_columns(header, rows))
        return {
            "place": fit.place,
            "size": fit.size,
            "widths": list(fit.widths),
            "numeric": [
                any(len(row) > at and row[at].kind == "number" for row in rows)
                for at in range(len(header))
            ],
            "grouped": any(kind[:1] == ("group_header",) for kind in kinds),
            "header": [cell.text for cell in header],
            "rows": [
                {
                    "group": kind[0] == "group_header",
                    "marked": row[0].marked,
                    "cells": [cell.text for cell in row],
                }
                for row, kind in zip(rows, kinds, strict=True)
            ],
        }


def _fill(row: tuple[Cell, ...], columns: int) -> tuple[Cell, ...]:
    """A row of whole length: the template sets cells one after the other."""
    if row and row[0].kind == "group_header":
        return row[:1]
    return (row + (Cell(""),) * columns)[:columns]


def _wrap_words(cell: Cell) -> Cell:
    return replace(cell, text=_breakable(cell.text))


def _columns(
    header: tuple[Cell, ...], rows: tuple[tuple[Cell, ...], ...]
) -> list[Column]:
    """The columns as they are measured; a group header spans them and asks for nothing."""
    whole = [row for row in rows if row and row[0].kind != "group_header"]
    return [
        Column(
            head.text,
            tuple(row[at].text for row in whole),
            any(row[at].kind != "number" or len(row[at].text) > LONG for row in whole),
        )
        for at, head in enumerate(header)
    ]


def _width(figure: Figure) -> float:
    """As wide as the text, in pt, and narrower where it would be too tall for a page."""
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', figure.svg_wide)
    across, down = (float(part) for part in size.groups()) if size else (1.0, 1.0)
    return round(min(ROOM["column"], TALLEST * across / down), 2)


def _behind_anchor(figure: Figure) -> str:
    return f"numbers-{figure.id}"


def _inlines(parts: tuple[Inline, ...]) -> list[Data]:
    return [_inline(part) for part in parts]


def _inline(part: Inline) -> Data:
    match part:
        case Text(text) | Number(text, _):
            return {"kind": "text", "text": text}
        case Strong(parts):
            return {"kind": "strong", "parts": _inlines(parts)}
        case Emphasis(parts):
            return {"kind": "emphasis", "parts": _inlines(parts)}
        case Code(text):
            return {"kind": "code", "text": text}
        case Link(parts, address):
            return {"kind": "link", "address": address, "parts": _inlines(parts)}
        case Ref(text, target):
            return {"kind": "ref", "text": text, "target": target}
        case Claimed(parts):
            return {"kind": "span", "parts": _inlines(parts)}
        case _:
            assert_never(part)
