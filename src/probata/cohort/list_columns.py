"""The typed columns of a case list, and the list itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.cohort.case_list_file import CaseListFile
from probata.cohort.findings import Finding

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
MISSING = -1


@dataclass(frozen=True)
class Coded:
    """`index` (n,) points into `codes`; -1 where the value is not known.

    For identifiers and texts `codes` are the distinct texts of the column.
    """

    codes: tuple[str, ...]
    index: Ints

    @property
    def known(self) -> Bools:
        return np.asarray(self.index >= 0)

    def texts(self) -> list[str]:
        """The code of every row; empty where it is not known."""
        padded = (*self.codes, "")  # index -1 is the last
        return [padded[at] for at in self.index.tolist()]

    def is_code(self, code: str) -> Bools:
        """(n,) true where the value is this code."""
        if code not in self.codes:
            return np.zeros(len(self.index), dtype=bool)
        return np.asarray(self.index == self.codes.index(code))


@dataclass(frozen=True)
class Days:
    """`day` (n,): days since 1970-01-01; `known` (n,)."""

    day: Ints
    known: Bools


@dataclass(frozen=True)
class Numbers:
    """`value` (n,); `known` (n,)."""

    value: NDArray[np.float64]
    known: Bools


@dataclass(frozen=True)
class Several:
    """`has` (n, k): which of the codes a row holds. None of them: none was written."""

    codes: tuple[str, ...]
    has: Bools

    @property
    def known(self) -> Bools:
        return np.ones(len(self.has), dtype=bool)


ListColumn = Coded | Days | Numbers | Several


def take(column: ListColumn, rows: NDArray[np.intp] | Bools) -> ListColumn:
    """The column at some rows, in their order."""
    if isinstance(column, Coded):
        return Coded(column.codes, column.index[rows])
    if isinstance(column, Days):
        return Days(column.day[rows], column.known[rows])
    if isinstance(column, Numbers):
        return Numbers(column.value[rows], column.known[rows])
    return Several(column.codes, column.has[rows])


def rank_codes(column: Coded) -> Ints:
    """(n,) the place of each row's code among the codes, the shorter ones first.

    Whole numbers come in their order; -1 where the code is not known.
    """
    codes = column.codes
    order = sorted(range(len(codes)), key=lambda at: (len(codes[at]), codes[at]))
    rank = np.empty(len(codes) + 1, dtype=np.int32)
    rank[order] = np.arange(len(codes), dtype=np.int32)
    rank[-1] = -1
    return rank[column.index]


@dataclass(frozen=True)
class CaseList:
    """The cases of a list, one row a sentence of a person, in the order of their ids.

    `columns` hold the fields that the file had; `person` (n,) numbers the people;
    `first_row` and `row_count` (n,) tell where in the file a case stood; `aside` are the
    rows set aside. The rows read are the cases, the rows joined to another of the same
    case, and the rows set aside.
    """

    name: str
    sha256: str
    declared: CaseListFile
    n: int
    columns: Mapping[str, ListColumn]
    person: Ints
    first_row: Ints
    row_count: Ints
    rows_read: int
    aside: Ints
    synthetic: bool
    findings: tuple[Finding, ...]
    ignored_columns: tuple[str, ...]

    @property
    def rows_set_aside(self) -> int:
        return len(self.aside)

    @property
    def rows_joined(self) -> int:
        return self.rows_read - self.rows_set_aside - self.n
