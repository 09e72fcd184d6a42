"""Rows as a file holds them: dictionary-coded text, whatever the format of the file.

    RawColumn(texts, index, labels, user_missing)
    RawRows(name, sha256, n, columns, numbers)
    encode_cells(cells) -> RawColumn
    encode_arrow(column) -> RawColumn
    cell_text(value) -> str

Text is trimmed. A number is written as people write it (1.0 is `1`), a date as
YYYY-MM-DD, a boolean as TRUE or FALSE, nothing as the empty text.
"""

from __future__ import annotations

import datetime
import decimal
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.errors import DataError, Fault

# Where a file says what its rows are: `synthetic`, or anything else.
SOURCE = "record_source"
_SPACE = r"[\p{Z}\t-\r\x1c-\x1f\x{85}]"  # what str.strip takes away
_SPACED = f"^{_SPACE}|{_SPACE}$"


@dataclass(frozen=True)
class RawColumn:
    """One column. `index` (n,) int32 points into `texts`, the distinct cells.

    `labels` are the value labels of an SPSS or Stata file by text; `user_missing` the
    texts that such a file itself declares to be missing. `spaced` (n,) is true where
    spaces around the cell's text were trimmed; None where there were none.
    """

    texts: tuple[str, ...]
    index: NDArray[np.int32]
    labels: Mapping[str, str] = field(default_factory=dict)
    user_missing: frozenset[str] = frozenset()
    spaced: NDArray[np.bool_] | None = None

    def holds(self, text: str) -> NDArray[np.bool_]:
        """(n,) true where the cell is this text."""
        if text not in self.texts:
            return np.zeros(len(self.index), dtype=bool)
        return np.asarray(self.index == self.texts.index(text))

    def keep(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> RawColumn:
        """The rows that are marked, or that stand at these places."""
        return replace(
            self,
            index=self.index[rows],
            spaced=None if self.spaced is None else self.spaced[rows],
        )


@dataclass(frozen=True)
class RawRows:
    """All rows of a file. `numbers` (n,) int32: the row in a spreadsheet, the header being row 1."""

    name: str
    sha256: str
    n: int
    columns: Mapping[str, RawColumn]
    numbers: NDArray[np.int32]

    @property
    def synthetic(self) -> bool:
        """Whether a row says that it is made up, in the column where our files say so."""
        column = self.columns.get(SOURCE)
        return column is not None and bool(column.holds("synthetic").any())


def encode_cells(cells: Iterable[object]) -> RawColumn:
    """Turn the cells of a column, of any type, into a raw column."""
    known: dict[tuple[type, Any], int] = {}
    places: list[int] = []
    for cell in cells:
        # True == 1 and 1 == 1.0 in Python; the type keeps TRUE and 1 apart.
        places.append(known.setdefault((type(cell), cell), len(known)))
    texts: dict[str, int] = {}
    codes = [texts.setdefault(cell_text(cell), len(texts)) for _, cell in known]
    trimmed = [isinstance(cell, str) and cell != cell.strip() for _, cell in known]
    at = np.asarray(places, dtype=np.int32)
    return RawColumn(
        tuple(texts),
        np.asarray(codes, dtype=np.int32)[at],
        spaced=np.asarray(trimmed)[at] if any(trimmed) else None,
    )


def encode_arrow(column: Any) -> RawColumn:
    """Dictionary-code a pyarrow column; equal texts after trimming share a code."""
    import pyarrow as pa

    if pa.types.is_integer(column.type):
        column = column.cast(pa.string())
    coded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    cells = coded.dictionary.to_pylist()
    at = dictionary_codes(coded)
    if _all_trimmed(coded.dictionary):
        return RawColumn(tuple(cells), at)  # distinct texts already: nothing to join
    distinct = encode_cells(cells)
    spaced = None if distinct.spaced is None else distinct.spaced[at]
    return RawColumn(distinct.texts, distinct.index[at], spaced=spaced)


def dictionary_codes(column: Any) -> NDArray[Any]:
    """(n,) the place in the dictionary of each cell of a pyarrow dictionary array.

    Empty cells have the one after the last. Read from the buffer: pyarrow's own ways to
    numpy import pandas wherever it is installed, which costs half a second and 30 MB.
    """
    codes = column.indices
    kind = np.dtype(str(codes.type))
    at = np.frombuffer(
        codes.buffers()[1], kind, len(codes), codes.offset * kind.itemsize
    )
    if not codes.null_count:
        return at
    bits = np.frombuffer(codes.buffers()[0], np.uint8)
    valid = np.unpackbits(bits, bitorder="little")[codes.offset :][: len(codes)]
    return np.where(valid, at.astype(np.int64), len(column.dictionary))


def _all_trimmed(cells: Any) -> bool:
    """Whether an Arrow array holds text alone, none of it with a space at an end."""
    import pyarrow as pa
    from pyarrow import compute

    if not pa.types.is_string(cells.type) or cells.null_count:
        return False
    return not compute.any(compute.match_substring_regex(cells, _SPACED)).as_py()


def cell_text(value: object) -> str:
    """The text of a cell; one spelling for equal values."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, decimal.Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _number_text(value: float) -> str:
    if math.isnan(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def name_columns(name: str, header: Iterable[str]) -> list[str]:
    """Trim the names of a header; raise DataError when one is absent or comes twice."""
    names = [item.strip() for item in header]
    faults = [
        Fault(
            f"{name}, header, column {at}",
            "the column has no name.",
            "Give it the name that is declared for it, or delete the column.",
        )
        for at, item in enumerate(names, 1)
        if not item
    ]
    faults += [
        Fault(
            f"{name}, header",
            f"the name `{item}` stands over {count} columns (columns "
            + ", ".join(str(at) for at, other in enumerate(names, 1) if other == item)
            + ").",
            "Keep one of them, or rename the others.",
        )
        for item, count in Counter(names).items()
        if item and count > 1
    ]
    if faults:
        raise DataError(f"{name}: the header cannot be used.", faults)
    return names


def drop_empty_rows(
    columns: Mapping[str, RawColumn], numbers: NDArray[np.int32]
) -> tuple[dict[str, RawColumn], NDArray[np.int32]]:
    """Leave out rows in which every cell is empty: spreadsheets save them, nobody is in them."""
    empty = np.ones(len(numbers), dtype=bool)
    for column in columns.values():
        empty &= column.holds("")
        if not empty.any():
            return dict(columns), numbers
    kept = ~empty
    return {name: item.keep(kept) for name, item in columns.items()}, numbers[kept]
