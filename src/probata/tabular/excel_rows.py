"""Reads XLSX workbooks.

The sheet that is read is the one called `cases`; else the only one that holds anything.
With several such sheets the reader asks instead of guessing.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.errors import DataError, Fault
from probata.tabular.raw import RawColumn, drop_empty_rows, encode_cells, name_columns

SHEET = "cases"
Rows = list[tuple[Any, ...]]


def read_excel(name: str, raw: bytes) -> tuple[dict[str, RawColumn], NDArray[np.int32]]:
    """Read the sheet of cases: header in row 1, values as last calculated."""
    rows = _choose_sheet(name, _sheets(name, raw, calculated=True))
    if _has_formulas(raw):
        written = _choose_sheet(name, _sheets(name, raw, calculated=False))
        _refuse_uncalculated(name, rows, written)
    width = max(len(row) for row in rows)
    cells = [encode_cells(_column(rows[1:], at)) for at in range(width)]
    header = [encode_cells(_column(rows[:1], at)).texts[0] for at in range(width)]
    kept = [at for at in range(width) if header[at] or any(cells[at].texts)]
    names = name_columns(name, [header[at] for at in kept])
    numbers = np.arange(2, len(rows) + 1, dtype=np.int32)
    columns = dict(zip(names, (cells[at] for at in kept), strict=True))
    return drop_empty_rows(columns, numbers)


def _sheets(name: str, raw: bytes, calculated: bool) -> dict[str, Rows]:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and validations that it does not keep.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=calculated)
            sheets: dict[str, Rows] = {}
            for sheet in book.worksheets:
                # The size that some programs write into the file is wrong.
                sheet.reset_dimensions()
                sheets[sheet.title] = list(sheet.iter_rows(values_only=True))
            return sheets
    except Exception:  # its XML and ZIP parsers let many kinds of error through
        raise DataError(
            f"{name}: is not a readable XLSX workbook. It may be damaged, protected by "
            "a password, or an older .xls file under this name; save it again as .xlsx."
        ) from None


def _choose_sheet(name: str, sheets: dict[str, Rows]) -> Rows:
    filled = {
        title: rows
        for title, rows in sheets.items()
        if any(cell is not None for row in rows for cell in row)
    }
    if not filled:
        raise DataError(f"{name}: no sheet of the workbook holds anything.")
    chosen = [title for title in filled if title.strip().lower() == SHEET]
    if len(filled) > 1 and not chosen:
        titles = ", ".join(f"`{title}`" for title in filled)
        raise DataError(
            f"{name}: {len(filled)} sheets hold data ({titles}). Name the sheet with "
            f"the cases `{SHEET}`, or save it as a workbook of its own."
        )
    return filled[chosen[0] if chosen else next(iter(filled))]


def _column(rows: Rows, at: int) -> list[Any]:
    return [row[at] if at < len(row) else None for row in rows]


def _has_formulas(raw: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        return any(
            b"<f>" in book.read(part) or b"<f " in book.read(part)
            for part in book.namelist()
            if part.startswith("xl/worksheets/") and part.endswith(".xml")
        )


def _refuse_uncalculated(name: str, values: Rows, written: Rows) -> None:
    """A formula that was never calculated reads as empty; that must not pass as missing."""
    at = [
        number
        for number, (row, source) in enumerate(zip(values, written, strict=True), 1)
        if any(
            isinstance(formula, str) and formula.startswith("=") and value is None
            for value, formula in zip(row, source, strict=False)
        )
    ]
    if at:
        shown = ", ".join(str(number) for number in at[:5])
        more = f" and {len(at) - 5} more" if len(at) > 5 else ""
        fault = Fault(
            f"{name}, rows {shown}{more}",
            "cells hold formulas whose results were never saved.",
            "Open the workbook in a spreadsheet program and save it, or paste values.",
        )
        raise DataError(f"{name}: holds formulas without results.", [fault])
