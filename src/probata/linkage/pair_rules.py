"""Pairs that no probability may join by itself: a person must look at them.

hold_pairs(linkage, scored) -> why each pair is held; empty where it is not
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from probata.linkage.comparisons import Step, list_steps
from probata.linkage.engine import Scored
from probata.linkage.linkage_file import LinkageFile, Role

Flags = NDArray[np.bool_]
TWINS = "possible twins"
ONE_IDENTIFIER = "one identifier, two people"
# Names less similar than this (Jaro-Winkler) are different names.
ONE_NAME = 0.88


def hold_pairs(linkage: LinkageFile, scored: Scored) -> NDArray[np.object_]:
    """Why each pair is held back from linking (m,)."""
    reasons = np.full(len(scored.left), "", dtype=object)
    reasons[_twins(linkage, scored)] = TWINS
    reasons[_one_identifier(linkage, scored)] = ONE_IDENTIFIER
    return reasons


def stand_on(
    linkage: LinkageFile, scored: Scored, field: str, fits: Callable[[Step], bool]
) -> Flags:
    """Pairs (m,) that stand on a step of a field which `fits`."""
    steps = list_steps(linkage, field)
    values = [len(steps) - 1 - at for at, step in enumerate(steps) if fits(step)]
    return np.isin(scored.likeness[field], values)


def _any(
    linkage: LinkageFile, scored: Scored, role: Role, fits: Callable[[Step], bool]
) -> Flags:
    """Pairs for which it is so in a field of the role at least."""
    found = np.zeros(len(scored.left), dtype=bool)
    for field in linkage.of_role(role):
        found |= stand_on(linkage, scored, field, fits)
    return found


def _same(step: Step) -> bool:
    return step.kind == "same"


def _miswritten(step: Step) -> bool:
    """The same, or one typing error apart that is not at the end."""
    return step.kind in ("same", "slip")


def _other(step: Step) -> bool:
    return step.kind == "other"


def _different(step: Step) -> bool:
    """Neither the same, nor a mistake in writing the same."""
    if step.kind == "similarity":
        return step.amount < ONE_NAME
    return step.kind in ("other", "part")


def _twins(linkage: LinkageFile, scored: Scored) -> Flags:
    """Same surname and date of birth, same home where it is known, another forename.

    Not where an identifier agrees, or has one typing error before its end: then it is one
    person under two names. Twins have numbers of their own, and where these were given
    out one after the other they differ at the end.
    """
    home = _any(linkage, scored, "postcode", _same)
    home |= _any(linkage, scored, "address", _same)
    known = np.zeros(len(home), dtype=bool)
    for field in linkage.of_role("postcode") + linkage.of_role("address"):
        known |= scored.likeness[field] >= 0
    return (
        _any(linkage, scored, "surname", _same)
        & _any(linkage, scored, "date_of_birth", _same)
        & _any(linkage, scored, "forename", _different)
        & (home | ~known)
        & ~_any(linkage, scored, "identifier", _miswritten)
    )


def _one_identifier(linkage: LinkageFile, scored: Scored) -> Flags:
    """Same identifier, no home in common, and two of the other three are different.

    The three are forename, surname and date of birth; a date in the same year is not
    different enough.
    """
    roles: tuple[Role, ...] = ("forename", "surname", "date_of_birth")
    different = np.zeros(len(scored.left), dtype=int)
    for role in roles:
        fits = _other if role == "date_of_birth" else _different
        different += _any(linkage, scored, role, fits)
    home = _any(linkage, scored, "postcode", _same)
    home |= _any(linkage, scored, "address", _same)
    return _any(linkage, scored, "identifier", _same) & ~home & (different >= 2)
