"""The checks of each model as a table: a statistic a row."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.reliability_results import Calibration, Checks
from probata.analysis.results import Results
from probata.analysis.rounding import number_text, p_text, rounded
from probata.analysis.study import Study
from probata.publication.blocks import Numbering, say, tabulate
from probata.publication.cells import Cell, Shorthand, head_column, p_value
from probata.publication.document import Block

NOT_ASKED = "The study declares no [reliability], so nothing of this was computed."
NONE = Shorthand.NOT_APPLICABLE


def record_checks(study: Study, results: Results, number: Numbering) -> list[Block]:
    """What was checked of each model after it was fitted."""
    found = results.reliability
    if found is None:
        return [say(NOT_ASKED)]
    rows: list[tuple[Cell, ...]] = []
    for checks in found.checks:
        rows.append((Cell(results.model(checks.model).label, "group_header"),))
        rows += _list(study, checks)
    lost = len(results.models) - len(found.checks)
    note = [
        say(f"{lost} models have an infinite or dropped estimate and were not checked.")
    ]
    columns = ("Detail", "Value", "Degrees of freedom", "p")
    header = ("Check", head_column("Found", *columns))
    table = tabulate(
        number(),
        "Checks of the models",
        header,
        rows,
        study,
        results,
        groups=("Model",),
    )
    return [table, *(note if lost else [])]


def _list(study: Study, checks: Checks) -> Iterator[tuple[Cell, ...]]:
    book = study.codebook
    if checks.inflation:
        worst = max(checks.inflation, key=lambda item: item.adjusted)
        label = book.label(worst.variable)
        name = "Overlap of predictors: largest adjusted GVIF"
        yield _check(name, worst.adjusted, 2, label)
    for item in checks.linearity:
        name = f"Spline against a line: {book.label(item.variable)}"
        if item.statistic is None or item.p is None:
            yield _unknown(name, item.reason)
        else:
            yield _test(name, item.statistic, item.df, item.p)
    influence = checks.influence
    yield _check("Largest leverage", influence.largest_leverage, 3)
    limit = number_text(influence.leverage_limit, 3)
    yield _check("Cases with high leverage", influence.high_leverage, 0,
                 f"above {limit}")  # fmt: skip
    yield _check("Largest Cook's distance", influence.largest_cook, 3)
    if checks.terms:
        most = max(checks.terms, key=lambda item: item.largest_dfbeta)
        label = book.label(most.variable)
        if most.category:
            label += f": {book.category_label(most.variable, most.category)}"
        name = "Largest change of a coefficient when one case leaves"
        yield _check(name, most.largest_dfbeta, 2, f"standard errors; {label}")
    if checks.calibration is None:
        yield _unknown("Calibration out of sample", "a fold could not be fitted")
    else:
        yield from _calibration(checks.calibration)
    for fit in checks.goodness:
        name = f"Hosmer-Lemeshow, {fit.rule.replace('_', ' ')}"
        yield _test(name, fit.statistic, fit.df, fit.p)


def _calibration(found: Calibration) -> Iterator[tuple[Cell, ...]]:
    folds = f"({found.folds} folds)"
    yield _check(f"Calibration slope out of sample {folds}", found.slope, 2)
    yield _check(f"Calibration intercept out of sample {folds}", found.intercept, 2)
    yield _check("Brier score out of sample", found.brier, 3)
    yield _check("Brier score by the overall share alone", found.brier_null, 3)
    yield _check("Area under the curve out of sample", found.auc, 3)


def _check(name: str, value: float, digits: int, detail: str = "") -> tuple[Cell, ...]:
    shown = rounded(value, digits)
    text = f"{shown:,f} ({detail})" if detail else f"{shown:,f}"
    values = (detail or NONE, shown, NONE, NONE)
    return Cell(name, "row_header"), Cell(text, values=values)


def _test(name: str, statistic: float, df: int, p: float) -> tuple[Cell, ...]:
    shown = rounded(statistic, 2)
    text = f"chi-square {shown:,f} on {df} df, {p_text(p)}"
    values = ("chi-square", shown, rounded(df, 0), p_value(p))
    return Cell(name, "row_header"), Cell(text, values=values)


def _unknown(name: str, reason: str) -> tuple[Cell, ...]:
    gone = Shorthand.NOT_AVAILABLE
    values = (gone, gone, gone, gone)
    return Cell(name, "row_header"), Cell(reason, values=values, remark=reason)
