"""A separated model by Firth's penalised likelihood, where the study asks for it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from probata.analysis.design import CONSTANT, Design
from probata.analysis.firth import FirthFit, firth_limits, firth_test, fit_firth
from probata.analysis.inference import EXPLAINED, unestimated
from probata.analysis.results import Coefficient, JointTest
from probata.analysis.study import Inference
from probata.errors import AnalysisError
from probata.phrases import phrase


def penalise(
    design: Design, terms: Sequence[tuple[str, str]], inference: Inference
) -> tuple[list[Coefficient], list[JointTest]]:
    """Coefficients with profile limits, and penalised likelihood-ratio tests.

    Limits and p of a coefficient come from the same profile (Heinze and Schemper 2002).
    The joint Wald test uses the penalised estimates and is left out, with the reason.
    """
    fit = fit_firth(design.x, design.y)
    if not fit.converged:
        raise AnalysisError(
            "Firth's penalised likelihood did not converge; take out "
            '`separation = "firth"` or a variable.'
        )
    rows = [_estimate(design, fit, at, inference) for at in range(len(design.columns))]
    rows += [
        unestimated(column, "empty", phrase("no complete case has this category"))
        for column in design.empty
    ]
    rows += [
        unestimated(column, "aliased", EXPLAINED.format(terms=by))
        for column, by in design.aliased
    ]
    tests = []
    for block, variable in terms:
        tests += _joint(design, fit, block, variable)
    return rows, tests


def _estimate(
    design: Design, fit: FirthFit, at: int, inference: Inference
) -> Coefficient:
    column = design.columns[at]
    beta, error = float(fit.beta[at]), float(fit.standard_error[at])
    low, high = firth_limits(design.x, design.y, fit, at, inference.confidence)
    return Coefficient(
        block=column.block,
        variable=column.variable,
        category=column.category,
        status="penalised",
        reason=phrase("Firth's penalised likelihood, profile limits"),
        n=column.n,
        estimate=beta,
        standard_error=error,
        z=None,
        p=firth_test(design.x, design.y, fit, [at]),
        odds_ratio=math.exp(beta),
        ci_low=math.exp(low),
        ci_high=math.exp(high),
    )


def _joint(design: Design, fit: FirthFit, block: str, variable: str) -> list[JointTest]:
    columns = design.of_variable(variable)
    assert variable != CONSTANT
    reason = "" if columns else phrase("no column of its own")
    p = firth_test(design.x, design.y, fit, columns) if columns else None
    statistic = None
    if columns:
        without = fit_firth(design.x, design.y, dict.fromkeys(columns, 0.0))
        statistic = max(0.0, 2 * (fit.loglik - without.loglik))
    return [
        JointTest(
            block=block,
            variable=variable,
            test="likelihood_ratio",
            statistic=statistic,
            df=len(columns),
            p=p,
            reason=reason,
        ),
        JointTest(
            block=block,
            variable=variable,
            test="wald",
            statistic=None,
            df=0,
            p=None,
            reason=phrase("not used with a penalised likelihood"),
        ),
    ]
