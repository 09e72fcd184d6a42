"""What models must not print because suppressed counts could be worked out from it.

A model of one categorical variable, or of few combinations of categories, is a table in
disguise: its estimates and its fit are the counts. The rules are stated in
docs/explanation/disclosure.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from probata.analysis.design import CONSTANT
from probata.analysis.fit_results import HosmerLemeshow
from probata.analysis.results import (
    WITHHELD,
    Coefficient,
    Guard,
    JointTest,
    ModelResult,
    Step,
)
from probata.analysis.study import Study
from probata.analysis.terms import label_term
from probata.publication.disclosure.products import (
    hidden_products,
    hide_product,
    parts_of,
)
from probata.publication.disclosure.withheld import Withheld

NUMBERS = dict.fromkeys(
    ("n", "estimate", "standard_error", "z", "p", "odds_ratio", "ci_low", "ci_high")
)
# -2LL and what is made from it and the numbers of cases alone.
LEVELS = dict.fromkeys(("minus2ll", "nagelkerke"))
FIT = dict.fromkeys(
    (
        "minus2ll",
        "block_chi2",
        "block_p",
        "model_chi2",
        "model_p",
        "cox_snell",
        "nagelkerke",
        "auc",
        "auc_low",
        "auc_high",
    )
)
# An estimate comes with its error, covariances, an adjusted percentage and a share of the
# fit: so many numbers for each parameter that combinations could be solved for.
TOLD = 10
SEPARATED = ("complete_separation", "quasi_separation")


def withhold_model(model: ModelResult, withheld: Withheld) -> ModelResult:
    """The model without what would give a suppressed count away."""
    last = len(model.blocks)
    disguised = [
        number
        for number in range(1, last + 1)
        if _is_disguised(model, number, withheld)
    ]
    update: dict[str, object] = {
        "steps": tuple(
            _withhold_step(step, disguised, withheld.hides_positive(model.id))
            for step in model.steps
        ),
        "guards": tuple(
            _withhold_guard(item, model, withheld) for item in model.guards
        ),
    }
    if withheld.hides_fitted(model, "classification"):
        update["classification"] = None
    if model.hosmer_lemeshow is not None and withheld.hides_fitted(
        model, "hosmer_lemeshow"
    ):
        update["hosmer_lemeshow"] = _without_groups(model.hosmer_lemeshow)
    if not _keeps_entry(model, withheld):
        update |= {"earlier": (), "entry_tests": ()}
    if last in disguised:
        return model.model_copy(update=update | _withhold_estimates(model))
    return model.model_copy(update=update | _withhold_categories(model, withheld))


def _without_groups(test: HosmerLemeshow) -> HosmerLemeshow:
    return test.model_copy(update={"groups": ()})


# --- tables in disguise --------------------------------------------------------------------


def _is_disguised(model: ModelResult, number: int, withheld: Withheld) -> bool:
    """Whether the model after so many blocks gives away counts that are not printed."""
    variables = _variables(model, model.blocks[:number])
    sizes = [_size(model, variable, withheld.study) for variable in variables]
    if not variables or 0 in sizes:
        return False
    if len(variables) == 1:
        return not withheld.repeats_table(model, variables[0])
    if prod(sizes) > TOLD * len(_inside(model, model.blocks[:number])):
        return False
    return any(withheld.is_touched(variable) for variable in variables)


def _variables(model: ModelResult, blocks: Sequence[str]) -> list[str]:
    names = (parts_of(item.variable) for item in _inside(model, blocks) if item.block)
    return list(dict.fromkeys(name for parts in names for name in parts))


def _inside(model: ModelResult, blocks: Sequence[str]) -> list[Coefficient]:
    return [item for item in model.coefficients if item.block in ("", *blocks)]


def _size(model: ModelResult, variable: str, study: Study) -> int:
    """The number of categories of a variable in a model; 0 for a number."""
    if not study.codebook[variable].is_categorical:
        return 0
    own = [item for item in model.coefficients if item.variable == variable]
    return len(own) + (variable in model.references)


def _keeps_entry(model: ModelResult, withheld: Withheld) -> bool:
    """Score tests at entry, and earlier steps, tell the counts of each first variable."""
    first = _variables(model, model.blocks[:1])
    categorical = [
        name for name in first if withheld.study.codebook[name].is_categorical
    ]
    every = _variables(model, model.blocks)
    return (
        not withheld.hides_positive(model.id)
        and not any(withheld.is_touched(variable) for variable in every)
        and all(withheld.repeats_table(model, variable) for variable in categorical)
    )


def _withhold_step(step: Step, disguised: list[int], no_positive: bool) -> Step:
    if step.step in disguised:
        return step.model_copy(update=FIT)
    update: dict[str, None] = dict(LEVELS) if no_positive else {}
    if step.step - 1 in disguised:  # it falls from a level that is withheld
        update |= {"block_chi2": None, "block_p": None}
    return step.model_copy(update=update)


# --- estimates --------------------------------------------------------------------------------


def _withhold_estimates(model: ModelResult) -> dict[str, object]:
    return {
        "coefficients": tuple(_hide(item) for item in model.coefficients),
        "covariances": {},
        "tests": tuple(_untest(item) for item in model.tests),
        "classification": None,
        "hosmer_lemeshow": None,
        "margins": (),
        "adjusted": (),
        "earlier": (),
        "entry_tests": (),
        "interactions": tuple(hide_product(item) for item in model.interactions),
        "curves": (),
    }


def _hide(item: Coefficient) -> Coefficient:
    return item.model_copy(
        update={**NUMBERS, "status": "suppressed", "reason": WITHHELD}
    )


def _untest(item: JointTest) -> JointTest:
    return item.model_copy(update={"statistic": None, "p": None, "reason": WITHHELD})


def _withhold_categories(model: ModelResult, withheld: Withheld) -> dict[str, object]:
    """A category whose number of cases is suppressed has no estimate: its error tells it."""
    gone = {
        (item.variable, item.category)
        for item in model.coefficients
        if item.category
        and withheld.hides(model, item.variable, item.category)
        or (item.status == "separated" and withheld.protects_uniform)
    }
    if lost := [
        (variable, reference)
        for variable, reference in model.references.items()
        if withheld.hides_positive_of(variable, reference)
    ]:
        # The constant is the odds where every variable has its reference.
        gone |= {*lost, (CONSTANT, "")}
    products = hidden_products(model, withheld)
    within = set(products).union(*products.values())
    gone |= {
        (item.variable, item.category)
        for item in model.coefficients
        if item.variable in within
    }
    kept = {
        item.variable
        for item in model.coefficients
        if (item.variable, item.category) not in gone
    }
    return {
        "coefficients": tuple(
            _hide(item) if (item.variable, item.category) in gone else item
            for item in model.coefficients
        ),
        "tests": tuple(
            item if item.variable in kept else _untest(item) for item in model.tests
        ),
        "covariances": {
            variable: {
                pair: value
                for pair, value in pairs.items()
                if not any((variable, one) in gone for one in pair.split("|"))
            }
            for variable, pairs in model.covariances.items()
        },
        "interactions": tuple(
            hide_product(item) if item.term in products else item
            for item in model.interactions
        ),
        "margins": tuple(
            item for item in model.margins if (item.variable, item.category) not in gone
        ),
        "adjusted": tuple(
            item
            for item in model.adjusted
            if (item.variable, item.category) not in gone
        ),
    }


def _withhold_guard(guard: Guard, model: ModelResult, withheld: Withheld) -> Guard:
    """A warning without the count that it names."""
    said = ", ".join(label_term(withheld.study.codebook, x) for x in guard.variables)
    names = {part for item in guard.variables for part in parts_of(item)}
    if guard.kind == "small_category" and (
        any(withheld.is_touched(name) for name in names)
        or not hidden_products(model, withheld).keys().isdisjoint(guard.variables)
    ):
        return _reword(guard, f"{said}: an estimate rests on very few cases")
    if guard.kind in SEPARATED and (withheld.protects_uniform or withheld.rounded):
        return _reword(guard, "variables tell some outcomes without exception")
    if guard.kind == "few_events" and withheld.hides_positive(model.id):
        return _reword(guard, "the rarer outcome is rare for the number of parameters")
    return guard


def _reword(guard: Guard, message: str) -> Guard:
    return guard.model_copy(update={"message": message})
