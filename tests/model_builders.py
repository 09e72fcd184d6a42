"""Results of models made by hand, for tests of what is printed of them."""

import math
from collections.abc import Sequence

from probata.analysis.results import (
    AdjustedShare,
    Coefficient,
    CompleteCases,
    JointTest,
    ModelResult,
)


def make_model(
    name: str,
    label: str,
    references: dict[str, str],
    coefficients: Sequence[Coefficient],
    adjusted: Sequence[AdjustedShare] = (),
) -> ModelResult:
    return ModelResult(
        id=name,
        label=label,
        blocks=(),
        complete_cases=CompleteCases(
            cases=1539, outcome_missing=0, steps=(), used=1234, positive=500
        ),
        references=references,
        guards=(),
        converged=True,
        iterations=5,
        steps=(),
        coefficients=tuple(coefficients),
        covariances={},
        tests=tuple(
            JointTest(
                block=item.block,
                variable=item.variable,
                test="wald",
                statistic=4.0,
                df=1,
                p=0.046,
            )
            for item in coefficients
            if item.block
        ),
        classification=None,
        hosmer_lemeshow=None,
        margins=(),
        adjusted=tuple(adjusted),
    )


def make_coefficient(
    variable: str,
    category: str,
    estimate: float,
    error: float,
    *,
    block: str = "b",
    n: int | None = 100,
) -> Coefficient:
    return Coefficient(
        block=block,
        variable=variable,
        category=category,
        status="estimated",
        n=n,
        estimate=estimate,
        standard_error=error,
        odds_ratio=math.exp(estimate),
        ci_low=math.exp(estimate - 1.96 * error),
        ci_high=math.exp(estimate + 1.96 * error),
    )


def make_adjusted(variable: str, category: str, percent: float) -> AdjustedShare:
    return AdjustedShare(
        variable=variable,
        category=category,
        percent=percent,
        standard_error=1.0,
        ci_low=percent - 2,
        ci_high=percent + 2,
    )
