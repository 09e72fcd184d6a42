"""Results as flat CSV files for people and other programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from probata.analysis.claims import joint_p, model_variable
from probata.analysis.open_data import columns
from probata.analysis.open_data.columns import FlatTable
from probata.analysis.results import ModelResult, Results, Share
from probata.analysis.rounding import CONFIDENTIAL, number_text, percent_text
from probata.analysis.study import Study, TableSpec
from probata.analysis.term_results import StageShare
from probata.guarded_csv import write_rows

Cells = Sequence[str | int]


def flat_files(results: Results, study: Study) -> dict[str, bytes]:
    """Path in the output folder -> content of each flat file (docs/reference/open-data.md)."""
    rows: dict[FlatTable, Iterable[Cells]] = {
        columns.FREQUENCIES: _frequencies(results, study),
        columns.CROSSES: _crosses(results, study),
        columns.MISSING: _missing(results),
        columns.COEFFICIENTS: _coefficients(results.models),
        columns.TESTS: _tests(results.models),
        columns.ADJUSTED: _adjusted(results.models),
        columns.FIT: _fit(results.models),
    }
    return {
        table.path: write_rows(table.header, rows[table]) for table in columns.ALWAYS
    }


def exact(value: float | None) -> str:
    """Ten significant digits; empty where there is no number."""
    return "" if value is None else f"{value:.10g}"


def count(value: int | None) -> str | int:
    """A count, or the symbol of a suppressed one."""
    return CONFIDENTIAL if value is None else value


def share_cells(share: Share | StageShare) -> list[str | int]:
    if share.n is None or share.positive is None:
        return [count(share.n), *[CONFIDENTIAL] * 4]
    if share.ci_low is None or share.ci_high is None:
        return [share.n, share.positive, "", "", ""]
    return [
        share.n,
        share.positive,
        percent_text(share.positive, share.n),
        number_text(share.ci_low, 1),
        number_text(share.ci_high, 1),
    ]


def is_marked(
    table: TableSpec, variable: str, results: Results, study: Study
) -> bool | None:
    """Whether the table's model finds the variable significant; None where it is not in it."""
    if table.marks_from is None:
        return None
    model = results.model(table.marks_from)
    name = model_variable(model, variable, study)
    if name not in {test.variable for test in model.tests}:
        return None
    p = joint_p(model, variable, study)
    return None if p is None else p < results.significance


def _frequencies(results: Results, study: Study) -> Iterable[Cells]:
    words = {True: "yes", False: "no", None: ""}
    for table in study.file.tables:
        if table.total:
            yield [table.id, "all_cases", "all", *share_cells(results.total), ""]
        for name in table.variables:
            mark = words[is_marked(table, name, results, study)]
            for item in results.frequencies[name].categories:
                yield [table.id, name, item.category, *share_cells(item), mark]


def _crosses(results: Results, study: Study) -> Iterable[Cells]:
    for figure in study.file.figures:
        for name in figure.variables if figure.by and figure.kind == "bars" else ():
            for cell in results.cross(name, figure.by or "").cells:
                place = [figure.id, name, cell.category, figure.by or ""]
                yield [*place, cell.by_category, *share_cells(cell)]


def _missing(results: Results) -> Iterable[Cells]:
    for name, frequency in results.frequencies.items():
        for item in frequency.missing:
            yield [name, item.reason, count(item.n), count(item.positive)]


def _coefficients(models: Iterable[ModelResult]) -> Iterable[Cells]:
    for model in models:
        for item in model.coefficients:
            numbers = (
                item.estimate,
                item.standard_error,
                item.odds_ratio,
                item.ci_low,
                item.ci_high,
                item.p,
            )
            place = [model.id, item.block, item.variable, item.category]
            if item.status == "suppressed":
                yield [*place, *[CONFIDENTIAL] * len(numbers)]
            else:
                yield [*place, *map(exact, numbers)]


def _tests(models: Iterable[ModelResult]) -> Iterable[Cells]:
    for model in models:
        for item in model.tests:
            place = [model.id, item.block, item.variable, item.test]
            df = item.df if item.p is not None else ""
            yield [*place, exact(item.statistic), df, exact(item.p)]


def _adjusted(models: Iterable[ModelResult]) -> Iterable[Cells]:
    for model in models:
        for item in model.adjusted:
            numbers = (item.percent, item.standard_error, item.ci_low, item.ci_high)
            yield [model.id, item.variable, item.category, *map(exact, numbers)]


def _fit(models: Iterable[ModelResult]) -> Iterable[Cells]:
    for model in models:
        for step in model.steps:
            df = "" if step.block_df is None else step.block_df
            yield [
                model.id,
                step.step,
                step.n,
                exact(step.minus2ll),
                exact(step.block_chi2),
                df,
                exact(step.block_p),
                exact(step.cox_snell),
                exact(step.nagelkerke),
                exact(step.auc),
            ]
