"""Maximises a log-likelihood that gives its gradient; covariance from the curvature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# A point (q,) in; log-likelihood and its gradient (q,) out.
LogLikelihood = Callable[[Floats], tuple[float, Floats]]

GRADIENT_TOLERANCE = 1e-6  # in units of the starting standard errors
DIFFERENCE_STEP = 1e-4  # likewise


@dataclass(frozen=True)
class Maximum:
    """`point` (q,), `covariance` (q, q) from the observed information, and whether it is one."""

    point: Floats
    loglik: float
    covariance: Floats
    converged: bool
    evaluations: int


def maximise(loglik: LogLikelihood, start: Floats, scale: Floats) -> Maximum:
    """Climb from `start`; `scale` (q, q) is a Cholesky factor of a guessed covariance.

    In the scaled space the curvature is near the identity, so BFGS needs few steps and
    one difference step suits every parameter.
    """
    from scipy.optimize import minimize

    count = 0

    def scaled(z: Floats) -> tuple[float, Floats]:
        nonlocal count
        count += 1
        value, gradient = loglik(start + scale @ z)
        return -value, -(scale.T @ gradient)

    found = minimize(
        scaled,
        np.zeros_like(start),
        jac=True,
        method="BFGS",
        options={"gtol": GRADIENT_TOLERANCE, "maxiter": 200},
    )
    curvature = _differences(lambda z: scaled(z)[1], found.x)
    values, vectors = np.linalg.eigh(curvature)
    proper = bool(values[0] > 1e-8 * values[-1])
    inverse = (vectors / np.where(values > 0, values, np.inf)) @ vectors.T
    largest = float(np.abs(scaled(found.x)[1]).max())
    return Maximum(
        point=start + scale @ found.x,
        loglik=-float(found.fun),
        covariance=scale @ inverse @ scale.T,
        converged=proper and largest < 1e-3,
        evaluations=count,
    )


def _differences(gradient: Callable[[Floats], Floats], at: Floats) -> Floats:
    """The Hessian by central differences of the gradient, made symmetric."""
    size = at.size
    hessian = np.empty((size, size))
    for index in range(size):
        step = np.zeros(size)
        step[index] = DIFFERENCE_STEP
        hessian[index] = (gradient(at + step) - gradient(at - step)) / (
            2 * DIFFERENCE_STEP
        )
    return (hessian + hessian.T) / 2
