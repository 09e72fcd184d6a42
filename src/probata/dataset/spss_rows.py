"""Reads SPSS .sav and Stata .dta files: codes as they stand, with labels and user-missing codes.

What the codes mean is for the codebook to say; a code that the file itself declares
to be missing is remembered, so that it never passes for a number.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.errors import DataError, ExtraMissing
from probata.tabular.raw import RawColumn, cell_text, encode_cells, name_columns

Table = tuple[dict[str, RawColumn], NDArray[np.int32]]


def read_spss(name: str, raw: bytes) -> Table:
    """Read an SPSS file (.sav or .zsav)."""
    return _read("read_sav", "SPSS", name, raw)


def read_stata(name: str, raw: bytes) -> Table:
    """Read a Stata file (.dta); extended missing values read as the letters a to z."""
    return _read("read_dta", "Stata", name, raw)


def _read(reader: str, format_name: str, name: str, raw: bytes) -> Table:
    try:
        import pyreadstat
    except ImportError:
        raise ExtraMissing(
            f"{name}: reading {format_name} files needs an optional library. "
            "Install it with: pip install 'probata[spss]'"
        ) from None
    try:
        cells, meta = getattr(pyreadstat, reader)(
            io.BytesIO(raw), user_missing=True, output_format="dict"
        )
    except Exception as error:  # also decoding and index errors on damaged files
        raise DataError(
            f"{name}: is not a readable {format_name} file; it may be damaged ({error})."
        ) from None
    names = name_columns(name, meta.column_names)
    columns = {
        trimmed: _column(encode_cells(cells[item]), meta, item)
        for trimmed, item in zip(names, meta.column_names, strict=True)
    }
    n = len(next(iter(columns.values())).index) if columns else 0
    return columns, np.arange(2, n + 2, dtype=np.int32)


def _column(column: RawColumn, meta: Any, name: str) -> RawColumn:
    labels = meta.variable_value_labels.get(name, {})
    ranges = meta.missing_ranges.get(name, [])
    letters = {cell_text(item) for item in meta.missing_user_values.get(name, [])}
    return RawColumn(
        column.texts,
        column.index,
        {cell_text(code): str(label).strip() for code, label in labels.items()},
        frozenset(
            text
            for text in column.texts
            if text and (text in letters or any(_within(text, item) for item in ranges))
        ),
    )


def _within(text: str, span: dict[str, Any]) -> bool:
    low, high = span["lo"], span["hi"]
    if isinstance(low, str):
        return text == low.strip()
    try:
        return bool(low <= float(text) <= high)
    except ValueError:
        return False
