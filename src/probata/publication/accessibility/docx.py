"""Structural checks of a finished Word document, with the standard library alone."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from probata.errors import Fault
from probata.publication.archive import unpack_archive

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_HEADING = re.compile(r"heading ([1-9])")
# A paragraph that holds one of these is not empty without words.
_THINGS = ("drawing", "object", "pict", "fldChar", "sectPr", "br")
_WHOLE = "the document"


@dataclass(frozen=True)
class _Opened:
    """The parts that are checked, read; `styles` maps a style's id to its name."""

    body: Element
    styles: dict[str, str]
    language: str
    title: str
    bookmarks: frozenset[str]
    relations: frozenset[str]


def check_docx(content: bytes) -> list[Fault]:
    """What in a document would stop a reader who uses an aid; empty when nothing is.

    Title and language of the document, headings that skip no level, alternatives of
    drawings and that they stand in the line of text, header rows and grids of tables
    (no merged cell, no table in a table), links with words that lead somewhere, no
    empty paragraph as a spacer. They are what Word's own check asks, and WCAG 2.2:
    1.1.1, 1.3.1, 2.4.2, 2.4.4, 2.4.6, 3.1.1.
    """
    try:
        opened = _open(content)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError):
        mend = "Open it in Word and save it again."
        return [Fault(_WHOLE, "is not a Word document that can be read.", mend)]
    return [
        *_check_whole(opened),
        *_check_headings(opened),
        *_check_drawings(opened.body),
        *_check_tables(opened.body),
        *_check_links(opened),
        *_check_spacers(opened.body),
    ]


def _open(content: bytes) -> _Opened:
    files = unpack_archive(content)
    document = ElementTree.fromstring(files["word/document.xml"])
    styles = ElementTree.fromstring(files["word/styles.xml"])
    core = ElementTree.fromstring(files["docProps/core.xml"])
    related = ElementTree.fromstring(files["word/_rels/document.xml.rels"])
    body = document.find(f"{_WORD}body")
    if body is None:
        raise KeyError("body")
    language = styles.find(
        f"{_WORD}docDefaults/{_WORD}rPrDefault/{_WORD}rPr/{_WORD}lang"
    )
    marks = body.iter(f"{_WORD}bookmarkStart")
    return _Opened(
        body,
        {
            _value(style, "styleId"): _value(_find(style, "name"), "val").lower()
            for style in styles.iter(f"{_WORD}style")
        },
        _value(language, "val"),
        (core.findtext(_TITLE) or "").strip(),
        frozenset(_value(mark, "name") for mark in marks),
        frozenset(item.get("Id", "") for item in related),
    )


def _find(element: Element, name: str) -> Element | None:
    return element.find(f"{_WORD}{name}")


def _value(element: Element | None, name: str) -> str:
    return "" if element is None else element.get(f"{_WORD}{name}", "")


def _words(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_WORD}t")).strip()


def _quote(element: Element) -> str:
    """The place of something, by the words that it begins with."""
    words = _words(element)
    shown = words if len(words) <= 50 else f"{words[:50]}..."
    return f"“{shown}”" if shown else "a place without words"


# --- the whole ----------------------------------------------------------------------


def _check_whole(opened: _Opened) -> Iterator[Fault]:
    if not opened.title:
        yield Fault(_WHOLE, "has no title.", "Set `title` in [study].")
    if not opened.language:
        yield Fault(_WHOLE, "names no language.", "Set `language` in [study].")


def _check_headings(opened: _Opened) -> Iterator[Fault]:
    before = 0
    for paragraph in opened.body.iter(f"{_WORD}p"):
        style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
        match = _HEADING.fullmatch(opened.styles.get(_value(style, "val"), ""))
        if match is None:
            continue
        level = int(match[1])
        if level > before + 1:
            after = f"follows one of level {before}" if before else "is the first"
            problem = f"a heading of level {level} {after}."
            mend = "Leave out no level of heading."
            yield Fault(_quote(paragraph), problem, mend)
        before = level
    if not before:
        yield Fault(_WHOLE, "has no heading.", "Give each part a heading style.")


# --- drawings -----------------------------------------------------------------------


def _check_drawings(body: Element) -> Iterator[Fault]:
    for drawing in body.iter(f"{_WORD}drawing"):
        named = next(drawing.iter(f"{_DRAWING}docPr"), None)
        where = "a drawing" if named is None else named.get("name", "a drawing")
        if drawing.find(f"{_DRAWING}anchor") is not None:
            problem = "floats beside the text, where no reading order finds it."
            yield Fault(where, problem, "Wrap Text: In Line with Text.")
        if named is not None and _is_decorative(named):
            continue
        if named is None or not named.get("descr", "").strip():
            yield Fault(where, "has no text alternative.", "Say what it shows.")


def _is_decorative(named: Element) -> bool:
    return any(item.get("val") == "1" for item in named.iter(_DECORATIVE))


# --- tables -------------------------------------------------------------------------


def _check_tables(body: Element) -> Iterator[Fault]:
    for number, table in enumerate(body.iter(f"{_WORD}tbl"), start=1):
        title = _value(table.find(f"{_WORD}tblPr/{_WORD}tblCaption"), "val")
        where = title or f"table {number} of the document"
        for problem, mend in _check_table(table, title):
            yield Fault(where, problem, mend)


def _check_table(table: Element, title: str) -> Iterator[tuple[str, str]]:
    rows = table.findall(f"{_WORD}tr")
    if not title.strip():
        yield "has no title.", "Table Properties, Alt Text, Title."
    if not rows or not _is_header(rows[0]):
        yield "has no header row.", "Mark the first row: Repeat Header Rows."
    if any(_is_merged(cell) for cell in table.iter(f"{_WORD}tcPr")):
        yield "has merged cells.", "Split them: each row needs a cell a column."
    elif len({len(row.findall(f"{_WORD}tc")) for row in rows}) > 1:
        yield "has rows of different length.", "Each row needs a cell a column."
    if any(
        cell.find(f".//{_WORD}tbl") is not None for cell in table.iter(f"{_WORD}tc")
    ):
        yield "holds another table.", "Set one after the other."


def _is_header(row: Element) -> bool:
    mark = row.find(f"{_WORD}trPr/{_WORD}tblHeader")
    return mark is not None and _value(mark, "val") not in ("0", "false", "off")


def _is_merged(properties: Element) -> bool:
    span = _value(_find(properties, "gridSpan"), "val")
    down = (_find(properties, name) for name in ("vMerge", "hMerge"))
    return span not in ("", "1") or any(item is not None for item in down)


# --- text ---------------------------------------------------------------------------


def _check_links(opened: _Opened) -> Iterator[Fault]:
    for link in opened.body.iter(f"{_WORD}hyperlink"):
        outside = link.get(f"{_OFFICE}id", "")
        target = outside or _value(link, "anchor")
        if not _words(link):
            yield Fault(f"a link to `{target}`", "has no words.", "Name its target.")
        if target not in (opened.relations if outside else opened.bookmarks):
            problem = f"leads to `{target}`, which is not there."
            yield Fault(f"the link {_quote(link)}", problem, "Mend the link.")


def _check_spacers(body: Element) -> Iterator[Fault]:
    """Paragraphs outside tables that hold nothing: a cell may be empty, a line not."""
    before = "the beginning"
    for item in _outside_tables(body):
        empty = not _words(item) and not any(
            next(item.iter(f"{_WORD}{name}"), None) is not None for name in _THINGS
        )
        if empty:
            problem = "an empty paragraph follows, which only makes room."
            yield Fault(before, problem, "Remove it; styles hold the room.")
        before = _quote(item)


def _outside_tables(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag == f"{_WORD}p":
            yield child
        elif child.tag != f"{_WORD}tbl":
            yield from _outside_tables(child)
