"""Tables of counts over the same cases, and how one is the margin of another.

A cell holds two unknowns: its cases with the positive outcome, and the rest of those
whose outcome is known; a third, where there are any, for those whose outcome is not. The
outcome meant is the first one of the study; further ones are variables like others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal

from probata.dataset.combinations import Gap, Value
from probata.publication.disclosure.linear import Form, System, add_forms

# (variable, value) by the name of the variable; the empty cell holds all cases.
Cell = tuple[tuple[str, Value], ...]
Names = tuple[str, ...]
State = Literal["positive", "others", "unknown"]
# Of a case that a model uses; of any other, the variable at which it is lost.
USED = "used in the model"
# A table that only ties others together has at most so many cells, and all of them so many.
MOST = 300
ENOUGH = 500


def make_cell(values: Mapping[str, Value]) -> Cell:
    return tuple(sorted(values.items(), key=lambda pair: pair[0]))


def narrow(cell: Cell, names: Iterable[str]) -> Cell:
    """The cell of a margin that a cell adds to."""
    kept = set(names)
    return tuple(pair for pair in cell if pair[0] in kept)


class Tables:
    """The tables of one bulletin. `values` are those that a variable can have.

    `outcome` is the first outcome and its positive category; `some_unknown` says whether
    there are cases for which it is not known.
    """

    def __init__(
        self, system: System, outcome: tuple[str, str], *, some_unknown: bool
    ) -> None:
        self.system = system
        self.outcome = outcome
        self.states: tuple[State, ...] = ("positive", "others")
        if some_unknown:
            self.states += ("unknown",)
        self.values: dict[str, Sequence[Value]] = {}
        self.unknowns: dict[Cell, dict[State, int]] = {}
        self.tables: dict[Names, dict[Cell, None]] = {}
        # A variable that says what becomes of a case in a model -> the variables it looks
        # at, in their order.
        self.complete: dict[str, tuple[str, ...]] = {}
        self.left = ENOUGH
        self.add((), [()])

    def add(self, names: Iterable[str], cells: Iterable[Cell] | None = None) -> None:
        """A table over variables; its cells are every combination, or those named."""
        key = tuple(sorted(names))
        if cells is None:
            cells = self._every(key)
        table = self.tables.setdefault(key, {})
        for cell in cells:
            if not self._is_possible(cell):
                continue
            table[cell] = None
            if cell not in self.unknowns:
                self.unknowns[cell] = {
                    state: self.system.new_unknown() for state in self._states(cell)
                }

    def _states(self, cell: Cell) -> tuple[State, ...]:
        """The outcome that the cases of a cell may have: one, where the cell names it."""
        name, positive = self.outcome
        value = dict(cell).get(name)
        if value is None:
            return self.states
        if isinstance(value, Gap):
            return ("unknown",)
        return ("positive",) if value == positive else ("others",)

    def _is_possible(self, cell: Cell) -> bool:
        """A case is lost at the first variable without a value, and used if there is none."""
        values = dict(cell)
        for name in self.complete.keys() & values.keys():
            for at in self.complete[name]:
                if (
                    isinstance(values.get(at), Gap) != (at == values[name])
                    and at in values
                ):
                    return False
                if at == values[name]:
                    break
        return True

    def _every(self, names: Names) -> list[Cell]:
        cells: list[Cell] = [()]
        for name in names:
            cells = [
                (*cell, (name, value)) for cell in cells for value in self.values[name]
            ]
        return cells

    def positive(self, *cells: Cell) -> Form:
        return self.count(cells, ("positive",))

    def others(self, *cells: Cell) -> Form:
        return self.count(cells, ("others",))

    def n(self, *cells: Cell) -> Form:
        """The cases whose outcome is known."""
        return self.count(cells, ("positive", "others"))

    def every(self, *cells: Cell) -> Form:
        """All cases, also those whose outcome is not known."""
        return self.count(cells, self.states)

    def count(self, cells: Iterable[Cell], states: Sequence[State]) -> Form:
        """Cases of some cells; an impossible cell has none and counts nothing."""
        return add_forms(
            *(
                {self.unknowns[cell][state]: 1.0}
                for cell in cells
                if cell in self.unknowns or self._is_possible(cell)
                for state in states
                if state in self.unknowns[cell]
            )
        )

    def gaps(self, name: str) -> list[Value]:
        return [value for value in self.values[name] if isinstance(value, Gap)]

    def tie(self) -> None:
        """Make every table add up to its margins, through tables that nobody sees too."""
        if not self._join_all():
            self._triangulate()
            self._extend()
        self._intersect()
        for names in self.tables:
            for margin in self._covers(names):
                self._add_up(names, margin)

    # --- tables that tie others together -----------------------------------------------

    def _join_all(self) -> bool:
        """Add the table over everything, where it is small: then nothing is missed."""
        return len(self.values) > 2 and self._add_joint(self.values)

    def _triangulate(self) -> None:
        """Add tables over the cliques of the graph of what is crossed with what.

        Margins that agree two by two need not fit one table together; with the cliques of
        a triangulated graph they do. Variables are taken away in the order that joins the
        fewest others; whether a case is complete is left to `_extend`.
        """
        near: dict[str, set[str]] = {
            name: set() for name in self.values if name not in self.complete
        }
        for one, other in self._pairs_crossed():
            if one in near and other in near:
                near[one].add(other)
                near[other].add(one)
        while near:
            name = min(near, key=lambda item: (_missing_edges(near, item), item))
            neighbours = near.pop(name)
            for one in neighbours:
                near[one] |= neighbours - {one}
                near[one].discard(name)
            self._add_joint((name, *sorted(neighbours)))

    def _extend(self) -> None:
        """Join a variable to a table where it is crossed with two or more of its variables."""
        pairs = self._pairs_crossed()
        queue = [names for names in self.tables if len(names) > 1]
        for names in queue:
            for other in self.values:
                near = sum(tuple(sorted((name, other))) in pairs for name in names)
                if other in names or near < 2:
                    continue
                if self._add_joint((*names, other)):
                    queue.append(tuple(sorted((*names, other))))

    def _pairs_crossed(self) -> set[tuple[str, ...]]:
        return {pair for names in self.tables for pair in combinations(names, 2)}

    def _add_joint(self, names: Iterable[str]) -> bool:
        """Add a table over these variables, unless it would be too large."""
        key = tuple(sorted(names))
        if key in self.tables or len(key) < 3:
            return False
        inside = [item for item in self.tables if set(item) < set(key)]
        start = max(inside, key=lambda item: (len(item), item))
        cells = list(self.tables[start])
        for name in key:
            if name in start:
                continue
            done = {*start, *(item for item in key if item < name), name}
            cells = self._joined(cells, name, [i for i in inside if set(i) <= done])
            if len(cells) > min(MOST, self.left):
                return False
        self.left -= len(cells)
        self.add(key, cells)
        return True

    def _joined(
        self, cells: Iterable[Cell], other: str, inside: Sequence[Names]
    ) -> list[Cell]:
        joined = [
            make_cell(dict((*cell, (other, value))))
            for cell in cells
            for value in self.values[other]
        ]
        return [
            cell
            for cell in joined
            if self._is_possible(cell)
            and all(narrow(cell, item) in self.tables[item] for item in inside)
        ]

    def _intersect(self) -> None:
        """Add the margin that two tables share, where it is not there."""
        queue = list(self.tables)
        for at, names in enumerate(queue):
            for other in queue[:at]:
                shared = tuple(sorted(set(names) & set(other)))
                if shared and shared not in self.tables:
                    cells = [*self.tables[names], *self.tables[other]]
                    self.add(shared, (narrow(cell, shared) for cell in cells))
                    queue.append(shared)

    def _covers(self, names: Names) -> list[Names]:
        """The largest tables whose variables are some of these."""
        inside = [item for item in self.tables if set(item) < set(names)]
        return [
            item
            for item in inside
            if not any(set(item) < set(other) for other in inside)
        ]

    def _add_up(self, names: Names, margin: Names) -> None:
        parts: dict[Cell, list[Cell]] = {cell: [] for cell in self.tables[margin]}
        for cell in self.tables[names]:
            if (whole := narrow(cell, margin)) in parts:
                parts[whole].append(cell)
            else:
                self.system.equate(self.every(cell), 0)
        for whole, cells in parts.items():
            for state in self.unknowns[whole]:
                total = self.count([whole], [state])
                self.system.equate_sum(total, [self.count(cells, [state])])


def _missing_edges(near: Mapping[str, set[str]], name: str) -> int:
    """How many neighbours of a node are not neighbours of each other."""
    pairs = combinations(sorted(near[name]), 2)
    return sum(other not in near[one] for one, other in pairs)
