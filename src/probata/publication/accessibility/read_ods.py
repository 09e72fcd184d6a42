"""Reads an ODS file for the checks, with nothing but the standard library."""

from __future__ import annotations

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

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE, _TABLE, _TEXT = (
    f"{{{_OASIS}:{name}:1.0}}" for name in ("office", "table", "text")
)
_STYLE, _CONFIG, _DRAW = (
    f"{{{_OASIS}:{name}:1.0}}" for name in ("style", "config", "drawing")
)
_FO = f"{{{_OASIS}:xsl-fo-compatible:1.0}}"
_CORE = "{http://purl.org/dc/elements/1.1/}"
_PLACE = re.compile(r"\$?(?:'((?:[^']|'')*)'|([^.']*))\.\$?([A-Z]+)\$?([0-9]+)")
_DEFAULT_SIZE = 10.0
# A frozen split, as LibreOffice writes it.
_FROZEN = "2"
_SIDES = ("Horizontal", "Vertical")


def read_ods(content: bytes) -> SeenWorkbook:
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
        self.trees = {
            name: ElementTree.fromstring(parts[f"{name}.xml"])
            for name in ("content", "styles", "meta", "settings")
            if name == "content" or f"{name}.xml" in parts
        }
        self.macros = any(name.startswith(("Basic/", "Scripts/")) for name in parts)
        self.styles = {
            style.attrib[f"{_STYLE}name"]: style
            for tree in self.trees.values()
            for style in tree.iter(f"{_STYLE}style")
        }

    def read(self) -> SeenWorkbook:
        views = self._views()
        sheets = [
            self._read_sheet(item, views)
            for item in self.trees["content"].iter(f"{_TABLE}table")
        ]
        found = {sheet.name: sheet for sheet in sheets}
        for area in self.trees["content"].iter(f"{_TABLE}database-range"):
            sheet, table = self._read_area(area)
            found[sheet].tables.append(table)
        return SeenWorkbook(
            self._property("title"),
            self._property("language"),
            sheets,
            views.get(("", "ActiveTable"), sheets[0].name if sheets else ""),
            self.macros,
        )

    def _property(self, name: str) -> str:
        meta = self.trees.get("meta")
        found = None if meta is None else meta.find(f".//{_CORE}{name}")
        return "" if found is None else found.text or ""

    def _views(self) -> dict[tuple[str, str], str]:
        """Settings of the view by the name of the sheet (none: the whole file) and theirs."""
        found: dict[tuple[str, str], str] = {}
        tree = self.trees.get("settings")
        for item in () if tree is None else tree.iter(f"{_CONFIG}config-item"):
            found["", item.attrib[f"{_CONFIG}name"]] = item.text or ""
        entries = () if tree is None else tree.iter(f"{_CONFIG}config-item-map-entry")
        for entry in entries:
            sheet = entry.get(f"{_CONFIG}name", "")
            for item in entry.iterfind(f"{_CONFIG}config-item") if sheet else ():
                found[sheet, item.attrib[f"{_CONFIG}name"]] = item.text or ""
        return found

    def _read_sheet(
        self, item: ElementTree.Element, views: dict[tuple[str, str], str]
    ) -> SeenSheet:
        name = item.attrib[f"{_TABLE}name"]
        cursor = [views.get((name, f"CursorPosition{axis}"), "0") for axis in "YX"]
        splits = [views.get((name, f"{side}SplitMode")) for side in _SIDES]
        style = item.get(f"{_TABLE}style-name", "")
        sheet = SeenSheet(
            name,
            merged=any(
                int(cell.get(f"{_TABLE}number-{side}-spanned", "1")) > 1
                for cell in item.iter(f"{_TABLE}table-cell")
                for side in ("columns", "rows")
            ),
            hidden=self._style(style, "table", f"{_TABLE}display") == "false",
            hides=any(
                part.get(f"{_TABLE}visibility", "visible") != "visible"
                for kind in ("row", "column")
                for part in item.iter(f"{_TABLE}table-{kind}")
            ),
            frozen=_FROZEN in splits,
            margins=self._has_margins(style),
            drawings=any(part.tag.startswith(_DRAW) for part in item.iter()),
            cursor=(int(cursor[0]) + 1, int(cursor[1]) + 1),
        )
        for row, element in _number(item, "row"):
            for column, cell in _number(element, "cell"):
                shown = "\n".join(
                    "".join(part.itertext()) for part in cell.iter(f"{_TEXT}p")
                )
                if shown.strip():
                    sheet.cells[row, column] = self._read_cell(cell, shown)
        return sheet

    def _read_cell(self, cell: ElementTree.Element, shown: str) -> SeenCell:
        number = cell.get(f"{_OFFICE}value-type", "string") != "string"
        text = cell.get(f"{_OFFICE}value", shown) if number else shown
        style = cell.get(f"{_TABLE}style-name", "")
        size = self._style(style, "text", f"{_FO}font-size")
        points = float(size.removesuffix("pt")) if size else self._default_size()
        return SeenCell(text, number, points, cell.find(f".//{_TEXT}a") is not None)

    def _style(self, name: str, part: str, key: str) -> str:
        """What a style, or the style it comes from, says."""
        while name in self.styles:
            style = self.styles[name]
            found = style.find(f"{_STYLE}{part}-properties")
            if found is not None and key in found.attrib:
                return found.attrib[key]
            name = style.get(f"{_STYLE}parent-style-name", "")
        return ""

    def _default_size(self) -> float:
        for style in self.trees["styles"].iter(f"{_STYLE}default-style"):
            found = style.find(f"{_STYLE}text-properties")
            if found is not None and f"{_FO}font-size" in found.attrib:
                return float(found.attrib[f"{_FO}font-size"].removesuffix("pt"))
        return _DEFAULT_SIZE

    def _has_margins(self, style: str) -> bool:
        """Whether the page of a sheet has a header or a footer (shown unless said)."""
        found = self.styles.get(style)
        page = "" if found is None else found.get(f"{_STYLE}master-page-name", "")
        for master in self.trees["styles"].iter(f"{_STYLE}master-page"):
            if master.get(f"{_STYLE}name") == page:
                return any(
                    part.get(f"{_STYLE}display", "true") == "true"
                    for kind in ("header", "footer")
                    for part in master.iterfind(f"{_STYLE}{kind}")
                )
        return False

    def _read_area(self, area: ElementTree.Element) -> tuple[str, SeenTable]:
        address = area.attrib[f"{_TABLE}target-range-address"]
        found = list(_PLACE.finditer(address))
        if len(found) != 2:
            raise ValueError(f"{address} is not an area")
        sheet = (found[0][1] or found[0][2]).replace("''", "'")
        top, bottom = (int(match[4]) for match in found)
        left, right = (_read_letters(match[3]) for match in found)
        heads = area.get(f"{_TABLE}contains-header", "true") == "true"
        return sheet, SeenTable(
            area.get(f"{_TABLE}name", ""),
            top,
            left,
            bottom,
            right,
            header=heads and top in self._header_rows(sheet),
            filters=area.get(f"{_TABLE}display-filter-buttons") == "true",
        )

    def _header_rows(self, sheet: str) -> set[int]:
        for item in self.trees["content"].iter(f"{_TABLE}table"):
            if item.get(f"{_TABLE}name") == sheet:
                heads = {
                    id(row)
                    for part in item.iter(f"{_TABLE}table-header-rows")
                    for row in part
                }
                return {row for row, part in _number(item, "row") if id(part) in heads}
        return set()


def _number(
    parent: ElementTree.Element, kind: str
) -> Iterator[tuple[int, ElementTree.Element]]:
    """Rows of a sheet or cells of a row, with their numbers from 1."""
    tags = {f"{_TABLE}table-{kind}", f"{_TABLE}covered-table-{kind}"}
    repeated = {"row": "rows", "cell": "columns"}[kind]
    at = 0
    for item in parent.iter():
        if item.tag in tags:
            yield at + 1, item
            at += int(item.get(f"{_TABLE}number-{repeated}-repeated", "1"))


def _read_letters(text: str) -> int:
    column = 0
    for letter in text:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column
