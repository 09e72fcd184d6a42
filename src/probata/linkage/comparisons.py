"""How each role is compared: steps of likeness, from the same to quite different.

list_steps(linkage, field) -> the steps of a field
make_comparisons(linkage) -> the same for Splink

Splink learns what each step is worth. The steps are ours: they name the mistakes that
records of people hold, so that each is weighed for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from probata.linkage.linkage_file import LinkageFile, Role

Kind = Literal[
    "same", "swapped", "start", "slip", "edits", "similarity", "part", "other"
]


@dataclass(frozen=True)
class Likeness:
    """What a role is compared by: Jaro-Winkler similarities, typing errors, rare values."""

    similarity: tuple[float, ...] = ()
    edits: tuple[int, ...] = ()
    rarity: bool = False


@dataclass(frozen=True)
class Step:
    """A step of likeness: a pair stands on the first whose condition holds.

    `condition` is SQL on `FIELD_l` and `FIELD_r`, or empty where `kind` and `amount` say
    it: a number of typing errors, a similarity.
    """

    kind: Kind
    label: str
    amount: float = 0
    condition: str = ""


DEFAULTS: dict[Role, Likeness] = {
    "forename": Likeness(similarity=(0.92, 0.88, 0.7), rarity=True),
    "surname": Likeness(similarity=(0.92, 0.88, 0.7), rarity=True),
    "date_of_birth": Likeness(edits=(1,)),
    "sex": Likeness(),
    "identifier": Likeness(edits=(1,)),
    "postcode": Likeness(edits=(1,), rarity=True),
    "address": Likeness(similarity=(0.92, 0.8), rarity=True),
    "place": Likeness(similarity=(0.92,), rarity=True),
    "email": Likeness(similarity=(0.92,), rarity=True),
    "other": Likeness(rarity=True),
}
OTHER = Step("other", "Different")


def likeness_of(linkage: LinkageFile, field: str) -> Likeness:
    """What a field is compared by: as its role is, but for what the file declares."""
    given = linkage.fields.get(field)
    base = DEFAULTS[linkage.role(field)]
    if given is None:
        return base
    return Likeness(
        similarity=base.similarity if given.similarity is None else given.similarity,
        edits=base.edits if given.edits is None else given.edits,
        rarity=base.rarity if given.rarity is None else given.rarity,
    )


def list_steps(linkage: LinkageFile, field: str) -> list[Step]:
    """The steps of a field, the most alike first; the last holds every other pair."""
    likeness = likeness_of(linkage, field)
    role = linkage.role(field)
    steps = [Step("same", "The same")]
    names = _name_pair(linkage)
    if names and field == names[1]:
        label = "Forename and surname swapped"
        steps.append(Step("swapped", label, condition=_swapped_names(*names)))
    if role == "forename":
        label = "One is the beginning of the other"
        steps.append(Step("start", label, condition=_beginning(field)))
    if role == "date_of_birth":
        label = "Day and month swapped"
        steps.append(Step("swapped", label, condition=_swapped_days(field)))
    if role == "email":
        steps.append(Step("part", "Same before the @", condition=_same_user(field)))
    if role == "identifier" and 1 in likeness.edits:
        label = "1 typing error apart, the end the same"
        steps.append(Step("slip", label, condition=_slip(field)))
    steps += [
        Step("edits", f"{n} typing error{'s' if n > 1 else ''} apart", n)
        for n in sorted(likeness.edits)
    ]
    if role == "date_of_birth":
        steps.append(Step("part", "Same year", condition=_same_start(field, 4)))
    if role == "postcode":
        steps.append(Step("part", "Same district", condition=_same_district(field)))
        steps.append(Step("part", "Same area", condition=_same_start(field, 2)))
    steps += [
        Step("similarity", f"Similarity {value:g} or more", value)
        for value in sorted(likeness.similarity, reverse=True)
    ]
    return [*steps, OTHER]


def make_comparisons(linkage: LinkageFile) -> list[Any]:
    """One comparison a field, for Splink."""
    import splink.comparison_library as cl

    return [
        cl.CustomComparison(
            output_column_name=field,
            comparison_levels=[
                _missing(linkage, field),
                *(_level(linkage, field, step) for step in list_steps(linkage, field)),
            ],
        )
        for field in linkage.field_names()
    ]


def _level(linkage: LinkageFile, field: str, step: Step) -> Any:
    import splink.comparison_level_library as cll

    if step.kind == "same":
        same = cll.ExactMatchLevel(field)
        if likeness_of(linkage, field).rarity:
            return same.configure(tf_adjustment_column=field)
        return same
    if step.kind == "edits":
        return cll.DamerauLevenshteinLevel(field, int(step.amount))
    if step.kind == "similarity":
        return cll.JaroWinklerLevel(field, step.amount)
    if step.kind == "other":
        return cll.ElseLevel()
    return cll.CustomLevel(sql_condition=step.condition)


def _missing(linkage: LinkageFile, field: str) -> Any:
    """No evidence: a value is missing, or the surname has told of swapped names already."""
    import splink.comparison_level_library as cll

    missing = f"{field}_l is null or {field}_r is null"
    names = _name_pair(linkage)
    if names and field == names[0]:
        missing += f" or ({_swapped_names(*names)})"
    return cll.CustomLevel(sql_condition=missing).configure(is_null_level=True)


def _name_pair(linkage: LinkageFile) -> tuple[str, str] | None:
    first, last = linkage.of_role("forename"), linkage.of_role("surname")
    return (first[0], last[0]) if first and last else None


def _swapped_names(forename: str, surname: str) -> str:
    """One record has forename and surname the other way round."""
    return (
        f"{forename}_l = {surname}_r and {surname}_l = {forename}_r "
        f"and {forename}_l <> {surname}_l"
    )


def _beginning(field: str) -> str:
    """An initial, a short form or the first of several forenames."""
    one, other = f"{field}_l", f"{field}_r"
    return (
        f"substr({one}, 1, length({other})) = {other} "
        f"or substr({other}, 1, length({one})) = {one}"
    )


def _swapped_days(field: str) -> str:
    """Same year, day and month the other way round."""
    return (
        f"substr({field}_l, 1, 4) = substr({field}_r, 1, 4) "
        f"and substr({field}_l, 6, 2) = substr({field}_r, 9, 2) "
        f"and substr({field}_l, 9, 2) = substr({field}_r, 6, 2)"
    )


def _slip(field: str) -> str:
    """One typing error that is not at the end, where numbers given out in a row differ."""
    one, other = f"{field}_l", f"{field}_r"
    return f"damerau_levenshtein({one}, {other}) <= 1 and right({one}, 2) = right({other}, 2)"


def _same_start(field: str, length: int) -> str:
    return f"substr({field}_l, 1, {length}) = substr({field}_r, 1, {length})"


def _same_district(field: str) -> str:
    """The outward part of a British postcode: all but the last three characters."""

    def outward(side: str) -> str:
        column = f"{field}_{side}"
        return f"substr({column}, 1, length({column}) - 3)"

    return (
        f"length({field}_l) >= 5 and length({field}_r) >= 5 "
        f"and {outward('l')} = {outward('r')}"
    )


def _same_user(field: str) -> str:
    return f"split_part({field}_l, '@', 1) = split_part({field}_r, '@', 1)"
