"""Limits of a proportion, of a difference, and those within which chance alone keeps one."""

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


def difference_interval(
    first: tuple[int, int], second: tuple[int, int], confidence: float
) -> tuple[float, float]:
    """Newcombe's limits (1998, method 10) of first minus second proportion.

    Each is (positive, n) with n above 0; the limits build on Wilson's of either.
    """
    one, other = first[0] / first[1], second[0] / second[1]
    low_one, high_one = wilson_interval(*first, confidence)
    low_other, high_other = wilson_interval(*second, confidence)
    gap = one - other
    down = math.hypot(one - low_one, high_other - other)
    up = math.hypot(high_one - one, other - low_other)
    return gap - down, gap + up


def funnel_limits(
    share: float, n: int, tail: float, population: int | None = None
) -> tuple[float, float]:
    """Between which proportions n cases lie but for `tail` on either side, if `share` is true.

    Exact limits, interpolated between whole numbers of cases so that they run smoothly
    along n (Spiegelhalter 2005, appendix A.1.1), on both sides alike: a proportion lies
    beyond a limit where the probability of one as far out or farther is below `tail`.
    Binomial; with `population`, hypergeometric: the n cases are dealt at random from that
    many, `share` of which are positive, so that the limits close as n becomes all of them.
    """
    return (
        _lower_limit(share, n, tail, population),
        1 - _lower_limit(1 - share, n, tail, population),
    )


def _lower_limit(share: float, n: int, tail: float, population: int | None) -> float:
    if share in (0, 1):
        return share
    positive = 0 if population is None else round(share * population)
    before, found = 0.0, 0.0
    for count in range(n + 1):
        before = found
        if population is None:
            found += _probability(share, n, count)
        else:
            found += _dealt(positive, population, n, count)
        if found > tail:
            part = (found - tail) / (found - before)
            return max(0.0, (count - part) / n)
    return 1.0


def _probability(share: float, n: int, count: int) -> float:
    """P(X = count) of a binomial variable, for a share strictly between 0 and 1."""
    ways = _ways(n, count)
    return math.exp(ways + count * math.log(share) + (n - count) * math.log1p(-share))


def _dealt(positive: int, population: int, n: int, count: int) -> float:
    """P(X = count) of a hypergeometric variable: so many positive among n that are dealt."""
    if count > positive or n - count > population - positive:
        return 0.0
    ways = _ways(positive, count) + _ways(population - positive, n - count)
    return math.exp(ways - _ways(population, n))


def _ways(n: int, count: int) -> float:
    """The logarithm of the number of ways to choose `count` of n."""
    return math.lgamma(n + 1) - math.lgamma(count + 1) - math.lgamma(n - count + 1)
