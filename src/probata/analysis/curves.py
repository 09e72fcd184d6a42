"""Splines of a model: is the line bent, and the adjusted percentage along it."""

from __future__ import annotations

import numpy as np

from probata.analysis.design import Design
from probata.analysis.distributions import chi_square_tail
from probata.analysis.fitting import SafeFit, fit_safely
from probata.analysis.margins import measure_adjusted
from probata.analysis.term_results import CurvePoint, CurveResult, CurveTest
from probata.phrases import phrase

POINTS = 41  # along a curve; a chart joins them


def list_curves(design: Design, fit: SafeFit, confidence: float) -> list[CurveResult]:
    """Every spline of a model, in the order of entry."""
    return [
        CurveResult(
            variable=name,
            kind=basis.kind,
            knots=basis.knots,
            lowest=float(design.numbers[name].min()),
            highest=float(design.numbers[name].max()),
            tests=tuple(_test(name, design, fit)),
            points=tuple(_trace(name, design, fit, confidence)),
        )
        for name, basis in design.splines.items()
    ]


def _trace(
    name: str, design: Design, fit: SafeFit, confidence: float
) -> list[CurvePoint]:
    if not fit.estimated.all():
        return []
    numbers = design.numbers[name]
    even = np.linspace(numbers.min(), numbers.max(), POINTS)
    inside = [
        knot
        for knot in design.splines[name].knots
        if numbers.min() < knot < numbers.max()
    ]
    points = []
    for value in np.unique([*even, *inside]):
        found = measure_adjusted(design.assume({name: float(value)}), fit, confidence)
        found.pop("standard_error")
        points.append(CurvePoint(value=float(value), **found))
    return points


def _test(name: str, design: Design, fit: SafeFit) -> list[CurveTest]:
    """Likelihood-ratio and Wald test that every column but the straight one is nought."""
    own = design.of_variable(name)
    bent = [
        i
        for i in own
        if design.columns[i].category != design.splines[name].categories[0]
    ]
    tests = []
    for kind, statistic in (
        ("likelihood_ratio", _likelihood_ratio(bent, design, fit)),
        ("wald", _wald(bent, fit)),
    ):
        known = statistic is not None
        tests.append(
            CurveTest.model_validate(
                {
                    "test": kind,
                    "statistic": statistic,
                    "df": len(bent) if known else 0,
                    "p": None
                    if statistic is None
                    else chi_square_tail(statistic, len(bent)),
                    "reason": ""
                    if known
                    else phrase("the model cannot be fitted without"),
                }
            )
        )
    return tests


def _likelihood_ratio(bent: list[int], design: Design, fit: SafeFit) -> float | None:
    rest = [i for i in range(design.x.shape[1]) if i not in bent]
    without = fit_safely(design.x[:, rest], design.y)
    if not (bent and fit.converged and without.converged):
        return None
    return max(0.0, 2 * (fit.loglik - without.loglik))


def _wald(bent: list[int], fit: SafeFit) -> float | None:
    if not bent or not fit.estimated[bent].all():
        return None
    b = fit.beta[bent]
    return float(b @ np.linalg.solve(fit.covariance[np.ix_(bent, bent)], b))
