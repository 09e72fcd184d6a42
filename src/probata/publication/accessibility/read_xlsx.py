"""Reads an XLSX file for the checks, with nothing but the standard library."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from probata.publication.accessibility.seen_workbook import (
    SeenCell,
    SeenSheet,
    SeenTable,
    SeenWorkbook,
    Unreadable,
)
from probata.publication.archive import unpack_archive

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CORE = "{http://purl.org/dc/elements/1.1/}"
_PLACE = re.compile(r"\$?([A-Z]+)\$?([0-9]+)")
_DEFAULT_SIZE = 11.0


def read_xlsx(content: bytes) -> SeenWorkbook:
    """Raises Unreadable where the file is not such a workbook."""
    try:
        parts = unpack_archive(content)
        return _Package(parts).read()
    except (
        zipfile.BadZipFile,
        LookupError,
        ValueError,
        ElementTree.ParseError,
    ) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from None


class _Package:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.strings = self._read_strings()
        self.sizes = self._read_sizes()

    def read(self) -> SeenWorkbook:
        main = "xl/workbook.xml"
        book, targets = self._tree(main), self._targets(main)
        listed = list(book.iter(f"{_MAIN}sheet"))
        sheets = [
            self._read_sheet(
                item.attrib["name"],
                item.get("state", "visible") != "visible",
                targets[item.attrib[_RELATION]],
            )
            for item in listed
        ]
        view = book.find(f".//{_MAIN}workbookView")
        active = 0 if view is None else int(view.get("activeTab", "0"))
        return SeenWorkbook(
            self._property("title"),
            self._property("language"),
            sheets,
            sheets[active].name if active < len(sheets) else "",
            macros=any(name.endswith("vbaProject.bin") for name in self.parts),
        )

    def _tree(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[name])

    def _targets(self, name: str) -> dict[str, str]:
        """The parts that a part names, by the names it gives them."""
        folder, file = posixpath.split(name)
        beside = f"{folder}/_rels/{file}.rels"
        if beside not in self.parts:
            return {}
        return {
            item.attrib["Id"]: posixpath.normpath(
                posixpath.join("/", folder, item.attrib["Target"])
            ).lstrip("/")
            for item in self._tree(beside).iter(f"{_PACKAGE}Relationship")
        }

    def _property(self, name: str) -> str:
        if "docProps/core.xml" not in self.parts:
            return ""
        return self._tree("docProps/core.xml").findtext(f"{_CORE}{name}") or ""

    def _read_strings(self) -> list[str]:
        name = "xl/sharedStrings.xml"
        if name not in self.parts:
            return []
        return [_words(item) for item in self._tree(name).iter(f"{_MAIN}si")]

    def _read_sizes(self) -> list[float]:
        """The size of letters by the number of a cell's style."""
        if "xl/styles.xml" not in self.parts:
            return []
        tree = self._tree("xl/styles.xml")
        fonts = [
            float(size.attrib["val"]) if size is not None else _DEFAULT_SIZE
            for font in tree.iterfind(f"{_MAIN}fonts/{_MAIN}font")
            for size in [font.find(f"{_MAIN}sz")]
        ]
        styles = tree.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
        return [fonts[int(style.get("fontId", "0"))] for style in styles]

    def _read_sheet(self, name: str, hidden: bool, part: str) -> SeenSheet:
        tree, targets = self._tree(part), self._targets(part)
        linked = {
            _read_place(item.attrib["ref"].split(":")[0])
            for item in tree.iter(f"{_MAIN}hyperlink")
        }
        pane = tree.find(f".//{_MAIN}pane")
        chosen = tree.find(f".//{_MAIN}selection")
        return SeenSheet(
            name,
            cells=dict(self._read_cells(tree, linked)),
            tables=[
                self._read_table(targets[item.attrib[_RELATION]])
                for item in tree.iter(f"{_MAIN}tablePart")
            ],
            merged=tree.find(f".//{_MAIN}mergeCell") is not None,
            hidden=hidden,
            hides=any(
                item.get("hidden") in {"1", "true"}
                for kind in ("row", "col")
                for item in tree.iter(f"{_MAIN}{kind}")
            ),
            frozen=pane is not None,
            margins=any(_words(item) for item in tree.iter(f"{_MAIN}headerFooter")),
            drawings=tree.find(f"{_MAIN}drawing") is not None,
            cursor=(1, 1)
            if chosen is None
            else _read_place(chosen.get("activeCell", "A1")),
        )

    def _read_cells(
        self, tree: ElementTree.Element, linked: set[tuple[int, int]]
    ) -> Iterator[tuple[tuple[int, int], SeenCell]]:
        for item in tree.iter(f"{_MAIN}c"):
            kind = item.get("t", "n")
            value = item.findtext(f"{_MAIN}v") or ""
            if kind == "s" and value:
                value = self.strings[int(value)]
            elif kind == "inlineStr":
                value = _words(item)
            if not value.strip():
                continue
            place = _read_place(item.attrib["r"])
            style = int(item.get("s", "0"))
            size = self.sizes[style] if style < len(self.sizes) else _DEFAULT_SIZE
            yield place, SeenCell(value, kind == "n", size, place in linked)

    def _read_table(self, part: str) -> SeenTable:
        tree = self._tree(part)
        first, last = tree.attrib["ref"].split(":")
        top, left = _read_place(first)
        bottom, right = _read_place(last)
        return SeenTable(
            tree.attrib["displayName"],
            top,
            left,
            bottom,
            right,
            header=tree.get("headerRowCount", "1") == "1",
            filters=tree.find(f"{_MAIN}autoFilter") is not None,
        )


def _words(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def _read_place(text: str) -> tuple[int, int]:
    """Row and column of `B7`. Raises ValueError."""
    match = _PLACE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text} is not a cell")
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]), column
