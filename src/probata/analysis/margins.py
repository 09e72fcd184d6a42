"""Average marginal effects on the probability, with delta-method errors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import CONSTANT, Design
from probata.analysis.distributions import logistic, normal_p, normal_quantile
from probata.analysis.fitting import SafeFit
from probata.analysis.results import AdjustedShare, MarginalEffect
from probata.analysis.terms import is_product

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
    margins = []
    for variable, category in _terms(design):
        if category:
            value, gradient = _discrete(design, fit.beta, variable, category)
        else:
            value, gradient = _slope(design, fit.beta, variable)
        error = float(np.sqrt(gradient @ fit.covariance @ gradient))
        margins.append(
            describe_effect(variable, category, float(value), error, confidence)
        )
    return margins


def describe_effect(
    variable: str, category: str, value: float, error: float, confidence: float
) -> MarginalEffect:
    """An average change of the probability and its error, in percentage points."""
    reach = normal_quantile((1 + confidence) / 2)
    return MarginalEffect(
        variable=variable,
        category=category,
        estimate=100 * value,
        standard_error=100 * error,
        ci_low=100 * (value - reach * error),
        ci_high=100 * (value + reach * error),
        p=normal_p(value / error),
    )


def _terms(design: Design) -> list[tuple[str, str]]:
    """Variables with their categories but the reference; a number, bent or not, has none."""
    columns = [
        column
        for column in design.columns
        if column.variable != CONSTANT and not is_product(column.variable)
    ]
    return list(
        dict.fromkeys(
            (item.variable, "" if item.variable in design.splines else item.category)
            for item in columns
        )
    )


def _discrete(
    design: Design, beta: Floats, variable: str, category: str
) -> tuple[float, Floats]:
    base = design.assume({variable: design.references[variable]})
    other = design.assume({variable: category})
    low, high = logistic(base @ beta), logistic(other @ beta)
    gradient = (
        other.T @ (high * (1 - high)) - base.T @ (low * (1 - low))
    ) / design.y.size
    return float((high - low).mean()), gradient


def _slope(design: Design, beta: Floats, variable: str) -> tuple[float, Floats]:
    mu = logistic(design.x @ beta)
    weight = mu * (1 - mu)
    steep = design.slopes(variable)
    each = steep @ beta
    gradient = design.x.T @ (weight * (1 - 2 * mu) * each) + steep.T @ weight
    return float((weight * each).mean()), gradient / design.y.size


def list_adjusted(
    design: Design, fit: SafeFit, confidence: float
) -> list[AdjustedShare]:
    """Per cent positive if every case had a category, for each of each variable.

    Marginal standardisation (Lane and Nelder 1982); Stata's `margins`, with limits
    formed on the logit scale. None where a term of the model has no estimate.
    """
    if not fit.estimated.all():
        return []
    shares = []
    for variable, reference in design.references.items():
        own = [design.columns[i].category for i in design.of_variable(variable)]
        for category in [reference, *own] if own else []:
            x = design.assume({variable: category})
            found = measure_adjusted(x, fit, confidence)
            shares.append(AdjustedShare(variable=variable, category=category, **found))
    return shares


def measure_adjusted(x: Floats, fit: SafeFit, confidence: float) -> dict[str, float]:
    """The average fitted percentage over cases as `x` has them, its error and limits."""
    reach = normal_quantile((1 + confidence) / 2)
    mu = logistic(x @ fit.beta)
    share = float(mu.mean())
    gradient = x.T @ (mu * (1 - mu)) / mu.size
    error = float(np.sqrt(gradient @ fit.covariance @ gradient))
    centre = np.log(share / (1 - share))
    spread = reach * error / (share * (1 - share))
    low, high = logistic(np.array([centre - spread, centre + spread]))
    return {
        "percent": 100 * share,
        "standard_error": 100 * error,
        "ci_low": 100 * float(low),
        "ci_high": 100 * float(high),
    }
