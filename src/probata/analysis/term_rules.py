"""What must hold of the interactions and splines of a study, before any data are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from probata.analysis.study import Block, StudyFile
from probata.analysis.term_spec import Interaction, Spline
from probata.analysis.terms import TIMES
from probata.dataset.codebook import Codebook
from probata.declarations import Place, suggest

Found = tuple[Place, str, str]
FEWEST_KNOTS = {"natural": 3, "linear": 1}


def check_terms(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    """Faults of every interaction and spline, and of the models that hold them."""
    for index, block in enumerate(file.blocks):
        for position, item in enumerate(block.interactions):
            place: Place = ("blocks", index, "interactions", position)
            yield from _interaction(place, item, codebook)
        for name, spline in block.splines.items():
            place = ("blocks", index, "splines", name)
            yield from _spline(place, name, spline, block, codebook)
    blocks = {block.id: block for block in file.blocks}
    for index, model in enumerate(file.models):
        held = [blocks[name] for name in model.blocks if name in blocks]
        yield from _model(("models", index, "blocks"), held)


def _interaction(
    place: Place, item: Interaction, codebook: Codebook
) -> Iterator[Found]:
    numbers = []
    for key, name in (("variable", item.variable), ("within", item.within)):
        if name not in codebook:
            yield (
                (*place, key),
                f"there is no variable `{name}`.",
                suggest(name, codebook.variables),
            )
        elif not codebook[name].is_categorical:
            numbers.append(name)
        elif any(TIMES in category for category in codebook.category_ids(name)):
            yield (
                (*place, key),
                f"a category id of `{name}` holds `{TIMES}`, which names products.",
                "Give the category another id in the codebook.",
            )
    if item.variable == item.within:
        yield place, f"`{item.variable}` is crossed with itself.", "Name another."
    elif len(numbers) == 2:
        yield (
            place,
            "both variables are numbers; an interaction needs at least one with categories.",
            "Use the bands of one of them.",
        )
    if item.at and item.within in codebook and item.within not in numbers:
        yield (
            (*place, "at"),
            f"`{item.within}` has categories, so `at` means nothing.",
            "Remove it.",
        )


def _spline(
    place: Place, name: str, spline: Spline, block: Block, codebook: Codebook
) -> Iterator[Found]:
    if name not in block.variables:
        yield (
            place,
            f"`{name}` is not among the `variables` of the block.",
            suggest(name, block.variables),
        )
    elif name in codebook and codebook[name].type != "interval":
        yield place, f"`{name}` is not an interval variable.", "Remove the spline."
    least = FEWEST_KNOTS[spline.kind]
    if len(spline.knots) < least:
        yield (
            (*place, "knots"),
            f"a {spline.kind} spline needs {least} knots or more.",
            "Add knots, or leave the variable straight.",
        )
    if any(
        one >= other for one, other in zip(spline.knots, spline.knots[1:], strict=False)
    ):
        yield (*place, "knots"), "knots must rise.", "Put them in order, each once."


def _model(place: Place, blocks: list[Block]) -> Iterator[Found]:
    """Both variables enter before their product, straight; odds ratios stay simple."""
    entered: set[str] = set()
    bent = {name for block in blocks for name in block.splines}
    items = [item for block in blocks for item in block.interactions]
    uses = Counter(name for item in items for name in (item.variable, item.within))
    terms = Counter(frozenset((item.variable, item.within)) for item in items)
    for block in blocks:
        entered |= set(block.variables)
        for item in block.interactions:
            for name in (item.variable, item.within):
                if name not in entered:
                    yield (
                        place,
                        f"`{item.term}` enters without `{name}` before it.",
                        f"Put `{name}` in the same block or an earlier one.",
                    )
                if name in bent:
                    yield (
                        place,
                        f"`{name}` has a spline and stands in `{item.term}`.",
                        "Leave it straight, or use its bands.",
                    )
            if terms[frozenset((item.variable, item.within))] > 1:
                yield place, f"`{item.term}` enters twice.", "Keep one of the two."
            elif uses[item.variable] > 1:
                yield (
                    place,
                    (
                        f"`{item.variable}` stands in two interactions, so its odds ratios "
                        f"within `{item.within}` would depend on a third variable."
                    ),
                    "Make it the `within` of both, or use two models.",
                )
