"""Whether the prompts of a key question hang together: alpha, item by item."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.assessment.uncertainty import CONFIDENCE

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Consistency:
    """Alpha with its limits, and for each item alpha without it and its correlation with the rest.

    Items with two answers: alpha is KR-20 (Kuder and Richardson 1937).
    """

    n: int
    alpha: float
    low: float
    high: float
    dropped: tuple[float | None, ...]
    rest: tuple[float | None, ...]


def measure_consistency(answers: Floats, *, pairwise: bool) -> Consistency | None:
    """Cronbach's alpha (1951) of (n, k) answers; NaN where an item does not apply.

    `pairwise`: covariances from the cases to which both items apply, and the fewest cases
    of a pair as the n of the interval; otherwise from those to which all apply. The
    interval is Feldt's (1965, Psychometrika 30, 357), exact for normal answers. None where
    fewer than three cases are left, or all answers of an item are the same.
    """
    from scipy.special import fdtri

    covariance, n = _covariance(answers, pairwise=pairwise)
    k = len(covariance)
    if n < 3 or not np.isfinite(covariance).all() or (np.diag(covariance) <= 0).any():
        return None
    alpha = _alpha(covariance)
    if alpha is None:
        return None
    df = n - 1, (n - 1) * (k - 1)
    tail = (1 - CONFIDENCE) / 2
    low, high = (1 - (1 - alpha) * float(fdtri(*df, at)) for at in (1 - tail, tail))
    return Consistency(
        n,
        alpha,
        low,
        high,
        tuple(_without(covariance, at) for at in range(k)),
        tuple(_with_rest(covariance, at) for at in range(k)),
    )


def _covariance(answers: Floats, *, pairwise: bool) -> tuple[Floats, int]:
    known = np.isfinite(answers)
    if not pairwise:
        complete = answers[known.all(axis=1)]
        if len(complete) < 2:
            return np.full((answers.shape[1],) * 2, np.nan), len(complete)
        return np.cov(complete, rowvar=False), len(complete)
    filled, each = np.where(known, answers, 0.0), known.astype(float)
    counts = each.T @ each
    with np.errstate(invalid="ignore", divide="ignore"):
        sums = filled.T @ each  # of the row's item, where the column's applies as well
        covariance = (filled.T @ filled - sums * sums.T / counts) / (counts - 1)
    return np.asarray(covariance), int(counts.min())


def _alpha(covariance: Floats) -> float | None:
    k, whole = len(covariance), float(covariance.sum())
    if k < 2 or whole <= 0:
        return None
    return float(k / (k - 1) * (1 - np.trace(covariance) / whole))


def _without(covariance: Floats, at: int) -> float | None:
    kept = np.delete(np.arange(len(covariance)), at)
    return _alpha(covariance[np.ix_(kept, kept)])


def _with_rest(covariance: Floats, at: int) -> float | None:
    kept = np.delete(np.arange(len(covariance)), at)
    rest = float(covariance[np.ix_(kept, kept)].sum())
    if rest <= 0:
        return None
    return float(covariance[at, kept].sum() / np.sqrt(covariance[at, at] * rest))
