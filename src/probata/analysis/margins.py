"""Average marginal effects on the probability, with delta-method errors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import CONSTANT, Design
from probata.analysis.distributions import logistic, normal_p, normal_quantile
from probata.analysis.fitting import SafeFit
from probata.analysis.results import AdjustedShare, MarginalEffect

Floats = NDArray[np.float64]


def list_margins(
    design: Design, fit: SafeFit, confidence: float
) -> list[MarginalEffect]:
    """In percentage points: the average change from the reference, or average slope.

    Every case is given the category in turn, its other values kept; see Stata's
    `margins, dydx(*)`. None where a term of the model has no estimate.
    """
    if not fit.estimated.all():
        return []
    reach = normal_quantile((1 + confidence) / 2)
    margins = []
    for index, column in enumerate(design.columns):
        if column.variable == CONSTANT:
            continue
        if column.category:
            value, gradient = _discrete(design, fit.beta, index)
        else:
            value, gradient = _slope(design, fit.beta, index)
        error = float(np.sqrt(gradient @ fit.covariance @ gradient))
        margins.append(
            MarginalEffect(
                variable=column.variable,
                category=column.category,
                estimate=100 * value,
                standard_error=100 * error,
                ci_low=100 * (value - reach * error),
                ci_high=100 * (value + reach * error),
                p=normal_p(value / error),
            )
        )
    return margins


def _discrete(design: Design, beta: Floats, index: int) -> tuple[float, Floats]:
    base = design.x.copy()
    base[:, design.of_variable(design.columns[index].variable)] = 0.0
    other = base.copy()
    other[:, index] = 1.0
    low, high = logistic(base @ beta), logistic(other @ beta)
    gradient = (
        other.T @ (high * (1 - high)) - base.T @ (low * (1 - low))
    ) / design.y.size
    return float((high - low).mean()), gradient


def _slope(design: Design, beta: Floats, index: int) -> tuple[float, Floats]:
    mu = logistic(design.x @ beta)
    weight = mu * (1 - mu)
    gradient = beta[index] * (design.x.T @ (weight * (1 - 2 * mu))) / design.y.size
    gradient[index] += weight.mean()
    return float(beta[index] * weight.mean()), gradient


def list_adjusted(
    design: Design, fit: SafeFit, confidence: float
) -> list[AdjustedShare]:
    """Per cent positive if every case had a category, for each of each variable.

    Marginal standardisation (Lane and Nelder 1982); Stata's `margins`, with limits
    formed on the logit scale. None where a term of the model has no estimate.
    """
    if not fit.estimated.all():
        return []
    reach = normal_quantile((1 + confidence) / 2)
    shares = []
    for variable, reference in design.references.items():
        own = {design.columns[i].category: i for i in design.of_variable(variable)}
        for category in [reference, *own] if own else []:
            x = design.x.copy()
            x[:, list(own.values())] = 0.0
            if category in own:
                x[:, own[category]] = 1.0
            shares.append(_share(variable, category, x, fit, reach))
    return shares


def _share(
    variable: str, category: str, x: Floats, fit: SafeFit, reach: float
) -> AdjustedShare:
    mu = logistic(x @ fit.beta)
    share = float(mu.mean())
    gradient = x.T @ (mu * (1 - mu)) / mu.size
    error = float(np.sqrt(gradient @ fit.covariance @ gradient))
    centre = np.log(share / (1 - share))
    spread = reach * error / (share * (1 - share))
    low, high = logistic(np.array([centre - spread, centre + spread]))
    return AdjustedShare(
        variable=variable,
        category=category,
        percent=100 * share,
        standard_error=100 * error,
        ci_low=100 * float(low),
        ci_high=100 * float(high),
    )
