"""What models tell about numbers of cases: complete cases, categories, groups of fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from probata.analysis.reliability_results import Checks
from probata.analysis.results import FlowStep, ModelResult, add_counts
from probata.dataset.combinations import Gap, Value
from probata.publication.disclosure.linear import Form, add_forms
from probata.publication.disclosure.products import is_category
from probata.publication.disclosure.risks import Group
from probata.publication.disclosure.tables import USED
from probata.publication.disclosure.told import Forms, Told, cells_of

# Numbers of cases and of positive cases in groups of fitted probability.
Fitted = Sequence[tuple[int, int]]


def tell_models(told: Told) -> None:
    """The complete cases of every model of an outcome, and what is counted among them."""
    outcome = told.study.file.outcome.id
    models = [item for item in told.results.models if item.outcome == outcome]
    for model in models:
        _add_used(told, model)
    loose = {item.id for item in models if told.beside_earlier}
    for model in models:
        if _note_complete(told, model):
            loose.add(model.id)
    for inner, outer in permutations(models, 2):
        if _note_nested(told, inner, outer):
            loose |= {inner.id, outer.id}
    for model in models:
        flow, forms = model.complete_cases, _among(told, model)
        told.tell_exactly(forms.n, flow.used)
        if model.id in loose:
            name = ("used", model.id, "positive")
            told.tell(forms.positive, flow.positive, *name, rounded=False)
        else:
            told.tell_exactly(forms.positive, flow.positive)
        _tell_categories(told, model)
        _tell_flow(told, model)
        _tell_fitted(told, model)


def _add_used(told: Told, model: ModelResult) -> None:
    """The variable that says which cases a model uses."""
    inside = []
    for step in model.complete_cases.steps:
        name = told.study.codebook.banded_of(step.variable)
        if name in told.results.frequencies:
            told.learn([name])
        else:
            _add_number(told, name, step, model)
        if name != told.outcome and told.tables.gaps(name):
            inside.append(name)
    told.tables.values[used(model)] = (USED, *inside)
    told.tables.complete[used(model)] = tuple(inside)
    told.add_table([used(model)])


def _add_number(told: Told, name: str, step: FlowStep, model: ModelResult) -> None:
    """A number without bands stands in no table: its missing values are told here alone."""
    if name not in told.tables.values:
        gaps = [item.reason for item in step.reasons]
        if "unknown" in told.tables.states:
            gaps.append("unknown")
        told.tables.values[name] = ["known", *map(Gap, dict.fromkeys(gaps))]
    told.add_table([name])
    key = (model.outcome, name)
    if model.complete_cases.outcome_missing == 0 and key not in told.numbers:
        told.numbers.add(key)
        _tell_reasons(told, name, step)


def used(model: ModelResult) -> str:
    """Stands as a variable for whether a case is complete for a model."""
    return f"used in {model.id}"


def _among(told: Told, model: ModelResult) -> Forms:
    return told.forms(*cells_of({used(model): [USED]}))


def _lost(told: Told, model: ModelResult) -> list[Value]:
    """The variables at which a model loses cases."""
    return [value for value in told.tables.values[used(model)] if value != USED]


def _note_complete(told: Told, model: ModelResult) -> bool:
    """Whether how many of a model's cases are positive can do harm."""
    flow, total = model.complete_cases, told.results.total
    inside = told.note_group(
        f"cases of {model.label}",
        _among(told, model),
        flow.used,
        flow.positive,
        in_table=False,
    )
    outside: Group | None = None
    if total.n is not None and total.positive is not None and flow.positive is not None:
        outside = told.note_group(
            f"cases that {model.label} leaves out",
            told.forms(*cells_of({used(model): _lost(told, model)})),
            total.n - flow.used,
            total.positive - flow.positive,
            "left_over",
            in_table=False,
        )
    return told.at_risk(inside) or told.at_risk(outside)


def _note_nested(told: Told, inner: ModelResult, outer: ModelResult) -> bool:
    """A model with more variables uses some of the cases of one with fewer: subtract."""
    few, many = (
        {step.variable for step in model.complete_cases.steps}
        for model in (inner, outer)
    )
    if not few < many:
        return False
    names = [used(inner), used(outer)]
    lost = _lost(told, outer)
    between = cells_of({names[0]: [USED], names[1]: lost})
    cells = cells_of({names[0]: [USED], names[1]: [USED]}) + between
    cells += cells_of({names[0]: _lost(told, inner), names[1]: lost})
    told.add_table(names, cells)
    first, second = inner.complete_cases, outer.complete_cases
    if first.positive is None or second.positive is None:
        return False
    group = told.note_group(
        f"cases of {inner.label} that {outer.label} leaves out",
        told.forms(*between),
        first.used - second.used,
        first.positive - second.positive,
        "left_over",
        in_table=False,
    )
    return told.at_risk(group)


# --- categories ------------------------------------------------------------------------


def _tell_categories(told: Told, model: ModelResult) -> None:
    """Cases of the model in each category; the reference has the rest."""
    categorical = [item for item in model.coefficients if is_category(told.study, item)]
    for variable in dict.fromkeys(item.variable for item in categorical):
        if variable == told.outcome:
            continue
        told.learn([variable])
        inside, outside = {used(model): [USED]}, {used(model): _lost(told, model)}
        known = [v for v in told.tables.values[variable] if not isinstance(v, Gap)]
        cells = cells_of({variable: known, **inside})
        cells += cells_of({variable: told.tables.values[variable], **outside})
        told.add_table([variable, used(model)], cells)
        counts = {
            item.category: item.n for item in categorical if item.variable == variable
        }
        for category, n in counts.items():
            cell = cells_of({variable: [category], **inside})
            if n == 0:
                told.tell_exactly(told.forms(*cell).n, 0)
            elif n is not None:
                name = ("category", model.id, variable, category, "n")
                told.tell(told.forms(*cell).n, n, *name)
            _note_category(told, model, variable, category, n)
        rest = [value for value in known if value not in counts]
        total = add_counts(counts.values())
        if len(rest) == 1 and total is not None:
            left = model.complete_cases.used - total
            _note_category(told, model, variable, rest[0], left)


def _note_category(
    told: Told, model: ModelResult, variable: str, category: Value, n: int | None
) -> None:
    cell = cells_of({variable: [category], used(model): [USED]})
    about = f"{told.label(variable, category)}, cases of {model.label}"
    told.note_group(
        about,
        Forms(told.forms(*cell).n, {}, {}),
        n,
        None,
        of=[variable],
        in_table=False,
    )


# --- the flow to complete cases ------------------------------------------------------------


def _tell_flow(told: Told, model: ModelResult) -> None:
    """Cases lost at each variable: those without a value of it and with one of all before.

    The cases that a model leaves out, positive ones too, are these losses together.
    """
    flow = model.complete_cases
    lost = _lost(told, model)
    before: list[Forms] = []
    for step in flow.steps:
        name = told.study.codebook.banded_of(step.variable)
        # The flow counts all cases, also those without an outcome.
        every = told.tables.every(*cells_of({name: told.tables.gaps(name)}))
        told.tell(every, step.missing, "flow", model.id, step.variable, "missing")
        missing = told.forms(*cells_of({name: told.tables.gaps(name)}))
        loss = told.forms(*cells_of({used(model): [name] if name in lost else []}))
        told.tell_exactly(loss.n, step.lost)
        for state in (_positive, _others):
            told.system.bound(state(loss), state(missing))
            reached = add_forms(*(state(item) for item in (loss, *before)))
            told.system.bound(state(missing), reached)
        before.append(loss)


def _positive(forms: Forms) -> Form:
    return forms.positive


def _others(forms: Forms) -> Form:
    return forms.others


def _tell_reasons(told: Told, name: str, step: FlowStep) -> None:
    for item in step.reasons:
        cell = cells_of({name: [Gap(item.reason)]})
        told.tell_share(told.forms(*cell), item, "missing", name, item.reason)
        about = f"{told.label(name, None)} ({item.reason.replace('_', ' ')})"
        told.note_group(about, told.forms(*cell), item.n, item.positive, "left_over")


# --- groups of fitted probability ---------------------------------------------------------


def _tell_fitted(told: Told, model: ModelResult) -> None:
    """Each way of grouping a model's cases by fitted probability; all or none of it is told."""
    for kind, groups in _groupings(told, model):
        parts = []
        for at, (n, positive) in enumerate(groups, 1):
            forms = _new_group(told)
            parts.append(forms)
            name = ("fitted", model.id, kind)
            told.tell(forms.n, n, *name)
            told.tell(forms.positive, positive, *name)
            words = kind.replace("_", "-").capitalize()
            told.note_group(
                f"{model.label}: {words}, group {at}",
                forms,
                n,
                positive,
                in_table=False,
            )
        whole = _among(told, model)
        told.system.equate_sum(whole.positive, [item.positive for item in parts])
        told.system.equate_sum(whole.others, [item.others for item in parts])


def _new_group(told: Told) -> Forms:
    positive: Form = {told.system.new_unknown(): 1.0}
    others: Form = {told.system.new_unknown(): 1.0}
    return Forms(add_forms(positive, others), positive, others)


def _groupings(told: Told, model: ModelResult) -> Iterator[tuple[str, Fitted]]:
    if model.classification is not None:
        cut = model.classification
        yield (
            "classification",
            [
                (cut.true_positive + cut.false_positive, cut.true_positive),
                (cut.false_negative + cut.true_negative, cut.false_negative),
            ],
        )
    if model.hosmer_lemeshow is not None and model.hosmer_lemeshow.groups:
        groups = model.hosmer_lemeshow.groups
        yield "hosmer_lemeshow", [(item.n, item.observed) for item in groups]
    checks = _checks(told, model)
    if (
        checks is not None
        and checks.calibration is not None
        and checks.calibration.bins
    ):
        bins = checks.calibration.bins
        yield "calibration", [(item.n, round(item.observed * item.n)) for item in bins]


def _checks(told: Told, model: ModelResult) -> Checks | None:
    found = told.results.reliability
    if found is None:
        return None
    return next((item for item in found.checks if item.model == model.id), None)
