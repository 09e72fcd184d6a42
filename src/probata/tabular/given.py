"""Columns of a file as typed values, each cell given, missing or unreadable.

read_cells(column, read) -> Given      read each distinct text once
read_day(text) -> int | None           year-month-day, day/month/year, day month year
month_first_faults(rows, headers)      date columns that cannot be trusted
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.errors import Fault
from probata.tabular.date_forms import read_date
from probata.tabular.raw import RawColumn, RawRows

Ints = NDArray[np.int64]
GIVEN, MISSING, UNREADABLE = 0, 1, 2
FORMS = ("iso", "day_month_year", "day_month_name")


@dataclass(frozen=True)
class Given:
    """`values` (n,) hold where `state` (n,) is GIVEN; else it is MISSING or UNREADABLE."""

    values: Ints
    state: NDArray[np.int8]

    @property
    def given(self) -> NDArray[np.bool_]:
        return np.asarray(self.state == GIVEN)


def read_cells(column: RawColumn, read: Callable[[str], int | None]) -> Given:
    """Read each distinct text once; an empty one is missing, None is unreadable."""
    values = np.zeros(len(column.texts), dtype=np.int64)
    state = np.zeros(len(column.texts), dtype=np.int8)
    for at, text in enumerate(column.texts):
        value = read(text) if text else None
        values[at] = value or 0
        if value is None:
            state[at] = UNREADABLE if text else MISSING
    return Given(values[column.index], state[column.index])


def read_day(text: str) -> int | None:
    """Days since 1970-01-01; None for two-digit years and day numbers, which are guesses."""
    read = read_date(text)
    return read.day if read.form in FORMS else None


def month_first_faults(rows: RawRows, headers: Iterable[str]) -> list[Fault]:
    """Where some dates have the month first, the others cannot be trusted either."""
    faults = []
    for header in headers:
        column = rows.columns[header]
        swapped = [
            place
            for place, text in enumerate(column.texts)
            if read_date(text).flaw == "month_first"
        ]
        found = np.isin(column.index, swapped)
        if found.any():
            first = int(rows.numbers[found][0])
            faults.append(
                Fault(
                    f"{rows.name}, column {header}, first in row {first}",
                    f"the month stands first in {int(found.sum()):,} rows.",
                    "Dates with a day up to 12 would be read with day and month swapped. "
                    "Write the column as year-month-day.",
                )
            )
    return faults
