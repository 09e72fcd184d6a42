"""The difference between two independent percentages, with limits and a test."""

from __future__ import annotations

import math
from dataclasses import dataclass

from probata.analysis.distributions import normal_p
from probata.proportions import wilson_interval


@dataclass(frozen=True)
class Difference:
    """Later less earlier, as proportions; p is None where both are all or none."""

    value: float
    low: float
    high: float
    p: float | None


def compare_shares(
    earlier: tuple[int, int], later: tuple[int, int], confidence: float
) -> Difference:
    """Each pair is (positive, n), n above 0.

    Limits: Newcombe's (1998) hybrid of the two Wilson intervals, his method 10. Test: the
    pooled z test of two proportions, two-sided; its square is Pearson's chi-square.
    """
    (x1, n1), (x2, n2) = earlier, later
    p1, p2 = x1 / n1, x2 / n2
    low1, high1 = wilson_interval(x1, n1, confidence)
    low2, high2 = wilson_interval(x2, n2, confidence)
    difference = p2 - p1
    pooled = (x1 + x2) / (n1 + n2)
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
    return Difference(
        difference,
        difference - math.hypot(p2 - low2, high1 - p1),
        difference + math.hypot(high2 - p2, p1 - low1),
        normal_p(difference / math.sqrt(variance)) if variance > 0 else None,
    )
