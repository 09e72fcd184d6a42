"""The checks of each model as a table: a statistic a row."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.reliability_results import Calibration, Checks
from probata.analysis.results import Results
from probata.analysis.rounding import number_text, p_text, rounded
from probata.analysis.study import Study
from probata.analysis.tested_models import is_tested
from probata.phrases import phrase
from probata.publication.blocks import Numbering, say, tabulate
from probata.publication.cells import (
    WHY_SUPPRESSED,
    Cell,
    Shorthand,
    head_column,
    p_value,
)
from probata.publication.document import Block
from probata.publication.language import translate, translate_count, translate_found
from probata.publication.method import RULES

NOT_ASKED = phrase(
    "The study declares no [reliability], so nothing of this was computed."
)
NONE = Shorthand.NOT_APPLICABLE


def record_checks(study: Study, results: Results, number: Numbering) -> list[Block]:
    """What was checked of each model after it was fitted."""
    found = results.reliability
    if found is None:
        return [say(translate(NOT_ASKED))]
    rows: list[tuple[Cell, ...]] = []
    for checks in found.checks:
        rows.append((Cell(results.model(checks.model).label, "group_header"),))
        rows += _list(study, checks)
    tested = sum(is_tested(study.file, model) for model in study.file.models)
    lost, left = tested - len(found.checks), len(results.models) - tested
    other = translate_count(
        "{count} model has another outcome, an interaction or a spline and is not checked.",
        "{count} models have another outcome, an interaction or a spline and are not checked.",
        left,
    )
    note = translate_count(
        "{count} model has an infinite or dropped estimate and was not checked.",
        "{count} models have an infinite or dropped estimate and were not checked.",
        lost,
    )
    columns = (
        translate("Detail"),
        translate("Value"),
        translate("Degrees of freedom"),
        "p",
    )
    header = (translate("Check"), head_column(translate("Found"), *columns))
    table = tabulate(
        number(),
        translate("Checks of the models"),
        header,
        rows,
        study,
        results,
        groups=(translate("Model"),),
    )
    said = [(note, lost), (other, left)]
    return [table, *(say(text) for text, count in said if count)]


def _list(study: Study, checks: Checks) -> Iterator[tuple[Cell, ...]]:
    book = study.codebook
    if checks.inflation:
        worst = max(checks.inflation, key=lambda item: item.adjusted)
        label = book.label(worst.variable)
        name = translate("Overlap of predictors: largest adjusted GVIF")
        yield _check(name, worst.adjusted, 2, label)
    for item in checks.linearity:
        label = book.label(item.variable)
        name = translate("Spline against a line: {variable}", variable=label)
        if item.statistic is None or item.p is None:
            yield _unknown(name, item.reason)
        else:
            yield _test(name, item.statistic, item.df, item.p)
    influence = checks.influence
    yield _check(translate("Largest leverage"), influence.largest_leverage, 3)
    limit = number_text(influence.leverage_limit, 3)
    yield _check(
        translate("Cases with high leverage"),
        influence.high_leverage,
        0,
        translate("above {limit}", limit=limit),
    )
    yield _check(translate("Largest Cook's distance"), influence.largest_cook, 3)
    if checks.terms:
        most = max(checks.terms, key=lambda item: item.largest_dfbeta)
        label = book.label(most.variable)
        if most.category:
            label += f": {book.category_label(most.variable, most.category)}"
        name = translate("Largest change of a coefficient when one case leaves")
        detail = translate("standard errors; {variable}", variable=label)
        yield _check(name, most.largest_dfbeta, 2, detail)
    if checks.calibration is None:
        yield _unknown(
            translate("Calibration out of sample"), phrase("a fold could not be fitted")
        )
    else:
        yield from _calibration(checks.calibration)
    for fit in checks.goodness:
        name = translate("Hosmer-Lemeshow, {rule}", rule=translate(RULES[fit.rule]))
        yield _test(name, fit.statistic, fit.df, fit.p)


def _calibration(found: Calibration) -> Iterator[tuple[Cell, ...]]:
    for text, value in (
        (phrase("Calibration slope out of sample ({folds} folds)"), found.slope),
        (
            phrase("Calibration intercept out of sample ({folds} folds)"),
            found.intercept,
        ),
    ):
        yield _check(translate(text, folds=found.folds), value, 2)
    yield _check(translate("Brier score out of sample"), found.brier, 3)
    name = translate("Brier score by the overall share alone")
    if found.brier_null is None:
        yield _unknown(name, WHY_SUPPRESSED, Shorthand.CONFIDENTIAL)
    else:
        yield _check(name, found.brier_null, 3)
    yield _check(translate("Area under the curve out of sample"), found.auc, 3)


def _check(name: str, value: float, digits: int, detail: str = "") -> tuple[Cell, ...]:
    shown = rounded(value, digits)
    text = f"{shown:,f} ({detail})" if detail else f"{shown:,f}"
    values = (detail or NONE, shown, NONE, NONE)
    return Cell(name, "row_header"), Cell(text, values=values)


def _test(name: str, statistic: float, df: int, p: float) -> tuple[Cell, ...]:
    shown = rounded(statistic, 2)
    text = translate(
        "chi-square {statistic} on {df} df, {p}",
        statistic=f"{shown:,f}",
        df=df,
        p=p_text(p),
    )
    values = (translate("chi-square"), shown, rounded(df, 0), p_value(p))
    return Cell(name, "row_header"), Cell(text, values=values)


def _unknown(
    name: str, reason: str, gone: Shorthand = Shorthand.NOT_AVAILABLE
) -> tuple[Cell, ...]:
    values, said = (gone, gone, gone, gone), translate_found(reason)
    return Cell(name, "row_header"), Cell(said, values=values, remark=said)
