"""Limits of a proportion, and of what chance alone makes of one."""

from __future__ import annotations

import math
from statistics import NormalDist


def wilson_interval(
    positive: int, n: int, confidence: float, population: float | None = None
) -> tuple[float, float]:
    """Wilson's score limits (1927) of a proportion; n must be above 0.

    `population`: the n cases are a simple random sample of that many. The variance in
    the score equation is then multiplied by (N - n) / (N - 1), so that the limits close
    on the proportion itself as the sample becomes a census (Cochran 1977, 3.1).
    """
    z2 = NormalDist().inv_cdf((1 + confidence) / 2) ** 2
    if population is not None:
        z2 *= max(population - n, 0) / (population - 1) if population > 1 else 0
    share = positive / n
    if z2 == 0:
        return share, share
    centre = share + z2 / (2 * n)
    spread = math.sqrt(z2 * share * (1 - share) / n + (z2 / (2 * n)) ** 2)
    scale = 1 + z2 / n
    low = 0.0 if positive == 0 else (centre - spread) / scale
    high = 1.0 if positive == n else (centre + spread) / scale
    return low, high
