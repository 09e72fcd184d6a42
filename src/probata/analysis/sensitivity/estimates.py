"""A finding as a contrast of coefficients, and its estimate under one specification."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import Column
from probata.analysis.distributions import normal_p, normal_quantile
from probata.analysis.reliability import Finding
from probata.analysis.reliability_results import Cell, Verdict
from probata.phrases import phrase

Floats = NDArray[np.float64]
# estimate, standard error and degrees of freedom (None: normal) of a contrast
Solve = Callable[[Floats], tuple[float, float, float | None]]


@dataclass(frozen=True)
class Estimator:
    """A fitted specification: its columns, cases, and how it answers a contrast (p,)."""

    columns: tuple[Column, ...]
    references: dict[str, str]
    n: int
    solve: Solve


@dataclass(frozen=True)
class NotEstimated:
    """Why a specification has no number."""

    reason: str


@dataclass(frozen=True)
class Level:
    """How verdicts are reached, and intervals drawn."""

    significance: float
    confidence: float


def contrast_of(
    columns: Sequence[Column], references: dict[str, str], finding: Finding
) -> Floats | NotEstimated:
    """The weights (p,) whose product with beta is the log odds ratio of a finding."""
    if any(column.variable == f"{finding.variable} spline 1" for column in columns):
        return NotEstimated(
            phrase("it is bent itself, so no single odds ratio describes it")
        )
    weights = np.zeros(len(columns))
    against = finding.against or references.get(finding.variable, "")
    for category, sign in ((finding.category, 1.0), (against, -1.0)):
        if category == references.get(finding.variable, ""):
            if not (sign > 0 and not finding.category):
                continue
        at = [
            i
            for i, column in enumerate(columns)
            if (column.variable, column.category) == (finding.variable, category)
        ]
        if not at:
            return NotEstimated(phrase("this fit has no such comparison"))
        weights[at[0]] += sign
    return weights


def direct(beta: Floats, covariance: Floats, df: float | None = None) -> Solve:
    """Answers from one coefficient vector; a term without an estimate answers NaN."""

    def solve(weights: Floats) -> tuple[float, float, float | None]:
        used = weights != 0
        part = covariance[np.ix_(used, used)]
        variance = float(weights[used] @ part @ weights[used])
        return float(weights[used] @ beta[used]), math.sqrt(variance), df

    return solve


def make_cell(
    specification: str, found: Estimator | NotEstimated, finding: Finding, level: Level
) -> Cell:
    """The cell of a finding under a specification."""
    if isinstance(found, NotEstimated):
        return Cell(specification=specification, verdict="none", reason=found.reason)
    weights = contrast_of(found.columns, found.references, finding)
    if isinstance(weights, NotEstimated):
        return Cell(specification=specification, verdict="none", reason=weights.reason)
    value, error, df = found.solve(weights)
    if not (math.isfinite(value) and math.isfinite(error) and error > 0):
        reason = phrase("its estimate is infinite or undefined")
        return Cell(specification=specification, verdict="none", reason=reason)
    return describe(specification, value, error, df, found.n, level)


def describe(
    specification: str,
    value: float,
    error: float,
    df: float | None,
    n: int,
    level: Level,
) -> Cell:
    """Odds ratio, limits and p by the normal or t distribution, both by one method."""
    if df is None:
        p = normal_p(value / error)
        reach = normal_quantile((1 + level.confidence) / 2)
    else:
        from scipy.special import stdtr, stdtrit

        p = float(2 * stdtr(df, -abs(value / error)))
        reach = float(stdtrit(df, (1 + level.confidence) / 2))
    return Cell(
        specification=specification,
        verdict=judge(value, p, level),
        n=n,
        log_odds=value,
        standard_error=error,
        df=df,
        odds_ratio=math.exp(value),
        ci_low=math.exp(value - reach * error),
        ci_high=math.exp(value + reach * error),
        p=p,
    )


def judge(value: float, p: float, level: Level) -> Verdict:
    """Higher or lower where p is below the level, else unclear."""
    if p >= level.significance:
        return "unclear"
    return "higher" if value > 0 else "lower"
