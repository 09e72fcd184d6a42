"""Fits a design safely: separated terms are found, set aside and named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.aliasing import find_aliased
from probata.analysis.distributions import logistic
from probata.analysis.logistic import LogitFit, fit_logistic
from probata.analysis.separation import (
    Separation,
    confirm_separation,
    find_separation,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class SafeFit:
    """A fit of which every printed number is finite.

    `estimated` (p,) says which columns have an estimate; `beta` and `covariance` are NaN
    elsewhere. `loglik` is the supremum and `mu` (n,) the fitted probability in the limit
    (0 or 1 for the cases that separation fixes).
    """

    beta: Floats
    covariance: Floats
    loglik: float
    mu: Floats
    estimated: Bools
    separation: Separation | None
    converged: bool
    iterations: int


def fit_safely(x: Floats, y: Floats, start: Floats | None = None) -> SafeFit:
    """Fit y (n,) on x (n, p) of full rank; under separation, its finite part.

    The cases that a direction of recession fixes are fitted perfectly in the limit; the
    others decide the rest of the model. Columns that they alone identify have no
    estimate, nor has any column of the direction.
    """
    fit = fit_logistic(x, y, start)
    eta = x @ fit.beta
    if fit.certain:
        return _whole(fit, logistic(eta))
    suspected = confirm_separation(x, y, eta)
    if suspected is not None:
        part, certain = _finite_part(x, y, suspected)
        if certain:
            return part
    separation = find_separation(x, y)
    if separation is None:
        return _whole(fit, logistic(eta))
    return _finite_part(x, y, separation)[0]


def _whole(fit: LogitFit, mu: Floats) -> SafeFit:
    return SafeFit(
        beta=fit.beta,
        covariance=fit.covariance,
        loglik=fit.loglik,
        mu=mu,
        estimated=np.full(fit.beta.size, fit.converged),
        separation=None,
        converged=fit.converged,
        iterations=fit.iterations,
    )


def _finite_part(x: Floats, y: Floats, separation: Separation) -> tuple[SafeFit, bool]:
    """The fit of the cases that separation leaves, and whether it proves to be finite."""
    free = ~separation.fixed
    size = x.shape[1]
    beta = np.full(size, np.nan)
    covariance = np.full((size, size), np.nan)
    mu = y.copy()
    loglik, converged, iterations, certain = 0.0, True, 0, True
    estimated = np.zeros(size, dtype=bool)
    if free.any():
        infinite = set(separation.columns())
        # Columns of the direction come last, so that what they explain is charged to them.
        order = sorted(range(size), key=lambda j: (j in infinite, j))
        kept = [order[i] for i in find_aliased(x[free][:, order])[0]]
        fit = fit_logistic(x[free][:, kept], y[free])
        mu[free] = logistic(x[free][:, kept] @ fit.beta)
        loglik, converged, iterations = fit.loglik, fit.converged, fit.iterations
        certain = fit.certain
        sure = [i for i, j in enumerate(kept) if j not in infinite]
        at = [kept[i] for i in sure]
        beta[at] = fit.beta[sure]
        covariance[np.ix_(at, at)] = fit.covariance[np.ix_(sure, sure)]
        estimated[at] = converged
    part = SafeFit(
        beta, covariance, loglik, mu, estimated, separation, converged, iterations
    )
    return part, certain
