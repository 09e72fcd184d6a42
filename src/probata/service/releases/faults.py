"""Faults as sentences of a page."""

from __future__ import annotations

from collections.abc import Iterable

from probata.errors import Fault, UserError


def words_of_faults(found: UserError | Iterable[Fault]) -> list[str]:
    """One sentence a fault; the summary where there is none."""
    if isinstance(found, UserError):
        return _words(found.faults) or [found.summary]
    return _words(found)


def _words(faults: Iterable[Fault]) -> list[str]:
    return [
        f"{fault.where[:1].upper()}{fault.where[1:]}: {fault.problem} {fault.mend}".strip()
        for fault in faults
    ]
