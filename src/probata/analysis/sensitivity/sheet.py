"""The sensitivity sheet: every finding under every specification."""

from __future__ import annotations

from collections.abc import Callable

from probata.analysis.reliability import Finding
from probata.analysis.reliability_results import Cell, Row, Sheet
from probata.analysis.sensitivity.bench import Bench
from probata.analysis.sensitivity.estimates import Estimator, NotEstimated, make_cell
from probata.analysis.sensitivity.leave_out import leave_out_each, summarise_refits
from probata.analysis.sensitivity.specifications import (
    Estimate,
    leave_one_out,
    list_specifications,
)
from probata.errors import AnalysisError

Tell = Callable[[str], None]


def make_sheet(bench: Bench, tell: Tell) -> Sheet:
    """Every finding under every specification that the study's declaration allows."""
    settings = bench.settings
    plans = list_specifications(settings)
    leaving = leave_one_out(settings)
    found: dict[str, dict[str, Estimator | NotEstimated]] = {}
    models = list(dict.fromkeys(item.model for item in settings.findings))
    for plan, estimate in plans:
        tell(plan.label)
        found[plan.id] = {model: _try(estimate, bench, model) for model in models}
    refits = {}
    for plan, variable in leaving:
        tell(plan.label)
        refits[plan.id] = {
            model: leave_out_each(bench, model, variable) for model in models
        }
    rows = []
    for finding in settings.findings:
        cells = [
            make_cell(plan.id, found[plan.id][finding.model], finding, bench.level)
            for plan, _ in plans
        ]
        cells += [
            summarise_refits(
                plan.id, refits[plan.id][finding.model], finding, bench, cells[0]
            )
            for plan, _ in leaving
        ]
        rows.append(_make_row(bench, finding, cells))
    specifications = [plan for plan, _ in plans] + [plan for plan, _ in leaving]
    return Sheet(specifications=tuple(specifications), rows=tuple(rows))


def _try(estimate: Estimate, bench: Bench, model: str) -> Estimator | NotEstimated:
    """A specification that these data cannot carry leaves its reason, not the sheet."""
    try:
        return estimate(bench, model)
    except AnalysisError as error:
        first = error.faults[0].problem if error.faults else error.summary
        return NotEstimated(first)


def _make_row(bench: Bench, finding: Finding, cells: list[Cell]) -> Row:
    references = bench.design(finding.model).references
    verdict = cells[0].verdict
    numbered = [cell for cell in cells if cell.verdict != "none"]
    agree = [cell for cell in numbered if cell.verdict == verdict and not cell.changed]
    return Row(
        finding=finding.id,
        label=finding.label,
        model=finding.model,
        variable=finding.variable,
        category=finding.category,
        against=finding.against or references.get(finding.variable, ""),
        cells=tuple(cells),
        estimated=len(numbered),
        agree=len(agree),
    )
