"""Columns of a file as typed values, each cell given, missing or unreadable.

read_cells(column, read) -> Given      read each distinct text once
read_days(column) -> Given             year-month-day, day/month/year, day month year
month_first_faults(rows, headers)      date columns that cannot be trusted
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.errors import Fault
from probata.tabular.date_forms import read_date
from probata.tabular.raw import RawColumn, RawRows

Ints = NDArray[np.int64]
GIVEN, MISSING, UNREADABLE = 0, 1, 2
MANY = 2_000  # distinct texts; below, importing pyarrow costs more than it saves
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


def read_days(column: RawColumn) -> Given:
    """Days since 1970-01-01; two-digit years and day numbers, which are guesses, are unreadable."""
    if len(column.texts) < MANY:
        return read_cells(column, read_day)
    plain, known = _plain_days(column.texts)
    values, state = plain.copy(), np.zeros(len(plain), dtype=np.int8)
    for at in np.flatnonzero(~known).tolist():
        text = column.texts[at]
        day = read_day(text) if text else None
        values[at] = day or 0
        if day is None:
            state[at] = UNREADABLE if text else MISSING
    return Given(values[column.index], state[column.index])


def read_day(text: str) -> int | None:
    """The day of one text, None where it is not one."""
    read = read_date(text)
    return read.day if read.form in FORMS else None


def _plain_days(texts: Sequence[str]) -> tuple[Ints, NDArray[np.bool_]]:
    """Days of the texts that are 2023-04-05 or 05/04/2023, all at once; and which these are.

    None is, where a text of such a form is not a day: then each must be looked at.
    """
    import pyarrow as pa
    from pyarrow import compute

    array = compute.replace_substring_regex(
        pa.array(texts, pa.string()), r"^(\d\d)/(\d\d)/(\d{4})$", r"\3-\2-\1"
    )
    plain = compute.match_substring_regex(array, r"^[1-9]\d{3}-\d\d-\d\d$")
    try:
        days = compute.if_else(plain, array, None).cast(pa.date32()).cast(pa.int32())
    except pa.ArrowInvalid:
        return np.zeros(len(texts), dtype=np.int64), np.zeros(len(texts), dtype=bool)
    known = plain.to_numpy(zero_copy_only=False)
    return days.fill_null(0).to_numpy().astype(np.int64), known


def month_first_faults(rows: RawRows, headers: Iterable[str]) -> list[Fault]:
    """Where some dates have the month first, the others cannot be trusted either."""
    faults = []
    for header in headers:
        column = rows.columns[header]
        swapped = [
            place
            for place in _odd_places(column.texts)
            if read_date(column.texts[place]).flaw == "month_first"
        ]
        if not swapped:
            continue
        found = np.isin(column.index, swapped)
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


def _odd_places(texts: Sequence[str]) -> Iterable[int]:
    """The places of texts that are not plainly a day."""
    if len(texts) < MANY:
        return range(len(texts))
    places: list[int] = np.flatnonzero(~_plain_days(texts)[1]).tolist()
    return places
