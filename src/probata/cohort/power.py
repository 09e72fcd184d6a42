"""Whether a comparison of two shares can find a difference that is there.

The usual approximation for two independent samples (Fleiss, Levin and Paik 2003, section
4.2, without continuity correction), which R's `power.prop.test` works with for groups of
one size. It takes no account of finite populations or of cases read by one person.
"""

from __future__ import annotations

import math
from statistics import NormalDist

from probata.cohort.sample_size import quantile

STEPS = 60  # halvings; far below any printed digit
MOST = 10_000_000


def power_of(
    first: int, second: int, share: float, other: float, level: float
) -> float:
    """The probability that groups of `first` and `second` cases differ significantly.

    `share` and `other` are the true shares (0 to 1); `level` is two-sided. The small
    chance of a significant difference in the wrong direction is left out.
    """
    both = (first * share + second * other) / (first + second)
    null = math.sqrt(both * (1 - both) * (1 / first + 1 / second))
    spread = math.sqrt(share * (1 - share) / first + other * (1 - other) / second)
    reach = abs(share - other) - quantile(1 - level) * null
    if spread == 0:
        return float(reach > 0)
    return NormalDist().cdf(reach / spread)


def found_difference(
    first: int, second: int, share: float, power: float, level: float
) -> tuple[float | None, float | None]:
    """The nearest other share below and above that is found with so much power.

    None where not even nought, or a hundred per cent, would be.
    """
    return (
        _nearest(first, second, share, 0.0, power, level),
        _nearest(first, second, share, 1.0, power, level),
    )


def _nearest(
    first: int, second: int, share: float, end: float, power: float, level: float
) -> float | None:
    if share == end or power_of(first, second, share, end, level) < power:
        return None
    near, far = share, end
    for _ in range(STEPS):
        middle = (near + far) / 2
        if power_of(first, second, share, middle, level) < power:
            near = middle
        else:
            far = middle
    return far


def size_for_power(
    share: float, other: float, power: float, level: float
) -> int | None:
    """Cases needed in each of two groups of one size; None beyond ten million."""
    low, high = 0, 1
    while power_of(high, high, share, other, level) < power:
        low, high = high, high * 2
        if high > MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        if power_of(middle, middle, share, other, level) < power:
            low = middle
        else:
            high = middle
    return high
