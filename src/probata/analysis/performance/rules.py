"""What must hold between `[performance]`, the models and the codebook."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.study import StudyFile
from probata.dataset.codebook import Codebook
from probata.declarations import Place, suggest

Found = tuple[Place, str, str]


def check_performance(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    """Faults of names, of answers without polarity, of models and figures."""
    spec = file.performance
    if spec is None:
        for index, figure in enumerate(file.figures):
            if figure.kind in ("critical", "coherent", "scree"):
                yield (
                    ("figures", index, "kind"),
                    (
                        f"a figure of kind `{figure.kind}` shows what [performance] finds, and "
                        "the study has no such section."
                    ),
                    "Declare [performance], or remove the figure.",
                )
        return
    named: list[tuple[Place, str]] = []
    models = [model.id for model in file.models]
    for at, scale in enumerate(spec.scales):
        place: Place = ("performance", "scales", at)
        named.append(((*place, "key_question"), scale.key_question))
        named += [
            ((*place, "prompts", index), name)
            for index, name in enumerate(scale.prompts)
        ]
        if scale.model is not None and scale.model not in models:
            words = f"there is no model `{scale.model}`."
            yield (*place, "model"), words, suggest(scale.model, models)
    named += [
        (("performance", "key_questions", index), name)
        for index, name in enumerate(spec.key_questions)
    ]
    if spec.factors is not None:
        named += [
            (("performance", "factors", "variables", index), name)
            for index, name in enumerate(spec.factors.variables)
        ]
        if isinstance(spec.factors.number, int) and spec.factors.number < 1:
            place = ("performance", "factors", "number")
            yield place, "is below 1.", 'Give a number, or "parallel".'
    for place, name in named:
        yield from _question(place, name, codebook)
    if not (spec.scales or spec.key_questions or spec.factors):
        yield (
            ("performance",),
            "asks for nothing.",
            "Declare scales, key_questions or factors.",
        )


def _question(place: Place, name: str, codebook: Codebook) -> Iterator[Found]:
    if name not in codebook:
        yield (
            place,
            f"there is no variable `{name}`.",
            suggest(name, codebook.variables),
        )
        return
    found = {item.polarity for item in codebook[name].categories}
    if not {"positive", "negative"} <= found:
        yield (
            place,
            f"`{name}` has no positive and negative answer.",
            "Give its categories a `polarity`; a neutral one means not applicable.",
        )
