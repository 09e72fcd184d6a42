"""Profile-likelihood limits and Rao's score test."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import CONSTANT, Design
from probata.analysis.distributions import (
    chi_square_tail,
    logistic,
    normal_quantile,
)
from probata.analysis.fitting import SafeFit
from probata.analysis.kernel import Sums
from probata.analysis.logistic import LogitFit, fit_logistic, fit_sums
from probata.analysis.reliability_results import ProfileLimit, ScoreTest

Floats = NDArray[np.float64]
# A limit further than this many standard errors away is taken for none.
FURTHEST = 30.0


def list_profile_limits(
    design: Design, fit: SafeFit, confidence: float
) -> list[ProfileLimit]:
    """Limits of every odds ratio where twice the fall of the log-likelihood is chi-square's.

    Venzon and Moolgavkar (1988); what R's confint gives for a glm.
    """
    reach = normal_quantile((1 + confidence) / 2)
    rows = []
    for index, column in enumerate(design.columns):
        if column.variable == CONSTANT or not fit.estimated[index]:
            continue
        low, high = (
            _find_limit(design.x, design.y, fit, index, side, reach) for side in (-1, 1)
        )
        rows.append(
            ProfileLimit(
                variable=column.variable,
                category=column.category,
                odds_ratio=math.exp(fit.beta[index]),
                ci_low=None if low is None else math.exp(low),
                ci_high=None if high is None else math.exp(high),
            )
        )
    return rows


def _find_limit(
    x: Floats, y: Floats, fit: SafeFit, index: int, side: int, reach: float
) -> float | None:
    """Newton's method on the signed root of the deviance, kept inside a bracket."""
    error = math.sqrt(float(fit.covariance[index, index]))
    centre = float(fit.beta[index])
    rest = [j for j in range(x.shape[1]) if j != index]
    start = fit.beta[rest]
    near, far = 0.0, math.inf
    step = reach
    for _ in range(40):
        value = centre + side * step * error
        held = _fit_held(x[:, rest], y, x[:, index] * value, start)
        start = held.beta
        root = math.sqrt(max(0.0, 2 * (fit.loglik - held.loglik)))
        if abs(root - reach) < 1e-7:
            return value
        near, far = (max(near, step), far) if root < reach else (near, min(far, step))
        mu = logistic(x[:, rest] @ held.beta + x[:, index] * value)
        slope = abs(float(x[:, index] @ (y - mu))) * error / max(root, 1e-12)
        step = step + (reach - root) / slope if slope > 1e-9 else math.inf
        if not near < step < far:
            step = (near + far) / 2 if far < math.inf else near * 2
        if step > FURTHEST:
            return None
    return None


def _fit_held(x: Floats, y: Floats, offset: Floats, start: Floats) -> LogitFit:
    """The fit of the other columns while one is held."""

    def sums(beta: Floats) -> Sums:
        eta = offset + x @ beta
        mu = logistic(eta)
        weighted = x * (mu * (1 - mu))[:, None]
        loglik = float(y @ eta - np.logaddexp(0.0, eta).sum())
        return Sums(weighted.T @ x, x.T @ (y - mu), loglik, y.size, 0.0)

    return fit_sums(sums, x.shape[1], start)


def list_score_tests(design: Design, fit: SafeFit) -> list[ScoreTest]:
    """For each variable: does the model without it pull towards it? (Rao 1948)."""
    names = dict.fromkeys(c.variable for c in design.columns if c.variable != CONSTANT)
    rows = []
    for name in names:
        own = design.of_variable(name)
        rest = [j for j in range(design.x.shape[1]) if j not in own]
        without = fit_logistic(design.x[:, rest], design.y, fit.beta[rest])
        if not without.converged:
            continue
        mu = logistic(design.x[:, rest] @ without.beta)
        score = design.x.T @ (design.y - mu)
        information = (design.x * (mu * (1 - mu))[:, None]).T @ design.x
        statistic = float(score @ np.linalg.solve(information, score))
        rows.append(
            ScoreTest(
                variable=name,
                statistic=statistic,
                df=len(own),
                p=chi_square_tail(statistic, len(own)),
            )
        )
    return rows
