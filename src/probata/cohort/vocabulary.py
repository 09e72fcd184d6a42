"""The names that a condition of the rules may use, and the codes that each may be."""

from __future__ import annotations

from collections.abc import Mapping

from probata.cohort.case_list_file import CaseListFile
from probata.cohort.places import Places
from probata.cohort.rules_file import RulesFile

YES_NO = ("yes", "no")
START_KIND = "start_kind"
LIMITED = "limited_access"


def vocabulary(
    file: CaseListFile, rules: RulesFile, places: Places
) -> dict[str, tuple[str, ...] | None]:
    """Every name with its codes; None for a number.

    Codes and numbers of the list by their own name; a field of several codes as one
    yes or no a code (`requirement_rar`); the declared facts; `start_kind`;
    `limited_access`, which is yes where a record is restricted or excluded. Dates,
    texts and personal fields have no name: rules cannot be made about them.
    """
    names: dict[str, tuple[str, ...] | None] = {}
    for name, field in file.fields.items():
        if field.personal:
            continue
        if field.kind in ("code", "flag"):
            names[name] = tuple(field.meanings)
        elif field.kind == "codes":
            names |= {f"{name}_{code}": YES_NO for code in field.codes}
        elif field.kind == "number":
            names[name] = None
        elif field.kind == "unit":
            names[name] = tuple(place.id for place in places.units)
        elif field.kind == "region":
            names[name] = tuple(place.id for place in places.regions)
    names |= dict.fromkeys(rules.facts)
    names[START_KIND] = tuple(start.id for start in rules.starts)
    names[LIMITED] = YES_NO
    return names


def say_allowed(codes: tuple[str, ...] | None) -> str:
    """What a name may be compared with, in words."""
    if codes is None:
        return "a number"
    shown = ", ".join(f"`{code}`" for code in codes[:12])
    return shown + (", ..." if len(codes) > 12 else "")


def fits(value: str | float, codes: tuple[str, ...] | None) -> bool:
    """Whether a constant may stand beside a name with these codes."""
    return isinstance(value, float) if codes is None else value in codes


Vocabulary = Mapping[str, tuple[str, ...] | None]
