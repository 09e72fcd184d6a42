"""From a fit to what is printed: coefficients, joint tests, block steps."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import Column, Design
from probata.analysis.distributions import (
    chi_square_tail,
    normal_p,
    normal_quantile,
)
from probata.analysis.fitting import SafeFit, fit_safely
from probata.analysis.results import Coefficient, JointTest, Step
from probata.analysis.roc import Area, measure_area
from probata.phrases import phrase

Floats = NDArray[np.float64]
# The log-likelihood of the model of some columns, and whether the search converged.
Refit = Callable[[list[int]], tuple[float, bool]]
# The largest number whose exponential is a float; beyond it an odds ratio is not printed.
LARGEST_LOG_ODDS = 700.0
EXPLAINED = phrase("explained by {terms}")


def list_coefficients(
    design: Design, fit: SafeFit, confidence: float
) -> list[Coefficient]:
    """One row a column of the design, then the empty categories and aliased columns."""
    reach = normal_quantile((1 + confidence) / 2)
    rows = [
        _estimate(column, fit, index, reach)
        for index, column in enumerate(design.columns)
    ]
    rows += [
        unestimated(column, "empty", phrase("no complete case has this category"))
        for column in design.empty
    ]
    rows += [
        unestimated(column, "aliased", EXPLAINED.format(terms=by))
        for column, by in design.aliased
    ]
    return rows


def unestimated(column: Column, status: str, reason: str) -> Coefficient:
    """A parameter without numbers, and why."""
    return Coefficient.model_validate(
        {
            "block": column.block,
            "variable": column.variable,
            "category": column.category,
            "status": status,
            "reason": reason,
            "n": column.n,
        }
    )


def _estimate(column: Column, fit: SafeFit, index: int, reach: float) -> Coefficient:
    if not fit.estimated[index]:
        if fit.separation is not None:
            return unestimated(
                column,
                "separated",
                phrase(
                    "separates the outcomes: its maximum-likelihood estimate is infinite"
                ),
            )
        return unestimated(column, "separated", phrase("the search did not converge"))
    b = float(fit.beta[index])
    error = math.sqrt(float(fit.covariance[index, index]))
    if abs(b) + reach * error > LARGEST_LOG_ODDS:
        return unestimated(
            column, "separated", phrase("its odds ratio is beyond what can be printed")
        )
    return Coefficient(
        block=column.block,
        variable=column.variable,
        category=column.category,
        status="estimated",
        n=column.n,
        estimate=b,
        standard_error=error,
        z=b / error,
        p=normal_p(b / error),
        odds_ratio=math.exp(b),
        ci_low=math.exp(b - reach * error),
        ci_high=math.exp(b + reach * error),
    )


def list_covariances(design: Design, fit: SafeFit) -> dict[str, dict[str, float]]:
    """Covariances between the categories of each variable, for contrasts among them."""
    found: dict[str, dict[str, float]] = {}
    for i, one in enumerate(design.columns):
        for j, other in enumerate(design.columns):
            if (
                i != j
                and one.variable == other.variable
                and fit.estimated[i]
                and fit.estimated[j]
            ):
                pairs = found.setdefault(one.variable, {})
                pairs[f"{one.category}|{other.category}"] = float(fit.covariance[i, j])
    return found


def list_joint_tests(
    design: Design,
    fit: SafeFit,
    terms: Sequence[tuple[str, str]],
    refit: Refit | None = None,
) -> list[JointTest]:
    """Likelihood-ratio and Wald test of all the columns of each variable.

    `refit` fits the model of some columns, where the design has no rows of its own.
    """
    again = refit or _refit_rows(design, fit)
    tests = []
    for block, variable in terms:
        columns = design.of_variable(variable)
        tests.append(_likelihood_ratio(design, fit, block, variable, again))
        tests.append(_wald(fit, block, variable, columns))
    return tests


def _refit_rows(design: Design, fit: SafeFit) -> Refit:
    def refit(columns: list[int]) -> tuple[float, bool]:
        start = fit.beta[columns] if fit.separation is None else None
        found = fit_safely(design.x[:, columns], design.y, start)
        return found.loglik, found.converged

    return refit


def _likelihood_ratio(
    design: Design, fit: SafeFit, block: str, variable: str, refit: Refit
) -> JointTest:
    columns = design.of_variable(variable)
    if not columns:
        return _untested(
            block, variable, "likelihood_ratio", phrase("no column of its own")
        )
    rest = [i for i in range(len(design.columns)) if i not in columns]
    loglik, converged = refit(rest)
    if not (fit.converged and converged):
        return _untested(
            block, variable, "likelihood_ratio", phrase("the search did not converge")
        )
    statistic = max(0.0, 2 * (fit.loglik - loglik))
    return JointTest(
        block=block,
        variable=variable,
        test="likelihood_ratio",
        statistic=statistic,
        df=len(columns),
        p=chi_square_tail(statistic, len(columns)),
    )


def _wald(fit: SafeFit, block: str, variable: str, columns: list[int]) -> JointTest:
    if not columns:
        return _untested(block, variable, "wald", phrase("no column of its own"))
    if not fit.estimated[columns].all():
        return _untested(block, variable, "wald", phrase("an estimate is infinite"))
    b = fit.beta[columns]
    part = fit.covariance[np.ix_(columns, columns)]
    statistic = float(b @ np.linalg.solve(part, b))
    return JointTest(
        block=block,
        variable=variable,
        test="wald",
        statistic=statistic,
        df=len(columns),
        p=chi_square_tail(statistic, len(columns)),
    )


def _untested(block: str, variable: str, test: str, reason: str) -> JointTest:
    return JointTest.model_validate(
        {
            "block": block,
            "variable": variable,
            "test": test,
            "statistic": None,
            "df": 0,
            "p": None,
            "reason": reason,
        }
    )


def list_wald_tests(
    design: Design, fit: SafeFit, terms: Sequence[tuple[str, str]]
) -> list[JointTest]:
    """The Wald test alone of all the columns of each variable."""
    return [_wald(fit, block, name, design.of_variable(name)) for block, name in terms]


def enter_blocks(
    design: Design, blocks: Sequence[str], full: SafeFit
) -> list[tuple[str, Design, SafeFit]]:
    """The constant alone, then the model after each block, all on the same cases."""
    entered = []
    for number, block in enumerate(["", *blocks]):
        part = design.up_to(blocks[:number])
        whole = part.x.shape[1] == design.x.shape[1]
        entered.append((block, part, full if whole else fit_safely(part.x, part.y)))
    return entered


def list_steps(
    entered: Sequence[tuple[str, Design, SafeFit]], confidence: float
) -> list[Step]:
    """How well each step fits."""
    steps: list[Step] = []
    for block, design, fit in entered:
        area = measure_area(design.y, fit.mu, confidence)
        steps.append(measure_step(block, design, fit.loglik, area, steps))
    return steps


def measure_step(
    block: str, design: Design, loglik: float, area: Area, before: list[Step]
) -> Step:
    """The step after those `before`, of which the first has the constant alone."""
    n = design.flow.used
    number, parameters = len(before), len(design.columns)
    minus2 = -2 * loglik
    null = _misfit(before[0]) if before else minus2
    cox_snell = max(0.0, -math.expm1((minus2 - null) / n))
    record = {
        "step": number,
        "block": block,
        "n": n,
        "parameters": parameters,
        "minus2ll": minus2,
        "cox_snell": cox_snell,
        "nagelkerke": cox_snell / -math.expm1(-null / n),
        "auc": area.area,
        "auc_low": area.low,
        "auc_high": area.high,
    }
    record |= _chi_square("block", before[-1:], minus2, parameters)
    record |= _chi_square("model", before[:1], minus2, parameters)
    return Step.model_validate(record)


def _misfit(step: Step) -> float:
    assert step.minus2ll is not None  # nothing is suppressed before publication
    return step.minus2ll


def _chi_square(
    name: str, against: list[Step], minus2: float, parameters: int
) -> dict[str, float | int | None]:
    """Fall of -2LL since an earlier step; no number where nothing entered."""
    df = parameters - against[0].parameters if against else None
    if not df:
        return {f"{name}_chi2": None, f"{name}_df": df, f"{name}_p": None}
    fall = max(0.0, _misfit(against[0]) - minus2)
    p = chi_square_tail(fall, df)
    return {f"{name}_chi2": fall, f"{name}_df": df, f"{name}_p": p}
