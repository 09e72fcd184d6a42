"""Checks the design of a twin against the codebook, the published counts and the models.

twin_problems(file, codebook, margins, models) -> iterator of (place, problem, mend)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from probata.conditions import parse_condition
from probata.dataset.codebook import Codebook
from probata.dataset.twin_design import BandValues, Statement, TwinFile, Values
from probata.dataset.twin_margins import Margins, read_table
from probata.declarations import Place, suggest

Found = tuple[Place, str, str]
Models = Mapping[str, Mapping[str, Sequence[str]]]  # model -> block -> variables


def twin_problems(
    file: TwinFile, codebook: Codebook, margins: Margins | None, models: Models
) -> Iterator[Found]:
    """Everything that would stop a draw; without margins, what can be said without them."""
    if margins is not None:
        yield from _scores(file, codebook, margins)
        yield from _inspections(file, codebook)
    yield from _values(file, codebook)
    yield from _made_of(file)
    yield from _invented(file, codebook)
    for index, item in enumerate(file.statements):
        place: Place = ("statements", index)
        yield from _statement(place, item, codebook, models)


def _unknown(place: Place, name: str, codebook: Codebook) -> Found:
    return (
        place,
        f"`{name}` is not in the codebook.",
        suggest(name, codebook.variables),
    )


def _scores(file: TwinFile, codebook: Codebook, margins: Margins) -> Iterator[Found]:
    for name in margins.variables:
        if name not in file.scores:
            yield (
                ("scores",),
                f"the published variable `{name}` has no score.",
                f"Add [scores.{name}].",
            )
    for name, score in file.scores.items():
        place: Place = ("scores", name)
        if name not in margins.variables:
            yield (
                place,
                f"`{name}` is not in the published margins.",
                suggest(name, margins.variables),
            )
        elif name not in codebook:
            yield _unknown(place, name, codebook)
        else:
            yield from _order(place, name, score.order, codebook, margins)
            source = codebook.source_of(name)
            if source != name and source not in file.values:
                yield (
                    place,
                    f"the bands of `{source}` are published, but not its numbers.",
                    f"Add [values.{source}.bands].",
                )


def _order(
    place: Place,
    name: str,
    order: tuple[str, ...],
    codebook: Codebook,
    margins: Margins,
) -> Iterator[Found]:
    published = set(margins.variables[name])
    if sorted(order) != sorted(published):
        wanted = ", ".join(sorted(published))
        yield (
            (*place, "order"),
            f"must name each published category of `{name}` once: {wanted}.",
            "",
        )
    for category in sorted(published - set(codebook.category_ids(name))):
        yield (
            place,
            f"the published category `{category}` is not in the codebook.",
            suggest(category, codebook.category_ids(name)),
        )


def _values(file: TwinFile, codebook: Codebook) -> Iterator[Found]:
    for name, values in file.values.items():
        place: Place = ("values", name)
        banded = codebook[name].bands if name in codebook else None
        if banded is None:
            yield (place, f"`{name}` is not an interval variable with bands.", "")
            continue
        if banded.id not in file.scores:
            yield (
                place,
                f"needs the score of its bands, `{banded.id}`.",
                f"Add [scores.{banded.id}].",
            )
        names = [band.id for band in banded.categories]
        if set(names) != set(values.bands):
            yield (
                (*place, "bands"),
                f"must name each band of `{name}`: {', '.join(names)}.",
                "",
            )
        for band, item in values.bands.items():
            if band in names:
                yield from _ends(place, name, band, item, codebook)
        yield from _cap(place, values, file, codebook)


def _ends(
    place: Place, name: str, band: str, item: BandValues, codebook: Codebook
) -> Iterator[Found]:
    variable = codebook[name]
    bands = {one.id: one for one in variable.bands.categories} if variable.bands else {}
    low = float("-inf") if variable.minimum is None else variable.minimum
    high = float("inf") if variable.maximum is None else variable.maximum
    place = (*place, "bands", band)
    if item.low > item.high:
        yield place, f"`low` is {item.low} and `high` only {item.high}.", "Swap them."
    elif not all(
        bool(bands[band].holds(float(end))) and low <= end <= high
        for end in (item.low, item.high)
    ):
        yield (
            place,
            f"{item.low} to {item.high} is not inside the band `{band}`.",
            f"Keep both ends inside the band and the limits of `{name}`.",
        )


def _cap(
    place: Place, values: Values, file: TwinFile, codebook: Codebook
) -> Iterator[Found]:
    if values.cap is None:
        return
    name, category = values.cap.variable, values.cap.category
    drawn = [*file.inspections.columns.values(), *file.scores, *file.invented]
    place = (*place, "cap")
    if name not in drawn:
        yield place, f"`{name}` is not drawn before the values.", suggest(name, drawn)
    elif name in codebook and category not in codebook.category_ids(name):
        yield (
            place,
            f"`{category}` is not a category of `{name}`.",
            suggest(category, codebook.category_ids(name)),
        )


def _made_of(file: TwinFile) -> Iterator[Found]:
    known = {*file.factors, "leniency"}
    for name in sorted(set(file.factors) & {*file.scores, "leniency"}):
        yield ("factors",), f"`{name}` already names something else.", "Rename it."
    for part in ("scores", "invented"):
        for name, item in getattr(file, part).items():
            for source in item.made_of:
                if source not in known:
                    yield (
                        (part, name, "made_of"),
                        f"`{source}` is neither a factor nor a score above.",
                        suggest(source, sorted(known)),
                    )
            if part == "scores":
                known.add(name)


def _invented(file: TwinFile, codebook: Codebook) -> Iterator[Found]:
    drawn = {*file.inspections.columns.values(), *file.scores}
    for name, item in file.invented.items():
        place: Place = ("invented", name)
        if name not in codebook:
            yield _unknown(place, name, codebook)
            continue
        if name in drawn or name in codebook.banded_from or codebook[name].derive:
            yield place, f"`{name}` follows from others; it is not invented.", ""
        known = codebook.category_ids(name)
        for category in item.order:
            if category not in known:
                yield (
                    (*place, "order"),
                    f"`{category}` is not a category of `{name}`.",
                    suggest(category, known),
                )
        condition = codebook[name].applies_when
        parents = parse_condition(condition).names if condition else frozenset()
        for parent in sorted(parents - drawn):
            yield (
                place,
                f"is asked depending on `{parent}`, which is not drawn before it.",
                "Routing of the twin can use units, scores and what is invented above.",
            )
        drawn.add(name)


def _inspections(file: TwinFile, codebook: Codebook) -> Iterator[Found]:
    part = file.inspections
    place: Place = ("inspections",)
    for name in dict.fromkeys((*part.columns.values(), part.unit, part.inspector)):
        if name not in codebook:
            yield _unknown(place, name, codebook)
    published = list(read_table(file.twin.published, "inspections.csv")[0])
    for column in part.columns:
        if column not in published:
            yield (
                (*place, "columns"),
                f"`{column}` is not a column of the published inspections.",
                suggest(column, published),
            )


def _statement(
    place: Place, item: Statement, codebook: Codebook, models: Models
) -> Iterator[Found]:
    if item.variable not in codebook:
        yield _unknown((*place, "variable"), item.variable, codebook)
        return
    if item.percent is not None:
        known = codebook.category_ids(item.variable)
        if item.category not in known:
            yield (
                (*place, "category"),
                f"`{item.category}` is not a category of `{item.variable}`.",
                suggest(str(item.category), known),
            )
    for name in item.models:
        if name not in models:
            yield (
                (*place, "models"),
                f"`{name}` is not a model of the study.",
                suggest(name, models),
            )
            continue
        blocks = models[name]
        if item.alone_in is not None and item.alone_in not in blocks:
            yield (
                (*place, "alone_in"),
                f"`{item.alone_in}` is not a block of `{name}`.",
                suggest(item.alone_in, blocks),
            )
            continue
        asked = blocks if item.alone_in is None else [item.alone_in]
        entered = [variable for block in asked for variable in blocks[block]]
        if item.variable not in entered:
            where = f"`{name}`" if item.alone_in is None else f"`{item.alone_in}`"
            yield (
                (*place, "variable"),
                f"`{item.variable}` is not in {where}.",
                suggest(item.variable, entered),
            )
