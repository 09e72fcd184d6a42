"""What can be wrong with categories, their codes, and the codes of missing values."""

from __future__ import annotations

from collections.abc import Iterator

from probata.dataset.codebook import CodebookHeader, Variable
from probata.dataset.codes import canonical, number_of
from probata.declarations import Place, suggest

Finding = tuple[Place, str, str]


def category_findings(variable: Variable) -> Iterator[Finding]:
    """Each fault: its place below the variable, the problem, what to do."""
    if not variable.is_categorical:
        return
    if len(variable.categories) < 2:
        yield (
            ("categories",),
            f"{variable.type} variables need two categories or more.",
            "Declare each answer that can occur.",
        )
    yield from _repeated(variable)
    yield from _codes(variable)
    ids = [item.id for item in variable.categories]
    if variable.reference is not None and variable.reference not in ids:
        yield (
            ("reference",),
            f"the reference `{variable.reference}` is not one of its categories.",
            suggest(variable.reference, ids),
        )


def _repeated(variable: Variable) -> Iterator[Finding]:
    seen_ids: set[str] = set()
    seen_names: set[str] = set()
    for at, category in enumerate(variable.categories):
        place = ("categories", at)
        if not category.id:
            yield (
                place,
                "a category has an empty id.",
                "An empty cell is a missing value.",
            )
        if category.id in seen_ids:
            yield place, f"the category id `{category.id}` comes twice.", "Rename one."
        elif category.name in seen_names:
            yield (
                place,
                f"the label `{category.name}` comes twice.",
                "Readers of a table could not tell them apart.",
            )
        seen_ids.add(category.id)
        seen_names.add(category.name)


def _codes(variable: Variable) -> Iterator[Finding]:
    """A cell must mean one category: compare ids and codes as the reader of cells does."""
    owner: dict[str, int] = {}
    for at, category in enumerate(variable.categories):
        for code in (category.id, *category.codes):
            place = ("categories", at)
            if code != code.strip():
                yield (
                    place,
                    f"the code `{code}` has spaces around it.",
                    "Cells are compared after trimming.",
                )
            if code == "" and code in category.codes:
                yield (
                    place,
                    "an empty code.",
                    "Empty cells are declared under `missing`.",
                )
            first = owner.setdefault(canonical(code), at)
            ids = variable.categories
            if first != at and ids[first].id != category.id:
                yield (
                    place,
                    (
                        f"the code `{code}` of `{category.id}` already stands for "
                        f"`{ids[first].id}`."
                    ),
                    "Each id and code belongs to one category; 1, 1.0 and 01 are the same.",
                )


def missing_findings(variable: Variable, header: CodebookHeader) -> Iterator[Finding]:
    """Codes of missing values that also mean something else, or nothing clear."""
    own = variable.missing is not None
    declared = header.missing if variable.missing is None else variable.missing
    reasons: dict[str, str] = {}
    for code, reason in declared.items():
        place: Place = ("missing", code)
        if own and code != code.strip():
            yield (
                place,
                f"the missing code `{code}` has spaces around it.",
                "Cells are compared after trimming.",
            )
        key = canonical(code.strip())
        if own and reasons.setdefault(key, reason) != reason:
            yield (
                place,
                f"the missing code `{code}` has two reasons.",
                "Keep one; 9 and 9.0 are the same.",
            )
        yield from _clashes(variable, code, place if own else (), own)


def _clashes(
    variable: Variable, code: str, place: Place, own: bool
) -> Iterator[Finding]:
    key = canonical(code.strip())
    source = "its own `missing`" if own else "the codebook's `missing`"
    for at, category in enumerate(variable.categories):
        if key in {canonical(item) for item in (category.id, *category.codes)}:
            yield (
                place or ("categories", at),
                (
                    f"`{code}` is a code of category `{category.id}` and, in {source}, a "
                    "missing code."
                ),
                (
                    "Take it out of one of them; a variable's own `missing` replaces the "
                    "codebook's."
                ),
            )
    value = number_of(key)
    if variable.type == "interval" and value is not None and _in_range(variable, value):
        yield (
            place or ("missing",),
            (
                f"`{code}` lies between its minimum and maximum and is also, in {source}, a "
                "missing code."
            ),
            "Narrow the range, or take the missing code out.",
        )


def _in_range(variable: Variable, value: float) -> bool:
    low, high = variable.minimum, variable.maximum
    if low is None or high is None:
        return False
    return low <= value <= high
