"""Linear forms as rows of a sparse matrix, each between two bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Rows:
    """Entries (row, column, value), in the order of the rows, and bounds of each row."""

    row: Ints
    column: Ints
    value: Floats
    low: Floats
    high: Floats

    def __len__(self) -> int:
        return len(self.low)

    def times(self, point: Floats) -> Floats:
        """The value of each row at a point."""
        found = np.zeros(len(self))
        np.add.at(found, self.row, self.value * point[self.column])
        return found

    def compressed(self) -> tuple[Ints, Ints, Floats]:
        """Where each row starts, its columns, its values."""
        starts = np.searchsorted(self.row, np.arange(len(self) + 1))
        return starts, self.column, self.value

    def within(self, low: Floats, high: Floats) -> Rows:
        """The same rows between other bounds."""
        return replace(self, low=low, high=high)

    def followed_by(self, other: Rows) -> Rows:
        """These rows, then the others."""
        return Rows(
            np.append(self.row, other.row + len(self)),
            np.append(self.column, other.column),
            np.append(self.value, other.value),
            np.append(self.low, other.low),
            np.append(self.high, other.high),
        )

    def with_row(self, form: Floats, least: float) -> Rows:
        """One row more, that is not below `least`."""
        columns = np.flatnonzero(form)
        return Rows(
            np.append(self.row, np.full(len(columns), len(self))),
            np.append(self.column, columns),
            np.append(self.value, form[columns]),
            np.append(self.low, least),
            np.append(self.high, np.inf),
        )

    def giving(self, column: int, much: Floats) -> Rows:
        """The same rows with one column more, that lets each give way by so much."""
        row = np.concatenate([self.row, np.arange(len(self))])
        order = np.argsort(row, kind="stable")
        columns = np.concatenate([self.column, np.full(len(self), column)])
        values = np.concatenate([self.value, much])
        return replace(self, row=row[order], column=columns[order], value=values[order])

    def with_slack(self, rows: Ints, size: int) -> Rows:
        """Two columns more for each of some rows: how far it lies above, and below."""
        count = len(rows)
        row = np.concatenate([self.row, rows, rows])
        column = np.concatenate(
            [self.column, size + np.arange(count), size + count + np.arange(count)]
        )
        value = np.concatenate([self.value, np.full(count, -1.0), np.ones(count)])
        order = np.argsort(row, kind="stable")
        return replace(self, row=row[order], column=column[order], value=value[order])


def make_rows(
    forms: Sequence[dict[int, float]], low: Sequence[float], high: Sequence[float]
) -> Rows:
    """Rows from forms and bounds."""
    entries = [
        (at, column, value)
        for at, form in enumerate(forms)
        for column, value in form.items()
    ]
    return Rows(
        np.array([item[0] for item in entries], dtype=np.intp),
        np.array([item[1] for item in entries], dtype=np.intp),
        np.array([item[2] for item in entries], dtype=float),
        np.array(low, dtype=float),
        np.array(high, dtype=float),
    )
