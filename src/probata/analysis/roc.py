"""Area under the ROC curve with DeLong's interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.distributions import normal_quantile

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Area:
    """The area, its standard error, and limits cut at 0 and 1 (None without spread)."""

    area: float
    standard_error: float
    low: float | None
    high: float | None


def measure_area(y: Floats, score: Floats, confidence: float) -> Area:
    """Probability that a positive case scores higher than a negative one, ties a half.

    Standard error by DeLong, DeLong and Clarke-Pearson (1988), from midranks (Sun and
    Xu 2014). Needs at least two cases of each outcome for an interval.
    """
    positive, negative = score[y == 1], score[y == 0]
    m, n = positive.size, negative.size
    ranks = midranks(np.concatenate([positive, negative]))
    area = float((ranks[:m].sum() - m * (m + 1) / 2) / (m * n))
    if min(m, n) < 2:
        return Area(area, float("nan"), None, None)
    above = (ranks[:m] - midranks(positive)) / n
    below = 1 - (ranks[m:] - midranks(negative)) / m
    error = float(np.sqrt(above.var(ddof=1) / m + below.var(ddof=1) / n))
    if error == 0:
        return Area(area, 0.0, None, None)
    reach = normal_quantile((1 + confidence) / 2) * error
    return Area(area, error, max(0.0, area - reach), min(1.0, area + reach))


def midranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share the mean of theirs."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray(((last + (last - counts + 1)) / 2)[where.ravel()])
