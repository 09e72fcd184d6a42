"""Cases in memory: one typed column a variable, missing values by reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from probata.dataset.codebook import MISSING_REASONS, MissingReason

MISSING_CODES: dict[MissingReason, int] = {
    reason: -1 - index for index, reason in enumerate(MISSING_REASONS)
}
REASON_OF_CODE = {code: reason for reason, code in MISSING_CODES.items()}


@dataclass(frozen=True)
class Coded:
    """A categorical column. `codes` (n,) int16: index into `categories`, or a negative missing code."""

    codes: NDArray[np.int16]
    categories: tuple[str, ...]

    def missing(self) -> NDArray[np.int16]:
        """(n,) 0 where there is a value, else the negative missing code."""
        return np.minimum(self.codes, 0).astype(np.int16)

    def is_category(self, category: str) -> NDArray[np.bool_]:
        return np.asarray(self.codes == self.categories.index(category))


@dataclass(frozen=True)
class Measured:
    """An interval or date column. `values` (n,) float64, NaN where missing; dates are days since 1970-01-01.

    `reasons` (n,) int16: 0 where there is a value, else the negative missing code.
    """

    values: NDArray[np.float64]
    reasons: NDArray[np.int16]

    def missing(self) -> NDArray[np.int16]:
        return self.reasons


@dataclass(frozen=True)
class Text:
    """An id or text column; `reasons` as in Measured, `values` (n,) of str."""

    values: NDArray[np.object_]
    reasons: NDArray[np.int16]

    def missing(self) -> NDArray[np.int16]:
        return self.reasons


Column = Coded | Measured | Text


@dataclass(frozen=True)
class Source:
    """Where the rows came from, without any of their content."""

    name: str
    sha256: str
    rows: int
    ignored_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cases:
    """All cases of a data set, checked against its codebook, banded and derived."""

    n: int
    columns: Mapping[str, Column]
    source: Source
    synthetic: bool = field(default=False)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def coded(self, name: str) -> Coded:
        column = self.columns[name]
        if not isinstance(column, Coded):
            raise TypeError(f"{name} is not categorical")
        return column

    def measured(self, name: str) -> Measured:
        column = self.columns[name]
        if not isinstance(column, Measured):
            raise TypeError(f"{name} is not an interval variable")
        return column

    def keep(self, rows: NDArray[np.bool_]) -> Cases:
        """The cases where `rows` is true, in the same order."""
        kept: dict[str, Column] = {}
        for name, column in self.columns.items():
            if isinstance(column, Coded):
                kept[name] = Coded(column.codes[rows], column.categories)
            elif isinstance(column, Measured):
                kept[name] = Measured(column.values[rows], column.reasons[rows])
            else:
                kept[name] = Text(column.values[rows], column.reasons[rows])
        return Cases(int(rows.sum()), kept, self.source, self.synthetic)


def join_cases(pieces: Sequence[Cases]) -> Cases:
    """The cases of all pieces in their order; they have the same columns."""
    first = pieces[0]
    columns: dict[str, Column] = {}
    for name, column in first.columns.items():
        parts = [piece.columns[name] for piece in pieces]
        reasons = np.concatenate([part.missing() for part in parts]).astype(np.int16)
        if isinstance(column, Coded):
            codes = np.concatenate([piece.coded(name).codes for piece in pieces])
            columns[name] = Coded(codes.astype(np.int16), column.categories)
        elif isinstance(column, Measured):
            values = np.concatenate([piece.measured(name).values for piece in pieces])
            columns[name] = Measured(values.astype(float), reasons)
        else:
            texts = [part.values for part in parts if isinstance(part, Text)]
            columns[name] = Text(np.concatenate(texts), reasons)
    n = sum(piece.n for piece in pieces)
    synthetic = any(piece.synthetic for piece in pieces)
    return Cases(n, columns, first.source, synthetic)
