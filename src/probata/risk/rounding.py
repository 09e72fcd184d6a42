"""The rounding of OGRS3: half-up on the exact value of the double, in two steps.

A probability goes to five decimals, those to a whole percentage, that to 1 to 99. The
second step rounds the double that stands for the five decimals, so that a tie goes by
its representation: 0.495 is a little less than itself and gives 49 (docs/explanation/risk.md).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
UNIT = 100_000  # five decimals
NEAR = 1e-6  # of a tie; the product with UNIT is right to about 1e-11


def to_five_decimals(values: Floats) -> Ints:
    """Round half-up to five decimals; the result counts hundred-thousandths."""
    scaled = values * UNIT
    whole = np.floor(scaled + 0.5).astype(np.int64)
    near = np.abs(scaled - np.floor(scaled) - 0.5) < NEAR
    whole[near] = [_half_up(Decimal(float(value)) * UNIT) for value in values[near]]
    return whole


def to_percent(hundred_thousandths: Ints) -> Ints:
    """Round probabilities of five decimals half-up to whole percentages."""
    return np.asarray(_percent_of_each()[hundred_thousandths])


def clamp(percent: Ints) -> Ints:
    """A reported score is 1 to 99."""
    return np.clip(percent, 1, 99)


@cache
def _percent_of_each() -> Ints:
    """The percentage of each of the 100,001 probabilities; only ties need their double."""
    every = np.arange(UNIT + 1)
    percent = (every + 500) // 1000
    for tie in range(500, UNIT, 1000):
        percent[tie] = _half_up(Decimal(tie / UNIT) * 100)
    return percent


def _half_up(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
