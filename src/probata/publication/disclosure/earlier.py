"""What follows when a bulletin is laid beside one that is out already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from probata.publication.disclosure.linear import Requirement
from probata.publication.disclosure.risks import Group, find_risks
from probata.publication.disclosure.told import Told


def link_earlier(now: Told, then: Told) -> Iterator[Requirement]:
    """What must stay open so that the difference between two bulletins tells nothing.

    Where no group has become smaller the earlier cases are taken to be among the present
    ones, so that no group of theirs, shown or not, can be larger than the present one.
    """
    pairs = _pairs(now, then)
    if all(_grown(old, new) for old, new in pairs):
        _bound_cells(now, then)
    for old, new in pairs:
        yield from _difference(now, old, new)


def _pairs(now: Told, then: Told) -> list[tuple[Group, Group]]:
    """Groups that both bulletins give numbers for; those of models are not the same."""
    present = {group.about: group for group in now.groups if group.in_table}
    return [
        (group, present[group.about])
        for group in then.groups
        if group.in_table and group.about in present and group.positive is not None
    ]


def _grown(old: Group, new: Group) -> bool:
    before, after = old.positive or 0, new.positive or 0
    return before <= after and old.n - before <= new.n - after


def _bound_cells(now: Told, then: Told) -> None:
    book = now.study.codebook  # that a case is complete for a model may change
    for cell in then.tables.unknowns:
        if cell in now.tables.unknowns and all(name in book for name, _ in cell):
            for state in set(then.tables.states) & set(now.tables.states):
                before = then.tables.count([cell], [state])
                now.system.bound(before, now.tables.count([cell], [state]))


def _difference(now: Told, old: Group, new: Group) -> Iterator[Requirement]:
    """The cases by which a group has grown, or what has been put right in it."""
    before, after = old.positive or 0, new.positive or 0
    rests = (old.n - before, new.n - after)
    if _grown(old, new):
        added = replace(
            new,
            about=f"{new.about}: added since the earlier bulletin",
            n=new.n - old.n,
            positive=after - before,
            kind="added",
        )
        for found in find_risks(added, now.rules):
            shift = before if found.form is new.positive_form else rests[0]
            yield replace(
                found,
                count=found.count + shift,
                low=found.low + shift,
                high=found.high + shift,
            )
        return
    for form, pair in ((new.positive_form, (before, after)), (new.others_form, rests)):
        if 0 < abs(pair[1] - pair[0]) < max(now.rules.least_cell, 1):
            about = f"{new.about}: changed since the earlier bulletin"
            rule = "few cases changed, and the difference tells how"
            low, high = min(pair), max(pair)
            yield Requirement(about, form, pair[1], low, high, rule, new.variables)
