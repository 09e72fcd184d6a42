"""Chooses the cheapest numbers to hold back so that every protected count stays open.

Fischetti and Salazar-Gonzalez's method (Management Science 47, 2001): a mixed-integer
programme over which numbers to hold back, and a linear programme, the attacker's, for each
end of each protected count. Where the attacker rules an end out, the prices of his
programme make an inequality that every safe choice meets; it joins the first programme.
Where STILL rounds have moved the cost by less than GAP, after ROUNDS rounds, where the
first programme takes more than NODES nodes, or where fractions of cases would be safe and
whole cases are not, more is held back until all is safe, and then whatever can be taken
back is; what is chosen may then cost a little more than the least possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from probata.publication.disclosure.attack import TOLERANCE, Bools
from probata.publication.disclosure.components import Component, split_system
from probata.publication.disclosure.goals import Cut, Goals
from probata.publication.disclosure.linear import Name, Requirement, System
from probata.publication.disclosure.rows import Floats, Ints, make_rows
from probata.publication.disclosure.solver import solve_whole

Tell = Callable[[str], None]
# Prefers, between choices that cost the same, the one named first.
FIRST = 1e-7
GAP = 0.01
LITTLE = 0.002
ROUNDS = 30
NODES = 50
STILL = 4
CLING = 0.2


class Infeasible(Exception):
    """With everything held back that can be, a count can still be worked out."""

    def __init__(self, requirements: Iterable[Requirement]) -> None:
        self.requirements = tuple(requirements)
        super().__init__(", ".join(item.about for item in self.requirements))


def choose_switches(system: System, tell: Tell | None = None) -> frozenset[Name]:
    """The names of the switches to turn off, so that every requirement is met.

    A requirement that no choice could meet in full is met as far as it can be. Raises
    Infeasible where that leaves a count with one possible value, with all such counts.
    """
    if not system.requirements:
        return frozenset()
    off: set[Name] = set()
    impossible: list[Requirement] = []
    parts = split_system(system)
    for at, part in enumerate(parts, 1):
        if tell and len(parts) > 1:
            tell(
                f"Part {at} of {len(parts)}: {len(part.requirements)} counts to protect"
            )
        try:
            chosen = _Chooser(part).choose()
        except Infeasible as error:
            impossible += error.requirements
            continue
        off |= {part.switches[index].name for index in np.flatnonzero(chosen)}
    if impossible:
        raise Infeasible(impossible)
    return frozenset(off)


class _Chooser:
    """The search in one component."""

    def __init__(self, part: Component) -> None:
        self.part = part
        self.goals = Goals(part)
        self.costs = np.array([item.cost for item in part.switches], dtype=float)
        self.cuts: list[Cut] = []
        self.last = np.zeros(len(part.switches), dtype=bool)

    def choose(self) -> Bools:
        if shut := self.goals.lower():
            raise Infeasible(self.part.requirements[number] for number in shut)
        off = np.zeros(len(self.part.switches), dtype=bool)
        if not off.size:
            return off
        forced = self._forced()
        wanted, cuts = self._search(forced)
        off = self._repair(self._add(forced, wanted, cuts))
        return off if (off == wanted).all() else self._take_back(off, wanted)

    def _search(self, forced: Bools) -> tuple[Bools, list[Cut]]:
        """The cheapest choice, and what is still wrong with it where this takes too long."""
        off, cuts = forced, []
        spent: list[float] = []
        while len(spent) < ROUNDS:
            cheapest = self._cheapest(forced, GAP)
            if cheapest is None:
                break
            off = cheapest
            cuts = self.goals.cut(off)
            self.cuts += cuts
            spent.append(float(self.costs @ off))
            still = len(spent) > STILL and spent[-1] < (1 + LITTLE) * spent[-1 - STILL]
            if still or not cuts:
                break
        return off, cuts

    def _add(self, forced: Bools, off: Bools, cuts: list[Cut]) -> Bools:
        """Go on until fractions are safe, clinging ever more to what is chosen already."""
        cling = CLING
        while cuts:
            more = self._cheapest(forced, cling)
            if more is None:
                return np.ones_like(off)
            off = more
            cuts = self.goals.cut(off)
            self.cuts += cuts
            cling = min(1.0, cling + CLING)
        return off

    def _forced(self) -> Bools:
        """Switches whose number is itself a protected count, told exactly."""
        rows = self.part.told.rows
        told: dict[tuple[tuple[int, float], ...], list[int]] = {}
        for at in range(len(rows)):
            inside = rows.row == at
            key = _key(rows.column[inside], rows.value[inside])
            told.setdefault(key, []).append(at)
        forced = np.zeros(len(self.part.switches), dtype=bool)
        for goal in self.goals.goals:
            form = goal.forms[0]
            columns = np.flatnonzero(form)
            for at in told.get(_key(columns, form[columns]), ()):
                switch = self.part.told.switch[at]
                reach = rows.high[at] - (rows.low[at] if len(goal.forms) > 1 else 0)
                if switch >= 0 and reach < goal.target - TOLERANCE:
                    forced[switch] = True
        return forced

    def _cheapest(self, forced: Bools, cling: float) -> Bools | None:
        """The cheapest choice that meets every cut so far; None where it is hard to find.

        What the last choice holds back counts as cheaper by the share `cling`, so that
        choices of like cost do not take turns.
        """
        count = len(self.part.switches)
        forms = [cut.gain for cut in self.cuts]
        for at, other in self._needs():
            row = np.zeros(count)
            row[other], row[at] = 1, -1
            forms.append(row)
        least = [cut.least for cut in self.cuts] + [0.0] * len(self._needs())
        rows = make_rows(
            [dict(zip(*_entries(form), strict=True)) for form in forms],
            least,
            [np.inf] * len(forms),
        )
        found = solve_whole(
            rows,
            self.costs * np.where(self.last, 1 - cling, 1) + FIRST * np.arange(count),
            1,
            least=forced.astype(float),
            gap=GAP,
            nodes=NODES,
        )
        if found is None:
            return None
        self.last = np.asarray(found > 0.5)
        return self.last

    def _needs(self) -> Sequence[tuple[int, int]]:
        """Pairs of switches: the first is off only with the second."""
        number = {item.name: at for at, item in enumerate(self.part.switches)}
        return [
            (at, number[name])
            for at, item in enumerate(self.part.switches)
            for name in item.needs
            if name in number
        ]

    # --- where the search would take too long --------------------------------------------

    def _repair(self, off: Bools) -> Bools:
        """More switches off, until every goal can be reached."""
        for goal in self.goals.goals:
            if not self.goals.is_reached(goal, off):
                off = self.goals.open_up(goal, off, self.costs)
                for at, other in self._needs():
                    off[other] |= off[at]
        return off

    def _take_back(self, off: Bools, wanted: Bools) -> Bools:
        """Take back what can be, the dearest first; what the programme chose comes last."""
        off = off.copy()
        for at in np.lexsort((-self.costs, wanted)):
            if not off[at]:
                continue
            off[at] = False
            torn = any(off[first] and not off[other] for first, other in self._needs())
            if torn or not self.goals.is_safe(off):
                off[at] = True
        return off


def _key(columns: Ints, values: Floats) -> tuple[tuple[int, float], ...]:
    return tuple(sorted(zip(columns.tolist(), values.tolist(), strict=True)))


def _entries(form: Floats) -> tuple[list[int], list[float]]:
    columns = np.flatnonzero(form)
    return columns.tolist(), form[columns].tolist()
