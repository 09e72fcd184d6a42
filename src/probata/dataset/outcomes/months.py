"""Exact arithmetic with months on days since 1970-01-01."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def add_months(days: Ints, months: int) -> Ints:
    """The same day so many months on; the last day of that month where it is shorter.

    29 February and twelve months give 28 February, 31 August and six months the last of
    February. Months may be negative.
    """
    date: Any = days.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    then = month + months
    longest = ((then + 1).astype("datetime64[D]") - then).astype(np.int64)
    in_month = np.minimum((date - month).astype(np.int64), longest - 1)
    return np.asarray(then.astype("datetime64[D]").astype(np.int64) + in_month)
