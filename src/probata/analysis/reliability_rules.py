"""What must hold between `[reliability]`, the models and the codebook."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.reliability import Finding
from probata.analysis.study import StudyFile
from probata.analysis.tested_models import is_tested
from probata.dataset.codebook import Codebook
from probata.declarations import Place, suggest

Found = tuple[Place, str, str]


def check_reliability(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    """Faults of names: cluster variables, weight, models, findings."""
    settings = file.reliability
    if settings is None:
        return
    for key in ("unit", "rater", "weight"):
        name = getattr(settings, key)
        if name is not None and name not in codebook:
            place = ("reliability", key)
            known = list(codebook.of_role("design")) or list(codebook.variables)
            yield place, f"there is no variable `{name}`.", suggest(name, known)
    weight = settings.weight
    if weight and weight in codebook and codebook[weight].type != "interval":
        place = ("reliability", "weight")
        yield place, f"`{weight}` is not an interval variable.", "Name another."
    blocks = [block.id for block in file.blocks]
    bent = [item.id for item in file.blocks if item.interactions or item.splines]
    for at, name in enumerate(settings.together):
        listed = ("reliability", "together", at)
        if name not in blocks:
            yield listed, f"there is no block `{name}`.", suggest(name, blocks)
        elif name in bent:
            problem = f"`{name}` has an interaction or a spline."
            yield listed, problem, "Name blocks of plain terms."
    yield from _second(file, codebook)
    seen: set[str] = set()
    for index, finding in enumerate(settings.findings):
        where: Place = ("reliability", "findings", index)
        if finding.id in seen:
            yield (*where, "id"), f"the id `{finding.id}` stands twice.", "Change one."
        seen.add(finding.id)
        yield from _finding(where, finding, file, codebook)


def _second(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    second = file.reliability.second if file.reliability else None
    if second is None:
        return
    place: Place = ("reliability", "second")
    if (second.file is None) == (not second.columns):
        yield place, "needs either `file` or `columns`.", "Give one of the two."
    for first, other in second.columns.items():
        at: Place = (*place, "columns", first)
        unknown = [name for name in (first, other) if name not in codebook]
        for name in unknown:
            words = f"there is no variable `{name}`."
            yield at, words, suggest(name, codebook.variables)
        if unknown:
            continue
        if set(codebook.category_ids(first)) != set(codebook.category_ids(other)) or (
            not codebook.category_ids(first)
        ):
            yield (
                at,
                f"`{first}` and `{other}` do not have the same categories.",
                "Name the variable that holds the second judgement of the first.",
            )


def _finding(
    at: Place, finding: Finding, file: StudyFile, codebook: Codebook
) -> Iterator[Found]:
    models = {model.id: model for model in file.models}
    if finding.model not in models:
        yield (
            (*at, "model"),
            f"there is no model `{finding.model}`.",
            suggest(finding.model, models),
        )
        return
    if not is_tested(file, models[finding.model]):
        yield (
            (*at, "model"),
            (
                f"`{finding.model}` is of another outcome than the first, or has an interaction or "
                "a spline: no single odds ratio of it can be put to the test."
            ),
            "Name a model of plain terms of the first outcome.",
        )
    blocks = {block.id: block for block in file.blocks}
    terms = [
        name
        for block in models[finding.model].blocks
        if block in blocks
        for name in blocks[block].variables
    ]
    if finding.variable not in terms:
        yield (
            (*at, "variable"),
            f"`{finding.variable}` is not in `{finding.model}`.",
            suggest(finding.variable, terms),
        )
        return
    if finding.variable in codebook:
        yield from _categories(at, finding, codebook)


def _categories(at: Place, finding: Finding, codebook: Codebook) -> Iterator[Found]:
    known = codebook.category_ids(finding.variable)
    if not known:
        if finding.category or finding.against:
            mend = (
                "Leave out `category` and `against`: the finding is for one unit more."
            )
            yield at, f"`{finding.variable}` has no categories.", mend
        return
    asked = [("category", finding.category)]
    if finding.against is not None:
        asked.append(("against", finding.against))
    for key, category in asked:
        if category not in known:
            yield (
                (*at, key),
                f"`{category}` is not a category of `{finding.variable}`.",
                suggest(category, known),
            )
    if finding.category == (finding.against or codebook.reference(finding.variable)):
        yield at, f"`{finding.category}` is compared with itself.", "Name another."
