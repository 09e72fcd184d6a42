"""What must hold between the figures of a study, its models and its codebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from probata.analysis.study import Block, FigureSpec, StudyFile
from probata.analysis.terms import product_name
from probata.analysis.tested_models import is_tested
from probata.dataset.codebook import Codebook
from probata.declarations import Place, suggest

Found = tuple[Place, str, str]

# Everything that one kind of figure or another is declared by.
_KEYS = ("model", "variables", "matrix", "survival", "by", "columns", "steps")


@dataclass(frozen=True)
class _Kind:
    """What a kind of figure must and may be given; `section` and `rater`: [reliability]."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    section: bool = False
    rater: bool = False
    diagram: bool = False


_KINDS = {
    "bars": _Kind(("variables",), ("by",)),
    "flow": _Kind(("columns",), diagram=True),
    "cycle": _Kind(("steps",), diagram=True),
    "cards": _Kind(("steps",), diagram=True),
    "odds": _Kind(("model",), ("variables",)),
    "adjusted": _Kind(("model", "variables")),
    "within": _Kind(("model", "variables", "by")),
    "combined": _Kind(("model", "variables", "by")),
    "curve": _Kind(("model", "variables")),
    "stages": _Kind(("matrix",)),
    "survival": _Kind(("survival",)),
    "sheet": _Kind(section=True),
    "rater": _Kind(section=True, rater=True),
    "calibration": _Kind(("model",), section=True),
    "critical": _Kind(),
    "coherent": _Kind(),
    "scree": _Kind(),
}


def check_figures(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    """Faults of figures: what a kind lacks, or has and cannot use; names."""
    for index, figure in enumerate(file.figures):
        place: Place = ("figures", index)
        yield from _parts(place, figure)
        yield from _reliability(place, figure, file)
        yield from _names(place, figure, file, codebook)


def _parts(place: Place, figure: FigureSpec) -> Iterator[Found]:
    kind = _KINDS[figure.kind]
    for key in kind.needs:
        if not getattr(figure, key):
            yield (place, f"a figure of kind `{figure.kind}` needs `{key}`.", "Add it.")
    for key in _KEYS:
        if getattr(figure, key) and key not in (*kind.needs, *kind.may):
            yield (
                (*place, key),
                f"a figure of kind `{figure.kind}` has no `{key}`.",
                "Remove it, or change `kind`.",
            )
    if kind.diagram and not figure.alt:
        yield (
            place,
            "a diagram needs `alt`, its text alternative.",
            "Say in words what it shows.",
        )


def _reliability(place: Place, figure: FigureSpec, file: StudyFile) -> Iterator[Found]:
    kind, settings = _KINDS[figure.kind], file.reliability
    if kind.section and settings is None:
        yield (
            (*place, "kind"),
            (
                f"a figure of kind `{figure.kind}` shows what [reliability] finds, and the "
                "study has no such section."
            ),
            "Declare [reliability] with its findings, or remove the figure.",
        )
    elif kind.rater and settings is not None and settings.rater is None:
        yield (
            (*place, "kind"),
            (
                f"a figure of kind `{figure.kind}` compares raters, and [reliability] names "
                "no `rater`."
            ),
            "Name the variable of the persons who judged, or remove the figure.",
        )

    untested = [
        model.id
        for model in file.models
        if kind.section and model.id in figure.models and not is_tested(file, model)
    ]
    for name in untested:
        yield (
            (*place, "model"),
            (
                f"[reliability] does not check `{name}`: it is of another outcome than the first, "
                "or has an interaction or a spline."
            ),
            "Name a model of plain terms of the first outcome.",
        )


def _names(
    place: Place, figure: FigureSpec, file: StudyFile, codebook: Codebook
) -> Iterator[Found]:
    crossed = figure.kind in ("within", "combined")
    if figure.kind not in ("odds", "curve") and not crossed:
        yield from check_tabled((*place, "variables"), figure.variables, codebook)
    if (
        figure.by is not None
        and not crossed
        and (figure.by not in codebook or not codebook[figure.by].is_categorical)
    ):
        yield (
            (*place, "by"),
            f"there is no categorical variable `{figure.by}`.",
            suggest(figure.by, codebook.variables),
        )
    known = [item.id for item in file.models]
    for position, model in enumerate(figure.models):
        if model not in known:
            listed = () if isinstance(figure.model, str) else (position,)
            yield (
                (*place, "model", *listed),
                f"there is no model `{model}`.",
                suggest(model, known),
            )
    if len(figure.models) > 1 and not _one_each(figure):
        yield (
            (*place, "model"),
            f"{len(figure.models)} models are named for {len(figure.variables)} variables.",
            "Name one model, or (for `adjusted`) one for each variable in their order.",
        )
        return
    if not (figure.models and set(figure.models) <= set(known)):
        return
    if crossed:
        yield from _crossed(place, figure, file)
    elif figure.kind == "curve":
        yield from _bent(place, figure, file)
    else:
        yield from _in_model(place, figure, file, codebook)


def _model_blocks(figure: FigureSpec, file: StudyFile) -> list[Block]:
    model = next(item for item in file.models if item.id == figure.models[0])
    return [block for block in file.blocks if block.id in model.blocks]


def _crossed(place: Place, figure: FigureSpec, file: StudyFile) -> Iterator[Found]:
    blocks = _model_blocks(figure, file)
    known = [item.term for block in blocks for item in block.interactions]
    for position, name in enumerate(figure.variables):
        term = product_name(name, figure.by or "")
        if term not in known:
            yield (
                (*place, "variables", position),
                f"`{figure.models[0]}` has no interaction of `{name}` within `{figure.by}`.",
                suggest(term, known),
            )


def _bent(place: Place, figure: FigureSpec, file: StudyFile) -> Iterator[Found]:
    known = [name for block in _model_blocks(figure, file) for name in block.splines]
    for position, name in enumerate(figure.variables):
        if name not in known:
            yield (
                (*place, "variables", position),
                f"`{figure.models[0]}` has no spline of `{name}`.",
                suggest(name, known),
            )


def _one_each(figure: FigureSpec) -> bool:
    return figure.kind == "adjusted" and len(figure.models) == len(figure.variables)


def _in_model(
    place: Place, figure: FigureSpec, file: StudyFile, codebook: Codebook
) -> Iterator[Found]:
    blocks = {block.id: block.variables for block in file.blocks}
    models = {item.id: item for item in file.models}
    for position, name in enumerate(figure.variables):
        at = (*place, "variables", position)
        model = figure.model_of(name)
        terms = [
            item for block in models[model].blocks for item in blocks.get(block, ())
        ]
        if name not in codebook:
            if figure.kind == "odds":  # of other kinds already said
                yield at, f"there is no variable `{name}`.", suggest(name, terms)
            continue
        # Odds ratios of a number are found by its bands too; adjusted percentages not.
        same = {name, codebook.source_of(name), codebook.banded_of(name)}
        if not (same if figure.kind == "odds" else {name}) & set(terms):
            how = " as categories" if same & set(terms) else ""
            yield at, f"`{name}` is not in `{model}`{how}.", suggest(name, terms)


def check_tabled(
    place: Place, names: Iterable[str], codebook: Codebook
) -> Iterator[Found]:
    """A fault for each variable of a list that has no categories to show."""
    for position, name in enumerate(names):
        if name not in codebook:
            yield (
                (*place, position),
                f"there is no variable `{name}`.",
                suggest(name, codebook.variables),
            )
        elif not codebook[name].is_categorical:
            banded = codebook.banded_of(name)
            yield (
                (*place, position),
                f"`{name}` is of type {codebook[name].type} and has no categories to table.",
                f"Use `{banded}`." if banded != name else "Declare `bands` for it.",
            )
