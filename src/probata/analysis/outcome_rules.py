"""What must hold of the outcomes of a study and of what names one of them."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.study import MAIN, Outcome, StudyFile
from probata.dataset.codebook import Codebook
from probata.declarations import Place, suggest

Found = tuple[Place, str, str]


def check_outcomes(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    """Faults of every outcome, and of the names by which they are asked for."""
    yield from _outcome(("outcome",), file.outcome, codebook)
    seen = {MAIN}
    if file.outcome.id != MAIN:
        yield ("outcome", "id"), f"the id of [outcome] is `{MAIN}`.", "Leave it out."
    for index, item in enumerate(file.outcomes):
        place: Place = ("outcomes", index)
        yield from _outcome(place, item, codebook)
        if item.id in seen:
            yield (
                (*place, "id"),
                f"the id `{item.id}` is taken.",
                "Give each outcome under [[outcomes]] an id of its own.",
            )
        seen.add(item.id)
    yield from _named(file, seen)
    yield from _predictors(file)
    yield from _comparisons(file)


def _named(file: StudyFile, known: set[str]) -> Iterator[Found]:
    """Models, figures, claims and tables that name an outcome."""
    for part in ("models", "figures", "claims"):
        for index, named in enumerate(getattr(file, part)):
            if named.outcome not in known:
                yield _unknown((part, index, "outcome"), named.outcome, known)
    for index, table in enumerate(file.tables):
        for position, name in enumerate(table.outcomes):
            if name not in known:
                yield _unknown(("tables", index, "outcomes", position), name, known)
        if table.outcomes and table.marks_from is not None:
            yield (
                ("tables", index, "marks_from"),
                "a table of several outcomes is not marked by a model.",
                "Remove `marks_from`, or make a table for each outcome.",
            )


def _unknown(place: Place, name: str, known: set[str]) -> Found:
    return place, f"there is no outcome `{name}`.", suggest(name, sorted(known))


def _outcome(place: Place, outcome: Outcome, codebook: Codebook) -> Iterator[Found]:
    name = outcome.variable
    if name not in codebook:
        known = list(codebook.of_role("outcome")) or list(codebook.variables)
        yield (
            (*place, "variable"),
            f"there is no variable `{name}`.",
            suggest(name, known),
        )
        return
    categories = codebook.category_ids(name)
    if len(categories) != 2:
        yield (
            (*place, "variable"),
            f"`{name}` must have two categories, and has {len(categories)}.",
            "Derive a variable with two in the codebook.",
        )
    if outcome.positive not in categories:
        yield (
            (*place, "positive"),
            f"`{outcome.positive}` is not a category of `{name}`.",
            suggest(outcome.positive, categories),
        )


def _predictors(file: StudyFile) -> Iterator[Found]:
    """No model may predict an outcome by itself."""
    blocks = {block.id: block.variables for block in file.blocks}
    outcomes = {item.id: item.variable for item in file.outcomes}
    for index, model in enumerate(file.models):
        own = outcomes.get(model.outcome)
        for name in model.blocks:
            if own is not None and own in blocks.get(name, ()):
                yield (
                    ("models", index, "blocks"),
                    f"`{own}` is the outcome of `{model.id}` and cannot predict itself.",
                    f"Take it out of `{name}`.",
                )


def _comparisons(file: StudyFile) -> Iterator[Found]:
    known = [model.id for model in file.models]
    for index, item in enumerate(file.comparisons):
        for position, name in enumerate(item.models):
            if name not in known:
                yield (
                    ("comparisons", index, "models", position),
                    f"there is no model `{name}`.",
                    suggest(name, known),
                )
