"""Takes a system apart into parts that know nothing of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from probata.publication.disclosure.linear import (
    Form,
    Name,
    Requirement,
    Switch,
    System,
)
from probata.publication.disclosure.rows import Floats, Rows, make_rows


@dataclass(frozen=True)
class Told:
    """Published forms, and for each the number of its switch, or -1."""

    rows: Rows
    switch: NDArray[np.intp]


@dataclass(frozen=True)
class Goal:
    """The largest values of `forms` must together reach `target`.

    One form is an end of a count (a minimum is the maximum of the negative); a form and
    its negative are how far apart the ends are. `number` is that of the requirement.
    """

    forms: tuple[Floats, ...]
    target: float
    number: int


@dataclass(frozen=True)
class Component:
    """A part of a system with its own unknowns, numbered anew."""

    size: int
    cap: int
    tied: Rows
    told: Told
    switches: tuple[Switch, ...]
    requirements: tuple[Requirement, ...]
    goals: tuple[Goal, ...]


@dataclass(frozen=True)
class _Row:
    form: dict[int, float]
    low: float
    high: float
    switch: Name | None = None
    told: bool = False


def split_system(system: System) -> list[Component]:
    """The parts that hold a requirement; a count that is known for certain ties nothing."""
    rows = [_Row(dict(form), value, value) for form, value in system.equations]
    rows += [_Row(dict(form), -np.inf, value) for form, value in system.at_most]
    rows += [
        _Row(dict(item.form), item.low, item.high, item.switch, True)
        for item in system.published
    ]
    fixed = _fix(rows)
    kept = [row for row in (_without(row, fixed) for row in rows) if row.form]
    wanted = []
    for item in system.requirements:
        form, shift = _reduce(item.form, fixed)
        low, high = item.low - shift, item.high - shift
        wanted.append(replace(item, form=form, low=low, high=high))
    forms = [row.form for row in kept] + [dict(item.form) for item in wanted]
    parent = _join(system.size, (form for form in forms if form))
    parts: dict[int, tuple[list[_Row], list[Requirement]]] = {}
    for item in wanted:
        parts.setdefault(_place(parent, item.form), ([], []))[1].append(item)
    for row in kept:
        if (part := parts.get(_place(parent, row.form))) is not None:
            part[0].append(row)
    return [_build(*parts[root], system) for root in sorted(parts)]


def _place(parent: list[int], form: Form) -> int:
    """The part that a form is in; -1 for one that holds nothing unknown."""
    return _root(parent, next(iter(form))) if form else -1


def _fix(rows: Iterable[_Row]) -> dict[int, float]:
    """Unknowns that rows without a switch settle one after the other."""
    fixed: dict[int, float] = {}
    open_rows = [row for row in rows if row.switch is None and row.low == row.high]
    changed = True
    while changed:
        changed = False
        rest = []
        for row in open_rows:
            form, shift = _reduce(row.form, fixed)
            if len(form) == 1:
                unknown, times = next(iter(form.items()))
                fixed[unknown] = (row.low - shift) / times
                changed = True
            elif form:
                rest.append(row)
        open_rows = rest
    return fixed


def _reduce(form: Form, fixed: dict[int, float]) -> tuple[dict[int, float], float]:
    left = {unknown: times for unknown, times in form.items() if unknown not in fixed}
    shift = sum(
        times * fixed[unknown] for unknown, times in form.items() if unknown in fixed
    )
    return {unknown: times for unknown, times in left.items() if times}, shift


def _without(row: _Row, fixed: dict[int, float]) -> _Row:
    form, shift = _reduce(row.form, fixed)
    return _Row(form, row.low - shift, row.high - shift, row.switch, row.told)


def _join(size: int, forms: Iterable[dict[int, float]]) -> list[int]:
    parent = list(range(size))
    for form in forms:
        first, *others = form
        for other in others:
            parent[_root(parent, other)] = _root(parent, first)
    return parent


def _root(parent: list[int], unknown: int) -> int:
    while parent[unknown] != unknown:
        parent[unknown] = parent[parent[unknown]]
        unknown = parent[unknown]
    return unknown


def _build(
    own: list[_Row], requirements: list[Requirement], system: System
) -> Component:
    unknowns = sorted(
        {unknown for row in own for unknown in row.form}
        | {unknown for item in requirements for unknown in item.form}
    )
    place = {unknown: at for at, unknown in enumerate(unknowns)}
    names = sorted({row.switch for row in own if row.switch is not None})
    number = {name: at for at, name in enumerate(names)}
    told = [row for row in own if row.told]
    switch = [-1 if row.switch is None else number[row.switch] for row in told]
    return Component(
        size=len(unknowns),
        cap=system.cap,
        tied=_matrix([row for row in own if not row.told], place),
        told=Told(_matrix(told, place), np.array(switch, dtype=np.intp)),
        switches=tuple(system.switches[name] for name in names),
        requirements=tuple(requirements),
        goals=tuple(_goals(requirements, place)),
    )


def _matrix(rows: list[_Row], place: dict[int, int]) -> Rows:
    forms = [
        {place[unknown]: float(times) for unknown, times in row.form.items()}
        for row in rows
    ]
    return make_rows(forms, [row.low for row in rows], [row.high for row in rows])


def _goals(requirements: list[Requirement], place: dict[int, int]) -> Iterator[Goal]:
    for number, item in enumerate(requirements):
        form = np.zeros(len(place))
        for unknown, times in item.form.items():
            form[place[unknown]] = times
        if item.width:
            yield Goal((form, -form), item.width, number)
        else:
            yield Goal((form,), item.high, number)
            yield Goal((-form,), -item.low, number)
