"""Ages in completed years between days."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def completed_years(birth: Ints, day: Ints) -> Ints:
    """Whole years from one day to another, both as days since 1970-01-01.

    A birthday counts on the day. Who was born on 29 February turns a year on 1 March in
    a common year, as the official calculator has it.
    """
    born_year, born_at = _year_and_place(birth)
    year, at = _year_and_place(day)
    return year - born_year - (at < born_at)


def _year_and_place(days: Ints) -> tuple[Ints, Ints]:
    """The year, and a number that orders the days of a year by month and day."""
    date: Any = days.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    months = month.astype(np.int64)
    in_month = (date - month).astype(np.int64)
    return months // 12, months % 12 * 31 + in_month
