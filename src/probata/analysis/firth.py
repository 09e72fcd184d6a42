"""Firth's penalised-likelihood logistic regression, with profile limits and tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, chdtri, expit

Floats = NDArray[np.float64]
TOLERANCE = 1e-13
STEPS = 100
LONGEST_STEP = 5.0


@dataclass(frozen=True)
class FirthFit:
    """`beta` (p,), `covariance` (p, p) = inverse information, `loglik` penalised."""

    beta: Floats
    covariance: Floats
    loglik: float
    converged: bool

    @property
    def standard_error(self) -> Floats:
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def fit_firth(
    x: Floats,
    y: Floats,
    fixed: dict[int, float] | None = None,
    start: Floats | None = None,
) -> FirthFit:
    """Maximise log-likelihood + half the log determinant of the information.

    Finite under separation (Firth 1993; Heinze and Schemper 2002). `x` (n, p) of full
    rank. `fixed` holds coefficients at values; the penalty is always that of the whole
    design, so that fits can be compared by their penalised likelihood.
    """
    held = fixed or {}
    free = np.array([j for j in range(x.shape[1]) if j not in held], dtype=np.intp)
    beta = np.zeros(x.shape[1]) if start is None else start.copy()
    for index, value in held.items():
        beta[index] = value
    current = _penalised(x, y, beta)
    converged = free.size == 0
    for _ in range(STEPS):
        if converged:
            break
        score, information = _score(x, y, beta)
        step: Floats = np.asarray(
            np.linalg.solve(information[np.ix_(free, free)], score[free])
        )
        step = step * min(1.0, LONGEST_STEP / max(np.abs(step).max(), 1e-300))
        beta, current = _climb(x, y, beta, free, step, current)
        converged = bool(np.abs(score[free] @ step) < TOLERANCE)
    _, information = _score(x, y, beta)
    covariance: Floats = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return FirthFit(beta, covariance, current, converged)


def _climb(
    x: Floats,
    y: Floats,
    beta: Floats,
    free: NDArray[np.intp],
    step: Floats,
    current: float,
) -> tuple[Floats, float]:
    """Halve the step until the penalised likelihood no longer falls."""
    size = 1.0
    for _ in range(30):
        tried = beta.copy()
        tried[free] += size * step
        value = _penalised(x, y, tried)
        if value >= current - 1e-12:
            return tried, value
        size /= 2
    return beta, current


def _weights(x: Floats, beta: Floats) -> tuple[Floats, Floats]:
    mu = expit(x @ beta)
    return mu, mu * (1 - mu)


def _penalised(x: Floats, y: Floats, beta: Floats) -> float:
    eta = x @ beta
    _, weight = _weights(x, beta)
    _, determinant = np.linalg.slogdet((x * weight[:, None]).T @ x)
    return float(y @ eta - np.logaddexp(0, eta).sum() + determinant / 2)


def _score(x: Floats, y: Floats, beta: Floats) -> tuple[Floats, Floats]:
    mu, weight = _weights(x, beta)
    root = x * np.sqrt(weight)[:, None]
    information = root.T @ root
    hat = np.einsum("ij,ij->i", root, np.linalg.solve(information, root.T).T)
    return x.T @ (y - mu + hat * (0.5 - mu)), information


def firth_test(x: Floats, y: Floats, full: FirthFit, columns: Sequence[int]) -> float:
    """p of the penalised likelihood-ratio test that all `columns` are zero."""
    restricted = fit_firth(x, y, dict.fromkeys(columns, 0.0))
    statistic = max(0.0, 2 * (full.loglik - restricted.loglik))
    return float(chdtrc(len(columns), statistic))


def firth_limits(
    x: Floats, y: Floats, full: FirthFit, column: int, confidence: float = 0.95
) -> tuple[float, float]:
    """Profile penalised-likelihood limits of one coefficient."""
    from scipy.optimize import brentq

    target = full.loglik - chdtri(1, 1 - confidence) / 2
    error = float(full.standard_error[column])
    centre = float(full.beta[column])

    def excess(value: float) -> float:
        return float(fit_firth(x, y, {column: value}, full.beta).loglik - target)

    limits = []
    for side in (-1, 1):
        reach = 2.0
        while excess(centre + side * reach * error) > 0:
            reach *= 1.5
            if reach > 200:
                raise ArithmeticError(f"no profile limit for column {column}")
        ends = sorted((centre, centre + side * reach * error))
        limits.append(float(brentq(excess, *ends, xtol=1e-8)))
    return limits[0], limits[1]
