"""The tables of XLSX and ODS workbooks, with numbers as the sheet shows them."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element

from probata.analysis.rounding import number_text
from probata.errors import DataError
from probata.publication.audit.archive import attribute, children, read_parts
from probata.publication.audit.read_rows import LONGEST, split_rows
from probata.publication.audit.source import Source, tidy

WIDEST = 500  # columns of a published table
GAP = 50  # empty rows after which a sheet is at its end
SHEETS = "content.xml"


def read_xlsx(name: str, raw: bytes) -> Source:
    """Every sheet; a number reads as its format shows it."""
    read_parts(name, raw)  # refuses what is no sound archive, or too large
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and validations that it does not keep.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(raw), data_only=True)
    except Exception:  # its XML and ZIP parsers let many kinds of error through
        raise DataError(f"{name}: is not a readable workbook; save it again.") from None
    return _join(name, ((sheet.title, _xlsx_rows(sheet)) for sheet in book.worksheets))


def _xlsx_rows(sheet: Any) -> list[list[str]]:
    rows: list[list[str]] = []
    last = min(sheet.max_row, LONGEST)
    for row in sheet.iter_rows(max_row=last, max_col=min(sheet.max_column, WIDEST)):
        rows.append([show_value(cell.value, cell.number_format) for cell in row])
        if not any(any(cells) for cells in rows[-GAP:]):
            break
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= len(rows):
            text = rows[merged.min_row - 1][merged.min_col - 1 : merged.min_col]
            for at in range(merged.min_row - 1, min(merged.max_row, len(rows))):
                wide = len(rows[at][merged.min_col - 1 : merged.max_col])
                rows[at][merged.min_col - 1 : merged.max_col] = text * wide
    return rows


def show_value(value: object, number_format: str) -> str:
    """A value as a sheet shows it: `0.0%` makes 0.533 into 53.3%."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return tidy(str(value))
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format.split(";")[0])
    shape = re.search(r"[0#?](?:\.([0#?]+))?(?=[^0#?]*$)", plain)
    if number_format == "General" or not shape:
        return f"{value:.10g}"
    percent = "%" in plain
    digits = len(shape[1] or "")
    return number_text(value * 100 if percent else value, digits) + "%" * percent


def read_ods(name: str, raw: bytes) -> Source:
    """Every sheet; a cell reads as the words that it shows."""
    parts = read_parts(name, raw, SHEETS)
    if SHEETS not in parts:
        raise DataError(f"{name}: holds no OpenDocument sheet.")
    sheets = (
        (attribute(table, "name") or "sheet", _ods_rows(table))
        for body in children(parts[SHEETS], "body")
        for book in children(body, "spreadsheet")
        for table in children(book, "table")
    )
    return _join(name, sheets)


def _ods_rows(table: Element) -> list[list[str]]:
    rows: list[list[str]] = []
    merged: dict[tuple[int, int], str] = {}
    for row in _every_row(table):
        cells = _ods_cells(row, len(rows), merged)
        times = _number(row, "number-rows-repeated")
        rows += [cells] * min(times, 1000 if any(cells) else GAP)
        if len(rows) > LONGEST or not any(any(item) for item in rows[-GAP:]):
            break
    return rows


def _ods_cells(
    row: Element, down: int, merged: dict[tuple[int, int], str]
) -> list[str]:
    """Cells of a row; those covered by a merged one take its words from `merged`."""
    cells: list[str] = []
    for cell in children(row, "table-cell", "covered-table-cell"):
        if len(cells) >= WIDEST:
            break
        text = tidy(" ".join("".join(p.itertext()) for p in children(cell, "p")))
        wide = min(_number(cell, "number-columns-spanned"), WIDEST)
        tall = min(_number(cell, "number-rows-spanned"), 1000)
        if text and wide * tall > 1:
            for y in range(tall):
                for x in range(wide):
                    merged[down + y, len(cells) + x] = text
        times = min(_number(cell, "number-columns-repeated"), WIDEST - len(cells))
        for _ in range(times):
            cells.append(text or merged.get((down, len(cells)), ""))
    return cells


def _every_row(table: Element) -> Iterable[Element]:
    for part in children(
        table, "table-row", "table-header-rows", "table-rows", "table-row-group"
    ):
        if part.tag.endswith("}table-row"):
            yield part
        else:
            yield from _every_row(part)


def _number(element: Element, name: str) -> int:
    text = attribute(element, name) or "1"
    return max(1, int(text)) if text.isdecimal() and len(text) < 10 else 1


def _join(name: str, sheets: Iterable[tuple[str, list[list[str]]]]) -> Source:
    parts = [split_rows(name, f"sheet {title}", rows) for title, rows in sheets]
    return Source(
        name,
        tuple(grid for part in parts for grid in part.grids),
        tuple(passage for part in parts for passage in part.passages),
        sheets=True,
    )
