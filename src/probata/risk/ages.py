"""Ages in completed years between days."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
PLACES = 12 * 31  # in a year


def completed_years(birth: Ints, day: Ints) -> Ints:
    """Whole years from one day to another, both as days since 1970-01-01.

    A birthday counts on the day. Who was born on 29 February turns a year on 1 March in
    a common year, as the official calculator has it.
    """
    # A year is 12 months of 31 places: whole years between two places are whole years.
    return (_place_in_time(day) - _place_in_time(birth)) // PLACES


def _place_in_time(days: Ints) -> Ints:
    """A number that orders days by year, month and day, `PLACES` to a year."""
    first, last = int(days.min(initial=0)), int(days.max(initial=0))
    if last - first < days.size:  # work out each day once
        return _calendar(np.arange(first, last + 1))[days - first]
    return _calendar(days)


def _calendar(days: Ints) -> Ints:
    date: Any = days.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    in_month = (date - month).astype(np.int64)
    return np.asarray(month.astype(np.int64) * 31 + in_month)
