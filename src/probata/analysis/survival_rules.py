"""What must hold of [[survival]], and of the figures and claims that show it."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.study import StudyFile
from probata.analysis.survival.survival_spec import Survival
from probata.dataset.codebook import Codebook
from probata.declarations import Place, suggest

Found = tuple[Place, str, str]


def check_survival(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    """Faults of every [[survival]]; names in figures and claims that are not there."""
    if file.survival and file.disclosure.mode != "report":
        yield (
            ("survival", 0),
            "disclosure control cannot protect curves, which step down at single events.",
            (
                'Set `mode = "report"` under [disclosure] and give the `reason` why these '
                "cases need no protection, or leave [[survival]] to `probata survival`."
            ),
        )
    for index, item in enumerate(file.survival):
        yield from _survival(("survival", index), item, codebook)
    known = {item.id: item for item in file.survival}
    for index, figure in enumerate(file.figures):
        if figure.survival is not None and figure.survival not in known:
            yield _unknown(("figures", index, "survival"), figure.survival, known)
    for index, claim in enumerate(file.claims):
        place: Place = ("claims", index)
        if claim.survival is None:
            continue
        if claim.survival not in known:
            yield _unknown((*place, "survival"), claim.survival, known)
        elif claim.kinds() != ["direction"] or claim.models or claim.by:
            yield (
                (*place, "survival"),
                "a claim on [[survival]] is the direction of a hazard ratio.",
                "Give `variable`, `category` and `direction`.",
            )
        elif claim.variable not in known[claim.survival].predictors:
            predictors = known[claim.survival].predictors
            yield (
                (*place, "variable"),
                f"`{claim.variable}` is not a predictor of `{claim.survival}`.",
                suggest(claim.variable, predictors),
            )


def _survival(place: Place, item: Survival, codebook: Codebook) -> Iterator[Found]:
    named = [("time", item.time), ("event", item.event)]
    named += [("by", item.by)] if item.by else []
    wrong = [(key, name) for key, name in named if name not in codebook]
    places: list[tuple[Place, str]] = [((*place, key), name) for key, name in wrong]
    places += [
        ((*place, "predictors", at), name)
        for at, name in enumerate(item.predictors)
        if name not in codebook
    ]
    for at, name in places:
        yield (
            at,
            f"there is no variable `{name}`.",
            suggest(name, codebook.variables),
        )
    if wrong:
        return
    if codebook[item.time].is_categorical:
        yield (*place, "time"), f"`{item.time}` is not a number.", "Name one."
    if not codebook[item.event].is_categorical:
        yield (*place, "event"), f"`{item.event}` is not categorical.", "Name one."
    elif item.positive not in codebook.category_ids(item.event):
        yield (
            (*place, "positive"),
            f"`{item.positive}` is not a category of `{item.event}`.",
            suggest(item.positive, codebook.category_ids(item.event)),
        )
    if item.by and not codebook[item.by].is_categorical:
        yield (*place, "by"), f"`{item.by}` is not categorical.", "Band it first."


def _unknown(place: Place, name: str, known: object) -> Found:
    return place, f"there is no [[survival]] `{name}`.", suggest(name, known)
