"""Logistic regression by Newton's method on sums of batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.kernel import Sums, sum_batch

Floats = NDArray[np.float64]
Summer = Callable[[Floats], Sums]

# Half the squared length of the last Newton step in units of standard errors. At 1e-16
# coefficients and covariance are exact to about 1e-8 of a standard error.
DECREMENT = 1e-16
ITERATIONS = 30
# A finite maximum with every |linear predictor| below this proves that there is no
# separation; beyond it, or without convergence, linear programming decides.
MODERATE = 18.0


@dataclass(frozen=True)
class LogitFit:
    """`beta` (p,), `covariance` (p, p), log-likelihood, and how the search ended."""

    beta: Floats
    covariance: Floats
    loglik: float
    n: int
    converged: bool
    iterations: int
    reach: float

    @property
    def standard_error(self) -> Floats:
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def certain(self) -> bool:
        """Whether this fit itself proves that no separation exists."""
        return self.converged and self.reach < MODERATE


def fit_logistic(x: Floats, y: Floats, start: Floats | None = None) -> LogitFit:
    """Maximum-likelihood fit of y (n,) on x (n, p) of full column rank.

    Columns other than the constant are scaled to unit size inside, and this is undone
    exactly, so that months and per cent may stand side by side.
    """
    scale = np.abs(x).max(axis=0, initial=0.0)
    scale[scale == 0] = 1.0
    scaled = x / scale
    first = None if start is None else start * scale
    fit = fit_sums(lambda beta: sum_batch(scaled, y, beta), x.shape[1], first)
    return LogitFit(
        fit.beta / scale,
        fit.covariance / np.outer(scale, scale),
        fit.loglik,
        fit.n,
        fit.converged,
        fit.iterations,
        fit.reach,
    )


def fit_sums(sums: Summer, size: int, start: Floats | None = None) -> LogitFit:
    """Newton's method with step-halving; `sums(beta)` is all that it knows of the rows.

    Memory, a stream of batches and a cluster differ only in who adds the sums.
    """
    beta = np.zeros(size) if start is None else start
    now = sums(beta)
    converged, iteration = False, 0
    while iteration < ITERATIONS and not converged:
        iteration += 1
        step = _solve(now.information, now.score)
        if step is None:
            break
        decrement = float(now.score @ step) / 2
        beta, now = _climb(sums, beta, step, now)
        converged = decrement < DECREMENT * max(1.0, abs(now.loglik))
    covariance = _solve(now.information, np.eye(size))
    if covariance is None:
        return LogitFit(
            beta,
            np.full((size, size), np.nan),
            now.loglik,
            now.n,
            False,
            iteration,
            now.reach,
        )
    symmetric = (covariance + covariance.T) / 2
    return LogitFit(beta, symmetric, now.loglik, now.n, converged, iteration, now.reach)


def _climb(sums: Summer, beta: Floats, step: Floats, now: Sums) -> tuple[Floats, Sums]:
    """Take the step, halved while the log-likelihood falls."""
    size = 1.0
    for _ in range(25):
        tried = beta + size * step
        then = sums(tried)
        if then.loglik >= now.loglik - 1e-10 * abs(now.loglik):
            return tried, then
        size /= 2
    return beta, now


def _solve(matrix: Floats, right: Floats) -> Floats | None:
    """Solve by Cholesky; None where the matrix is not positive definite."""
    try:
        lower = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return None
    half = np.linalg.solve(lower, right)
    return np.asarray(np.linalg.solve(lower.T, half))
