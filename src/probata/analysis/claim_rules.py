"""What must hold between a claim, the models and the codebook, before any data are read."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.study import Claim, StudyFile
from probata.analysis.terms import is_product, known_term, product_name
from probata.dataset.codebook import Codebook
from probata.declarations import Place, suggest

Found = tuple[Place, str, str]


def check_claims(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    """Faults of all claims: unknown ids, a category that is none, a variable not in the model."""
    for index, claim in enumerate(file.claims):
        place: Place = ("claims", index)
        kind = claim.kinds()[0]
        if claim.matrix is not None:  # see matrix_rules
            continue
        if claim.survival is not None:  # see survival_rules
            yield from _variable(place, claim, kind, codebook)
            continue
        if kind != "cases":
            yield from _variable(place, claim, kind, codebook)
        if kind in ("significant", "direction", "only_in"):
            yield from _models(place, claim, kind, file, codebook)
        yield from _needed(place, claim, kind)


def _needed(place: Place, claim: Claim, kind: str) -> Iterator[Found]:
    if kind in ("direction", "percent", "higher_than") and claim.category is None:
        yield (place, f"claim `{claim.id}` needs `category`.", "Add it.")
    if (claim.by is None) != (claim.by_category is None):
        yield (place, "`by` and `by_category` go together.", "Give both or neither.")


def _variable(
    place: Place, claim: Claim, kind: str, codebook: Codebook
) -> Iterator[Found]:
    product = is_product(claim.variable)
    if not known_term(codebook, claim.variable) or (product and kind != "significant"):
        yield (
            (*place, "variable"),
            f"there is no variable `{claim.variable}`.",
            "A product can be claimed significant, or not."
            if product
            else suggest(claim.variable, codebook.variables),
        )
        return
    if product:
        return
    asked = [("category", claim.category), ("against", claim.against)]
    asked += [("higher_than", item) for item in claim.higher_than]
    for key, category in asked:
        interval = codebook[claim.variable].type == "interval"
        if category is None or (key == "category" and interval and category == ""):
            continue
        known = codebook.category_ids(claim.variable)
        if category not in known:
            yield (
                (*place, key),
                f"`{category}` is not a category of `{claim.variable}`.",
                suggest(category, known),
            )
    if claim.by is not None:
        yield from _by(place, claim.by, claim.by_category, codebook)


def _by(
    place: Place, by: str, category: str | None, codebook: Codebook
) -> Iterator[Found]:
    if by not in codebook:
        yield (
            (*place, "by"),
            f"there is no variable `{by}`.",
            suggest(by, codebook.variables),
        )
    elif category is not None and category not in codebook.category_ids(by):
        yield (
            (*place, "by_category"),
            f"`{category}` is not a category of `{by}`.",
            suggest(category, codebook.category_ids(by)),
        )


def _within(place: Place, claim: Claim, terms: set[str]) -> Iterator[Found]:
    term = product_name(claim.variable, claim.by or "")
    if term not in terms:
        yield (
            (*place, "by"),
            f"no model named has an interaction of `{claim.variable}` within `{claim.by}`.",
            suggest(term, sorted(terms)),
        )
    elif claim.against is not None:
        yield (
            (*place, "against"),
            "within a category of another variable the odds ratio is against the reference.",
            "Remove it.",
        )


def _models(
    place: Place, claim: Claim, kind: str, file: StudyFile, codebook: Codebook
) -> Iterator[Found]:
    models = {model.id: model for model in file.models}
    blocks = {block.id: block for block in file.blocks}
    if not claim.models:
        yield (place, f"claim `{claim.id}` needs `models`.", "Add it.")
    if claim.only_in is not None and claim.only_in not in blocks:
        yield (
            (*place, "only_in"),
            f"there is no block `{claim.only_in}`.",
            suggest(claim.only_in, blocks),
        )
    for position, name in enumerate(claim.models):
        if name not in models:
            yield (
                (*place, "models", position),
                f"there is no model `{name}`.",
                suggest(name, models),
            )
            continue
        terms = {
            term
            for block in models[name].blocks
            if block in blocks
            for term in blocks[block].terms
        }
        if claim.by is not None and kind == "direction":
            yield from _within(place, claim, terms)
        if is_product(claim.variable):
            if claim.variable not in terms:
                yield (
                    (*place, "variable"),
                    f"`{claim.variable}` is not in `{name}`.",
                    suggest(claim.variable, sorted(terms)),
                )
            continue
        sources = terms | {
            codebook.source_of(term) for term in terms if term in codebook
        }
        if claim.variable in codebook and not (
            {claim.variable, codebook.source_of(claim.variable)} & sources
        ):
            yield (
                (*place, "variable"),
                f"`{claim.variable}` is not in `{name}`.",
                suggest(claim.variable, sorted(terms)),
            )
