"""Results of models made by hand, for tests of what is printed of them."""

import math
from collections.abc import Sequence

from probata.analysis.reliability_results import (
    Calibration,
    CalibrationBin,
    Cell,
    Checks,
    Influence,
    Reliability,
    Row,
    SharedError,
    Sheet,
    Specification,
)
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


def make_cell(
    specification: str,
    odds_ratio: float | None,
    verdict: str = "higher",
    **more: object,
) -> Cell:
    """A cell with limits half and twice its odds ratio; None: without a number."""
    if odds_ratio is None:
        return Cell(specification=specification, verdict="none", reason="it failed")
    numbers = {
        "n": 100,
        "odds_ratio": odds_ratio,
        "ci_low": odds_ratio / 2,
        "ci_high": odds_ratio * 2,
        "p": 0.01,
    }
    return Cell.model_validate(
        {"specification": specification, "verdict": verdict} | numbers | more
    )


def make_row(label: str, *cells: Cell) -> Row:
    numbered = [cell for cell in cells if cell.verdict != "none"]
    first = cells[0].verdict
    agree = [cell for cell in numbered if cell.verdict == first and not cell.changed]
    return Row(
        finding=label,
        label=label,
        model="model_1",
        variable="engagement",
        category="yes",
        against="no",
        cells=cells,
        estimated=len(numbered),
        agree=len(agree),
    )


def make_reliability(
    *rows: Row,
    shared: Sequence[SharedError] = (),
    bins: Sequence[tuple[int, float, float, float, float]] = (),
) -> Reliability:
    """The parts that figures show; bins are (n, fitted, observed, low, high) of model_1."""
    plans = [cell.specification for cell in rows[0].cells] if rows else []
    names = ("n", "fitted", "observed", "ci_low", "ci_high")
    calibration = Calibration(
        folds=10,
        intercept=-0.04,
        slope=0.93,
        brier=0.1,
        brier_null=0.2,
        auc=0.8,
        bins=tuple(
            CalibrationBin.model_validate(dict(zip(names, item, strict=True)))
            for item in bins
        ),
    )
    checks = Checks(
        model="model_1",
        inflation=(),
        linearity=(),
        influence=Influence(
            largest_leverage=0.1, high_leverage=0, leverage_limit=0.2, largest_cook=0.1
        ),
        terms=(),
        calibration=calibration,
        profile=(),
        score=(),
        goodness=(),
    )
    return Reliability(
        units=None,
        raters=None,
        imputations=2,
        seed=1,
        sheet=Sheet(
            specifications=tuple(
                Specification(id=plan, label=plan.title(), description=plan)
                for plan in plans
            ),
            rows=rows,
        ),
        checks=(checks,) if bins else (),
        tests=(),
        leniency=(),
        shared=tuple(shared),
    )
