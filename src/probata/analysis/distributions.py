"""The few probabilities that every study needs, without the half second of scipy's import.

Tested against scipy.special to a relative 1e-12 (tests/unit/analysis/test_distributions.py).
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def chi_square_tail(x: float, df: int) -> float:
    """P(X > x) for a chi-square variable with a whole number of degrees of freedom.

    The finite sums of Abramowitz and Stegun (1964), 26.4.4 (odd df) and 26.4.5 (even);
    every term is positive, so nothing cancels. Raises ValueError for df below 1.
    """
    if df < 1 or df != int(df):
        raise ValueError(f"degrees of freedom must be 1, 2, ..., not {df}")
    if x <= 0:
        return 1.0
    half = x / 2
    if df % 2:
        total, power, term = (
            math.erfc(math.sqrt(half)),
            0.5,
            2 * math.sqrt(half / math.pi),
        )
    else:
        total, power, term = 0.0, 0.0, 1.0
    weight = math.exp(-half)
    while power < df / 2:
        total += weight * term
        power += 1
        term *= half / power
    return min(total, 1.0)


def normal_quantile(p: float) -> float:
    """z with P(Z < z) = p, for p strictly between 0 and 1."""
    return NormalDist().inv_cdf(p)


def normal_p(z: float) -> float:
    """P(|Z| > |z|) of a standard normal variable."""
    return math.erfc(abs(z) / math.sqrt(2))


def logistic(eta: Array) -> Array:
    """1 / (1 + exp(-eta)), without overflow at either end."""
    small = np.exp(-np.abs(eta))
    return np.where(eta >= 0, 1.0, small) / (1.0 + small)
