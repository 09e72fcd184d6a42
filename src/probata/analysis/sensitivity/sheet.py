"""The sensitivity sheet: every finding under every specification."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from probata.analysis.reliability import Finding, Reliability
from probata.analysis.reliability_results import Cell, Row, Sheet, Specification
from probata.analysis.sensitivity.bench import Bench
from probata.analysis.sensitivity.clustered import (
    estimate_mixed,
    estimate_robust,
    estimate_within,
)
from probata.analysis.sensitivity.estimates import Estimator, NotEstimated, make_cell
from probata.analysis.sensitivity.leave_out import leave_out_each, summarise_refits
from probata.analysis.sensitivity.missing import (
    estimate_as_category,
    estimate_imputed,
)
from probata.analysis.sensitivity.variations import (
    estimate_banded,
    estimate_bent,
    estimate_firth,
    estimate_plain,
    estimate_together,
    estimate_weighted,
)
from probata.errors import AnalysisError

Estimate = Callable[[Bench, str], Estimator | NotEstimated]
Tell = Callable[[str], None]


def make_sheet(bench: Bench, tell: Tell) -> Sheet:
    """Every finding under every specification that the study's declaration allows."""
    settings = bench.settings
    plans = list_specifications(settings)
    leaving = _leave_one_out(settings, bench)
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


def list_specifications(
    settings: Reliability,
) -> list[tuple[Specification, Estimate]]:
    """What the declaration allows, in the order of the sheet; the first is the bulletin's."""
    plans: list[tuple[Specification, Estimate]] = [
        (_say("complete_cases", "As printed", "complete cases, Wald"), estimate_plain)
    ]
    for role, variable in (("unit", settings.unit), ("rater", settings.rater)):
        if variable is None:
            continue
        plans.append(
            (
                _say(
                    f"robust_{role}",
                    f"Robust by {role}",
                    f"the same estimates with errors that allow cases of one {role} to "
                    "be alike (CR1, t with the number of clusters less one)",
                ),
                partial(estimate_robust, variable=variable),
            )
        )
        plans.append(
            (
                _say(
                    f"mixed_{role}",
                    f"Random intercept by {role}",
                    f"each {role} has a level of its own, drawn from a normal "
                    "distribution (adaptive quadrature); odds ratios within a "
                    f"{role}",
                ),
                partial(estimate_mixed, variable=variable),
            )
        )
    if settings.rater is not None:
        plans.append(
            (
                _say(
                    "within_rater",
                    "Within rater",
                    "cases of one rater compared with each other only (conditional "
                    "likelihood), so that leniency cancels",
                ),
                partial(estimate_within, variable=settings.rater),
            )
        )
    plans += [
        (
            _say("missing_category", "Missing as a category", "all cases; a missing "
                 "answer is a category of its own, a missing number its mean with an "
                 "indicator"),
            estimate_as_category,
        ),
        (
            _say("imputed", "Imputed", f"{settings.imputations} imputations by chained "
                 "equations, pooled by Rubin's rules"),
            estimate_imputed,
        ),
        (
            _say("firth", "Penalised", "Firth's penalised likelihood"),
            estimate_firth,
        ),
        (
            _say("banded", "Numbers in bands", "age and other numbers enter in the bands "
                 "of the tables"),
            estimate_banded,
        ),
        (
            _say("bent", "Numbers bent", "numbers enter as restricted cubic splines"),
            estimate_bent,
        ),
    ]  # fmt: skip
    if settings.together:
        plan = _say(
            "together",
            "Key questions together",
            "all key questions in one model",
        )
        plans.append((plan, estimate_together))
    if settings.weight is not None:
        plan = _say("weighted", "Weighted", "case weights, robust errors")
        plans.append((plan, estimate_weighted))
    return plans


def _leave_one_out(
    settings: Reliability, bench: Bench
) -> list[tuple[Specification, str]]:
    roles = (("unit", settings.unit), ("rater", settings.rater))
    return [
        (
            _say(
                f"without_{role}",
                f"Leaving out one {role}",
                f"refitted without each {role} in turn; the weakest is shown",
            ),
            variable,
        )
        for role, variable in roles
        if variable is not None
    ]


def _say(name: str, label: str, description: str) -> Specification:
    return Specification(id=name, label=label, description=description)
