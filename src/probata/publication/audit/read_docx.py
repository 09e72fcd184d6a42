"""The tables and the text of a Word document, merged and nested cells included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from probata.errors import DataError
from probata.publication.audit.archive import attribute, children, local, read_parts
from probata.publication.audit.read_html import spread_cells
from probata.publication.audit.source import Grid, Passage, Source, tidy

BODY = "word/document.xml"
FOOTNOTES = "word/footnotes.xml"
WIDEST = 200  # columns that one cell may span
Cells = list[tuple[str, int, int]]


def read_docx(name: str, raw: bytes) -> Source:
    """Paragraphs by number, headings by style, tables by the caption above them."""
    parts = read_parts(name, raw, BODY, FOOTNOTES)
    if BODY not in parts:
        raise DataError(f"{name}: holds no Word document.")
    grids: list[Grid] = []
    passages: list[Passage] = []
    for body in children(parts[BODY], "body"):
        caption = ""
        for block in children(body, "p", "tbl"):
            if local(block) == "tbl":
                grids += _tables(block, caption, len(grids))
                caption = ""
            elif text := _text(block):
                passages.append(_passage(block, text, len(passages) + 1))
                caption = (
                    text if re.match(r"(?:table|figure)\b", text, re.IGNORECASE) else ""
                )
    if FOOTNOTES in parts:
        for number, note in enumerate(children(parts[FOOTNOTES], "footnote"), -1):
            if text := tidy(" ".join(_text(p) for p in children(note, "p"))):
                passages.append(Passage(f"footnote {number}", text))
    return Source(name, tuple(grids), tuple(passages))


def _passage(paragraph: Element, text: str, number: int) -> Passage:
    properties = next(children(paragraph, "pPr"), None)
    style = (
        next(children(properties, "pStyle"), None) if properties is not None else None
    )
    found = re.fullmatch(
        r"heading ?([1-9])|title", attribute(style, "val") or "", re.IGNORECASE
    )
    where = f"paragraph {number}"
    if not found:
        return Passage(where, text)
    return Passage(where, text, "heading", int(found[1] or 1))


def _text(paragraph: Element) -> str:
    """The words of a paragraph as it now reads: deletions and nested tables left out."""
    return tidy("".join(_runs(paragraph)))


def _runs(element: Element) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in ("tab", "br", "cr"):
            yield " "
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in ("del", "tbl", "pPr", "rPr", "instrText", "AlternateContent"):
            yield from _runs(child)


def _tables(table: Element, caption: str, before: int) -> list[Grid]:
    """A table, then those nested in its cells."""
    rows: list[Cells] = []
    headers = 0
    nested: list[Element] = []
    above: dict[int, str] = {}
    for row in children(table, "tr"):
        properties = next(children(row, "trPr"), None)
        if (
            properties is not None
            and next(children(properties, "tblHeader"), None) is not None
        ):
            headers += len(rows) == headers
        rows.append(_cells(row, above, nested))
    grids = [spread_cells(caption or f"table {before + 1}", rows, headers or None)]
    for inner in nested:
        grids += _tables(inner, "", before + len(grids))
    return grids


def _cells(row: Element, above: dict[int, str], nested: list[Element]) -> Cells:
    """Cells with their width; one merged with that above repeats its words."""
    cells: Cells = []
    at = 0
    for cell in children(row, "tc"):
        properties = next(children(cell, "tcPr"), None)
        span = (
            next(children(properties, "gridSpan"), None)
            if properties is not None
            else None
        )
        merge = (
            next(children(properties, "vMerge"), None)
            if properties is not None
            else None
        )
        wide = attribute(span, "val") or "1"
        width = (
            min(max(int(wide), 1), WIDEST) if wide.isdecimal() and len(wide) < 10 else 1
        )
        text = tidy(" ".join(_text(p) for p in children(cell, "p")))
        if merge is not None and attribute(merge, "val") != "restart":
            text = above.get(at, text)
        above[at] = text
        cells.append((text, width, 1))
        nested.extend(children(cell, "tbl"))
        at += width
    return cells
