"""Logistic regression with answers that are sometimes misjudged: MC-SIMEX.

Kuchenhoff, Mwalili and Lesaffre (2006), Biometrics 62, 85. Answers are misjudged further,
as often as they were judged wrongly already times lambda; the estimates are followed over
lambda and carried back to lambda = -1, where nothing would be misjudged. The variance is
Stefanski and Cook's (1995), JASA 90, 1247: what the fits say, less what the added errors
make them vary, carried back the same way. How often answers are misjudged is known from
second judgements alone, so the whole is done for several draws of it and pooled (Rubin).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.logistic import fit_logistic

Floats = NDArray[np.float64]
LAMBDAS = (0.5, 1.0, 1.5, 2.0)
DRAWS = 10  # of how often answers are misjudged
COPIES = 10  # of the data for each draw and lambda
# hit + right - 1 below this: so little is left to be seen that nothing can be carried back.
LEAST_SHARP = 0.2


@dataclass(frozen=True)
class Misjudged:
    """A 0/1 column of the design, or the outcome, with draws (m,) of how it errs.

    `hit`: the chance that a true 1 is judged 1; `right`: that a true 0 is judged 0.
    `column`: its place in the design; None for the outcome.
    """

    column: int | None
    hit: Floats
    right: Floats


@dataclass(frozen=True)
class Corrected:
    """Estimates (p,) and covariance (p, p) as if nothing had been misjudged."""

    beta: Floats
    covariance: Floats


def correct_misjudged(
    x: Floats,
    y: Floats,
    misjudged: Sequence[Misjudged],
    seed: int,
    copies: int = COPIES,
) -> Corrected | None:
    """Corrected estimates; None where a fit does not converge or errors are too many.

    The columns of `misjudged` must be independent of one another in how they err, and
    of everything else (non-differential errors).
    """
    plain = fit_logistic(x, y)
    if not plain.converged:
        return None
    rng = np.random.default_rng(seed)
    draws = len(misjudged[0].hit)
    found, spreads = [], []
    for draw in range(draws):
        steps = [(plain.beta, plain.covariance, np.zeros_like(plain.covariance))]
        for power in LAMBDAS:
            step = _simulate(x, y, misjudged, draw, power, copies, plain.beta, rng)
            if step is None:
                return None
            steps.append(step)
        found.append(_carry_back(np.stack([step[0] for step in steps])))
        spreads.append(_carry_back(np.stack([step[1] - step[2] for step in steps])))
    betas = np.stack(found)
    between = np.atleast_2d(np.cov(betas, rowvar=False)) if draws > 1 else 0.0
    within = np.mean(spreads, axis=0)
    return Corrected(betas.mean(axis=0), within + (1 + 1 / draws) * between)


def _simulate(
    x: Floats,
    y: Floats,
    misjudged: Sequence[Misjudged],
    draw: int,
    power: float,
    copies: int,
    start: Floats,
    rng: np.random.Generator,
) -> tuple[Floats, Floats, Floats] | None:
    """Mean estimate, mean covariance and covariance of the estimates over the copies."""
    betas, covariances = [], []
    for _ in range(copies):
        worse, outcome = x.copy(), y
        for item in misjudged:
            errors = float(item.hit[draw]), float(item.right[draw])
            if item.column is None:
                outcome = misjudge(y, *errors, power, rng)
            else:
                worse[:, item.column] = misjudge(x[:, item.column], *errors, power, rng)
        fit = fit_logistic(worse, outcome, start)
        if not fit.converged:
            return None
        betas.append(fit.beta)
        covariances.append(fit.covariance)
    each = np.stack(betas)
    return each.mean(axis=0), np.mean(covariances, axis=0), np.cov(each, rowvar=False)


def misjudge(
    values: Floats, hit: float, right: float, power: float, rng: np.random.Generator
) -> Floats:
    """0/1 values judged once more by the `power` of the matrix of (hit, right).

    hit + right must be above 1: the matrix then has real powers (its second eigenvalue
    is hit + right - 1).
    """
    sharp = hit + right - 1
    lean = (1 - right) / (2 - hit - right) if sharp < 1 else 0.5
    kept = sharp**power
    chance = np.where(values == 1, lean + (1 - lean) * kept, lean * (1 - kept))
    return np.asarray(rng.random(values.size) < chance, dtype=np.float64)


def _carry_back(steps: Floats) -> Floats:
    """The value at lambda = -1 of a parabola through (lambda, step) by least squares."""
    at = np.array([0.0, *LAMBDAS])
    basis = np.column_stack([np.ones_like(at), at, at**2])
    weights: Floats = np.array([1.0, -1.0, 1.0]) @ np.linalg.pinv(basis)
    return np.asarray(np.tensordot(weights, steps, axes=1))
