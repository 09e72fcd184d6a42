"""Rounding counts to a multiple, and what a rounded count still tells."""

from __future__ import annotations

from dataclasses import replace

from probata.publication.disclosure.linear import Requirement
from probata.publication.disclosure.told import Known


def round_count(count: int, base: int) -> int:
    """The nearest multiple of `base`; half goes up."""
    return base * ((2 * count + base) // (2 * base))


def known_from(base: int | None) -> Known:
    """What a reader knows of a printed count: the count, or those that round to it."""
    if base is None:
        return lambda count: (count, count)

    def known(count: int) -> tuple[int, int]:
        shown = round_count(count, base)
        return max(0, shown - base // 2), shown + (base - 1) // 2

    return known


def soften(wanted: Requirement, base: int | None) -> Requirement:
    """What must stay open where counts are rounded: a stretch of half the base.

    Rounding is meant to tell roughly what a count is, so that not every small count need
    stay possible; but a count must not be worked out more closely than rounding tells it.
    """
    if base is None:
        return wanted
    return replace(wanted, width=min(base // 2, wanted.high - wanted.low))
