"""What can be wrong with a derived variable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from probata.dataset.codebook import MISSING_REASONS, Derivation, Variable
from probata.dataset.condition_rules import condition_problems
from probata.declarations import Place, suggest

Finding = tuple[Place, str, str]


def derivation_findings(
    variable: Variable, variables: Mapping[str, Variable]
) -> Iterator[Finding]:
    """Each fault: its place below the variable, the problem, what to do."""
    derive = variable.derive
    if derive is None:
        return
    yield from _surroundings(variable)
    if bool(derive.count_positive) == bool(derive.cases):
        yield (
            ("derive",),
            "a derivation has either `count_positive` or `cases`.",
            "Keep one of the two.",
        )
    elif derive.count_positive:
        yield from _count(variable, derive, variables)
    else:
        yield from _cases(variable, derive, variables)


def _surroundings(variable: Variable) -> Iterator[Finding]:
    if not variable.is_categorical:
        yield (
            ("type",),
            f"a derived variable has categories; this one is {variable.type}.",
            "",
        )
    for key in ("required", "missing", "applies_when"):
        if getattr(variable, key):
            yield (
                (key,),
                f"`{key}` has no meaning for a derived variable.",
                "Whether it is missing follows from the variables it is derived from.",
            )
    for at, category in enumerate(variable.categories):
        if category.id in MISSING_REASONS:
            yield (
                ("categories", at),
                f"`{category.id}` is a reason for being missing, not a category.",
                "Rename the category.",
            )


def _count(
    variable: Variable, derive: Derivation, variables: Mapping[str, Variable]
) -> Iterator[Finding]:
    for at, name in enumerate(derive.count_positive):
        place: Place = ("derive", "count_positive", at)
        if name not in variables:
            yield (
                place,
                f"`{name}` is not a variable of the codebook.",
                suggest(name, variables),
            )
        elif name in derive.count_positive[:at]:
            yield place, f"`{name}` is counted twice.", ""
        elif not any(
            item.polarity == "positive" for item in variables[name].categories
        ):
            yield (
                place,
                f"`{name}` has no positive answer to count.",
                'Give a category polarity = "positive".',
            )
    wanted = [str(k) for k in range(len(derive.count_positive) + 1)]
    found = [item.id for item in variable.categories]
    if found != wanted:
        yield (
            ("categories",),
            (
                f"a count of {len(wanted) - 1} answers has the categories "
                f"{', '.join(wanted)}, in that order; found {', '.join(found) or 'none'}."
            ),
            "",
        )
    if "otherwise" in derive.model_fields_set:
        yield (
            ("derive", "otherwise"),
            "`otherwise` belongs to `cases`, not to a count.",
            "",
        )


def _cases(
    variable: Variable, derive: Derivation, variables: Mapping[str, Variable]
) -> Iterator[Finding]:
    ids = [item.id for item in variable.categories]
    for at, case in enumerate(derive.cases):
        place: Place = ("derive", "cases", at)
        if case.category not in ids:
            yield (
                place,
                f"`{case.category}` is not one of its categories.",
                suggest(case.category, ids),
            )
        for problem, mend in condition_problems(case.when, variables):
            yield (*place, "when"), problem, mend
    outcomes = [*ids, *MISSING_REASONS]
    if derive.otherwise not in outcomes:
        yield (
            ("derive", "otherwise"),
            f"`{derive.otherwise}` is neither a category nor a reason for being missing.",
            suggest(derive.otherwise, outcomes),
        )
    reached = {case.category for case in derive.cases} | {derive.otherwise}
    for at, item in enumerate(ids):
        if item not in reached:
            yield (
                ("categories", at),
                f"no case can be in `{item}`: no condition gives it.",
                "Add a condition under `derive.cases`, or drop the category.",
            )
