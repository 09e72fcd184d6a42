"""Knots of restricted cubic splines; the test that a term is linear on the logit scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import Design
from probata.analysis.distributions import chi_square_tail
from probata.analysis.fitting import SafeFit, fit_safely
from probata.analysis.reliability_results import Linearity
from probata.analysis.terms import spread_natural
from probata.phrases import phrase

Floats = NDArray[np.float64]
# Harrell's places for four knots (Regression Modeling Strategies, 2015, table 2.3).
QUANTILES = (0.05, 0.35, 0.65, 0.95)


def place_knots(values: Floats) -> Floats:
    """Four knots at Harrell's quantiles; equal ones fall together."""
    return np.unique(np.quantile(values, QUANTILES))


def check_linearity(design: Design, fit: SafeFit) -> list[Linearity]:
    """For each interval variable: does a spline fit better than a line?"""
    rows = []
    for index, column in enumerate(design.columns):
        if column.category or index == 0:
            continue
        values = design.x[:, index]
        knots = place_knots(values)
        shown = tuple(float(knot) for knot in knots)
        if knots.size < 3:
            reason = phrase("it takes too few different values for a spline")
            rows.append(_untested(column.variable, shown, reason))
            continue
        more = spread_natural(values, shown, 3)
        bent = fit_safely(np.column_stack([design.x, more]), design.y)
        if bent.separation is not None or not (bent.converged and fit.converged):
            reason = phrase("the model with the spline cannot be fitted")
            rows.append(_untested(column.variable, shown, reason))
            continue
        statistic = max(0.0, 2 * (bent.loglik - fit.loglik))
        df = more.shape[1]
        rows.append(
            Linearity(
                variable=column.variable,
                knots=shown,
                statistic=statistic,
                df=df,
                p=chi_square_tail(statistic, df),
            )
        )
    return rows


def _untested(variable: str, knots: tuple[float, ...], reason: str) -> Linearity:
    return Linearity(
        variable=variable, knots=knots, statistic=None, df=0, p=None, reason=reason
    )
