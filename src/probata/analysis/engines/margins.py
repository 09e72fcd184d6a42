"""Average marginal effects and adjusted percentages from sums over cases."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import CONSTANT, Design
from probata.analysis.distributions import logistic, normal_quantile
from probata.analysis.engines.averages import Averages
from probata.analysis.engines.fits import Fitted
from probata.analysis.margins import describe_effect
from probata.analysis.results import AdjustedShare, MarginalEffect

Floats = NDArray[np.float64]


def list_margins(
    design: Design, fit: Fitted, sums: Averages, confidence: float
) -> list[MarginalEffect]:
    """As `analysis.margins.list_margins`."""
    margins = []
    for index, column in enumerate(design.columns):
        if column.variable == CONSTANT:
            continue
        if column.category:
            change = _change(fit, sums, column.variable, index)
        else:
            change = _slope(fit, sums, index)
        value, gradient = change[0], change[1:]
        error = float(np.sqrt(gradient @ fit.covariance @ gradient))
        effect = describe_effect(
            column.variable, column.category, float(value), error, confidence
        )
        margins.append(effect)
    return margins


def _change(fit: Fitted, sums: Averages, variable: str, index: int) -> Floats:
    """(1 + p,) the average change from the reference, and its gradient."""
    columns = next(f.columns for f in fit.plan.factors if f.name == variable)
    given = sums.given[variable]
    change = given[columns.index(index)] - given[columns.index(-1)]
    return np.asarray(change / sums.n)


def _slope(fit: Fitted, sums: Averages, index: int) -> Floats:
    scale = next(item.scale for item in fit.plan.numbers if item.column == index)
    slope = fit.beta[index]
    found = np.concatenate([[slope * sums.weight], slope * sums.bend])
    found[1 + index] += sums.weight
    return np.asarray(found / sums.n / scale)


def list_adjusted(
    design: Design, fit: Fitted, sums: Averages, confidence: float
) -> list[AdjustedShare]:
    """As `analysis.margins.list_adjusted`."""
    reach = normal_quantile((1 + confidence) / 2)
    shares = []
    for variable, reference in design.references.items():
        own = design.of_variable(variable)
        columns = next(f.columns for f in fit.plan.factors if f.name == variable)
        for at in [-1, *own] if own else []:
            category = reference if at < 0 else design.columns[at].category
            found = sums.given[variable][columns.index(at)] / sums.n
            shares.append(_share(variable, category, found, fit.covariance, reach))
    return shares


def _share(
    variable: str, category: str, found: Floats, covariance: Floats, reach: float
) -> AdjustedShare:
    share, gradient = float(found[0]), found[1:]
    error = float(np.sqrt(gradient @ covariance @ gradient))
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
