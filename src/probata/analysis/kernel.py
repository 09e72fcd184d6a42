"""Sums over a batch of rows from which a logistic regression is fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.distributions import logistic

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """`information` (p, p) = X'WX, `score` (p,) = X'(y - mu), log-likelihood, rows.

    Sums of batches add up; `reach` is the largest absolute linear predictor.
    """

    information: Floats
    score: Floats
    loglik: float
    n: int
    reach: float

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.information + other.information,
            self.score + other.score,
            self.loglik + other.loglik,
            self.n + other.n,
            max(self.reach, other.reach),
        )


def sum_batch(x: Floats, y: Floats, beta: Floats) -> Sums:
    """The sums of one batch: `x` (n, p), `y` (n,) 0 or 1, `beta` (p,)."""
    eta = x @ beta
    mu = logistic(eta)
    weighted = x * (mu * (1 - mu))[:, None]
    return Sums(
        information=weighted.T @ x,
        score=x.T @ (y - mu),
        loglik=float(y @ eta - np.logaddexp(0.0, eta).sum()),
        n=y.size,
        reach=float(np.abs(eta).max(initial=0.0)),
    )
