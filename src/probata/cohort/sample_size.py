"""How many cases give a percentage to within a margin, where there are only so many.

Cochran (1977), Sampling Techniques, 3rd edition, section 4.4: n0 = z^2 p(1-p) / e^2 and
n = n0 / (1 + (n0 - 1) / N), the simple random sample without replacement.
"""

from __future__ import annotations

import math
from statistics import NormalDist

HALF = 0.5  # the share that needs the most cases


def quantile(confidence: float) -> float:
    """z of a two-sided interval: 1.96 for a confidence of 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def exact_size(
    eligible: float, margin: float, confidence: float, share: float = HALF
) -> float:
    """The size, not yet rounded, that gives a share to within `margin` either way."""
    if eligible <= 0:
        return 0.0
    first = quantile(confidence) ** 2 * share * (1 - share) / margin**2
    return first / (1 + (first - 1) / eligible)


def sample_size(
    eligible: int, margin: float, confidence: float, share: float = HALF
) -> int:
    """The smallest number of cases that keeps to the margin: rounded up.

    Published tables round to the nearest and may be one lower.
    """
    size = exact_size(eligible, margin, confidence, share)
    return min(eligible, math.ceil(size - 1e-9))


def margin_of_error(
    size: int, eligible: int, confidence: float, share: float = HALF
) -> float:
    """Half the width of the interval about a share from `size` of `eligible` cases.

    None is left when every eligible case is read. Raises ValueError for no cases or
    more than there are.
    """
    if not 0 < size <= eligible:
        raise ValueError("between one case and all of them are needed")
    if size == eligible:
        return 0.0
    spread = share * (1 - share) / size * (eligible - size) / (eligible - 1)
    return quantile(confidence) * math.sqrt(spread)
