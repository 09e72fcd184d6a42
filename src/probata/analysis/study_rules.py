"""What must hold between a study and its codebook; every fault with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from probata.analysis.claim_rules import check_claims
from probata.analysis.figure_rules import check_figures, check_tabled
from probata.analysis.matrix_rules import check_matrices
from probata.analysis.outcome_rules import check_outcomes
from probata.analysis.performance.rules import check_performance
from probata.analysis.reliability_rules import check_reliability
from probata.analysis.study import StudyFile
from probata.analysis.survival_rules import check_survival
from probata.analysis.term_rules import check_terms
from probata.conditions import ConditionError, parse_condition
from probata.dataset.codebook import Codebook
from probata.declarations import Declaration, Place, suggest
from probata.errors import DeclarationError

Found = tuple[Place, str, str]


def check_study(file: StudyFile, codebook: Codebook, declaration: Declaration) -> None:
    """Raise DeclarationError with all faults of meaning in a study."""
    found = [
        *check_outcomes(file, codebook),
        *_exclusions(file, codebook),
        *_repeated(file),
        *_blocks(file, codebook),
        *_models(file, codebook),
        *check_terms(file, codebook),
        *_tables(file, codebook),
        *check_matrices(file, codebook),
        *check_survival(file, codebook),
        *check_figures(file, codebook),
        *check_claims(file, codebook),
        *check_reliability(file, codebook),
        *check_performance(file, codebook),
    ]
    if found:
        faults = [declaration.fault(place, *words) for place, *words in found]
        raise DeclarationError(f"{declaration.path}: cannot be used.", faults)


def unknown_names(
    place: Place, names: Iterable[str], known: Iterable[str], kind: str
) -> Iterator[Found]:
    """A fault for each name that is not known, at its place in a list."""
    options = list(known)
    for index, name in enumerate(names):
        if name not in options:
            yield (
                (*place, index),
                f"there is no {kind} `{name}`.",
                suggest(name, options),
            )


def _exclusions(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    for index, item in enumerate(file.data.exclude):
        place: Place = ("data", "exclude", index, "when")
        try:
            condition = parse_condition(item.when)
        except ConditionError as error:
            yield (place, f"{error}.", "")
            continue
        for name in sorted(condition.names):
            if name not in codebook:
                yield (
                    place,
                    f"there is no variable `{name}`.",
                    suggest(name, codebook.variables),
                )
        for name, value in condition.comparisons:
            if name in codebook:
                yield from _compared(place, codebook, name, value)


def _compared(
    place: Place, codebook: Codebook, name: str, value: str | float
) -> Iterator[Found]:
    variable = codebook[name]
    written = value if isinstance(value, str) else f"{value:g}"
    if variable.is_categorical and written not in codebook.category_ids(name):
        yield (
            place,
            f"`{written}` is not a category of `{name}`.",
            suggest(written, codebook.category_ids(name)),
        )
    if variable.type == "interval" and isinstance(value, str):
        yield (
            place,
            f"`{name}` is a number; `{value}` is not.",
            "Leave out the quotes.",
        )


def _repeated(file: StudyFile) -> Iterator[Found]:
    parts = (
        "blocks", "models", "tables", "comparisons", "listings", "matrices", "survival", "figures",
        "claims",
    )  # fmt: skip
    for part in parts:
        seen: set[str] = set()
        for index, item in enumerate(getattr(file, part)):
            if item.id in seen:
                yield (
                    (part, index, "id"),
                    f"the id `{item.id}` stands twice in {part}.",
                    "Give each an id of its own.",
                )
            seen.add(item.id)


def _blocks(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    for index, block in enumerate(file.blocks):
        place: Place = ("blocks", index, "variables")
        yield from unknown_names(place, block.variables, codebook.variables, "variable")
        for position, name in enumerate(block.variables):
            if name == file.outcome.variable:
                yield (
                    (*place, position),
                    f"`{name}` is the outcome and cannot predict itself.",
                    "Remove it.",
                )
            elif name in codebook and not (
                codebook[name].is_categorical or codebook[name].type == "interval"
            ):
                yield (
                    (*place, position),
                    f"`{name}` is of type {codebook[name].type}, which no model can use.",
                    "Remove it, or derive a categorical or interval variable from it.",
                )
    used = {name for model in file.models for name in model.blocks}
    for index, block in enumerate(file.blocks):
        if block.id not in used:
            yield (
                ("blocks", index, "id"),
                f"no model uses the block `{block.id}`.",
                "Use it or remove it.",
            )


def _models(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    blocks = {block.id: block for block in file.blocks}
    for index, model in enumerate(file.models):
        place: Place = ("models", index, "blocks")
        yield from unknown_names(place, model.blocks, blocks, "block")
        seen: dict[str, str] = {}
        for block in model.blocks:
            for name in blocks[block].variables if block in blocks else ():
                source = codebook.source_of(name)
                if source in seen:
                    yield (
                        place,
                        f"`{name}` enters twice (also as `{seen[source]}`).",
                        "Keep one of the two.",
                    )
                seen[source] = name
    for index, item in enumerate(file.left_out):
        if item.variable not in codebook:
            yield (
                ("left_out", index, "variable"),
                f"there is no variable `{item.variable}`.",
                suggest(item.variable, codebook.variables),
            )


def _tables(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    models = [model.id for model in file.models]
    for index, table in enumerate(file.tables):
        if table.marks_from is not None and table.marks_from not in models:
            yield (
                ("tables", index, "marks_from"),
                f"there is no model `{table.marks_from}`.",
                suggest(table.marks_from, models),
            )
        place: Place = ("tables", index, "variables")
        yield from check_tabled(place, table.variables, codebook)
    for index, listing in enumerate(file.listings):
        yield from check_tabled(
            ("listings", index, "variables"), listing.variables, codebook
        )
