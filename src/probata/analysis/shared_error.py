"""How strong something unmeasured would have to be to explain an association away."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr, ndtri


def e_value(odds_ratio: float, low: float, high: float) -> tuple[float, float]:
    """E-values of an odds ratio of a common outcome and of its limit nearer to 1.

    The least risk ratio that an unmeasured factor would need with both sides, beyond
    what the model holds, to account for the whole association (VanderWeele and Ding
    2017). For a common outcome the risk ratio is taken as the square root of the odds
    ratio. The second is 1 where the interval holds 1.
    """
    if low <= 1 <= high:
        return _e_of(odds_ratio), 1.0
    return _e_of(odds_ratio), _e_of(low if odds_ratio > 1 else high)


def _e_of(odds_ratio: float) -> float:
    ratio = math.sqrt(odds_ratio)
    ratio = max(ratio, 1 / ratio)
    return ratio + math.sqrt(ratio * (ratio - 1))


def latent_correlation(odds_ratio: float, share: float, outcome: float) -> float:
    """Correlation of two normal scores cut at these shares that gives the odds ratio.

    `share` and `outcome` are the proportions judged positive. The tetrachoric
    correlation of the two-by-two table with these margins and odds ratio.
    """
    from scipy.optimize import brentq

    both = _joint_share(odds_ratio, share, outcome)
    cuts = float(ndtri(share)), float(ndtri(outcome))
    return float(
        brentq(lambda r: _bivariate(*cuts, r) - both, -0.9999, 0.9999, xtol=1e-10)
    )


def _joint_share(odds_ratio: float, a: float, b: float) -> float:
    """P(both) from the margins and the odds ratio (Plackett's formula)."""
    if abs(odds_ratio - 1) < 1e-12:
        return a * b
    s = 1 + (a + b) * (odds_ratio - 1)
    root = math.sqrt(s * s - 4 * odds_ratio * (odds_ratio - 1) * a * b)
    return (s - root) / (2 * (odds_ratio - 1))


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(200)


def _bivariate(h: float, k: float, r: float) -> float:
    """P(X < h, Y < k) of a standard bivariate normal with correlation r."""
    # Plackett 1954: the derivative by the correlation is the density, here in asin(r).
    limit = math.asin(r)
    angle = limit * (_NODES + 1) / 2
    density = np.exp(
        -(h * h + k * k - 2 * h * k * np.sin(angle)) / (2 * np.cos(angle) ** 2)
    )
    area = float(limit / 2 * (_WEIGHTS @ density)) / (2 * math.pi)
    return float(ndtr(h) * ndtr(k)) + area
