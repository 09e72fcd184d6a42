"""Checks the grades that people entered: known, given once, with a reason, allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from probata.declarations import suggest
from probata.errors import DataError, Fault
from probata.standards.framework import Framework
from probata.standards.rating import NOT_ASSESSED, OVERALL
from probata.standards.ratings.cases import Entries, Entry
from probata.standards.ratings.results import UnitRating


def check_entries(
    framework: Framework, entries: Sequence[Entry], units: Iterable[str], name: str
) -> Entries:
    """Each entry by unit and standard. Raises DataError with every fault of `name`."""
    ratings = framework.ratings
    known = {item.id: None for item in framework.file.standards if item.rated}
    if ratings.overall is not None:
        known[OVERALL] = None
    grades = [grade.id for grade in ratings.grades]
    places = set(units)
    faults: list[Fault] = []
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        allowed = grades if entry.standard == OVERALL else [*grades, NOT_ASSESSED]
        for value, names, kind in (
            (entry.unit, places, "unit of these judgements"),
            (entry.standard, known, "rated standard"),
            (entry.grade, allowed, "grade"),
        ):
            if value not in names:
                words = f"`{value}` is no {kind}."
                faults.append(Fault(entry.where, words, suggest(value, sorted(names))))
        if not entry.reason:
            faults.append(
                Fault(entry.where, "has no reason.", "Say why this grade was given.")
            )
        key = (entry.unit, entry.standard)
        if key in found:
            faults.append(
                Fault(
                    entry.where,
                    f"`{entry.standard}` of this unit has a grade already, at "
                    f"{found[key].where}.",
                    "Keep one of the two.",
                )
            )
        found.setdefault(key, entry)
    if faults:
        raise DataError(f"{name}: cannot be used.", faults)
    return found


def check_discretion(
    framework: Framework, rated: Iterable[UnitRating], entries: Entries, name: str
) -> None:
    """Raise DataError where an entered grade lies beyond what its rule leaves open."""
    faults = [fault for unit in rated for fault in _beyond(framework, unit, entries)]
    if faults:
        raise DataError(f"{name}: gives grades that the rules do not allow.", faults)


def _beyond(
    framework: Framework, unit: UnitRating, entries: Entries
) -> Iterator[Fault]:
    ratings = framework.ratings
    for standard in unit.standards:
        rule = ratings.rule_of(standard.id)
        entry = entries.get((unit.unit, standard.id))
        if rule is None or rule.kind != "bands" or entry is None:
            continue
        if entry.grade in (NOT_ASSESSED, standard.computed, *standard.allowed):
            continue
        near = (
            f"within {rule.discretion:g} points of a limit"
            if rule.discretion
            else "never, by this rule"
        )
        could = " or ".join(f"`{item}`" for item in standard.allowed) or "no other"
        yield Fault(
            entry.where,
            f"`{standard.id}` comes out as {standard.computed or 'open'}; a panel may "
            f"change it {near}.",
            f"Allowed here: {could}.",
        )
