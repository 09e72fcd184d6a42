"""The reader who works out a suppressed count from everything that is published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.publication.disclosure.components import Component
from probata.publication.disclosure.rows import Floats
from probata.publication.disclosure.solver import (
    Blocking,
    Closest,
    LinearProgramme,
    solve_whole,
)

Bools = NDArray[np.bool_]
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Extreme:
    """The largest value of a form, where it is reached, and what each switch would add.

    `gain` bounds from above by how much the value rises when a switch is turned off.
    """

    value: float
    solution: Floats
    gain: Floats


class Attack:
    """What can be worked out from one component, with some of its switches off."""

    def __init__(self, part: Component) -> None:
        self.part = part
        # The rows that are always known, then the published ones.
        self.rows = part.tied.followed_by(part.told.rows)
        self.first = len(part.tied)
        self.programme = LinearProgramme(self.rows, part.size, part.cap)
        can_give = (part.told.switch >= 0).astype(float)
        self.blocking = Blocking(
            part.tied, part.told.rows, can_give, part.size, part.cap
        )
        self.closest = Closest(part.tied, part.told.rows, part.size, part.cap)

    def maximise(self, form: Floats, off: Bools) -> Extreme:
        """The largest value of a form, by linear programming."""
        low, high = self._bounds(off)
        value, solution, price = self.programme.maximise(form, low, high)
        # Off, a number may be anything from nought to the cap.
        told = slice(self.first, None)
        room = np.where(price[told] > 0, self.part.cap - high[told], low[told])
        gain = np.abs(price[told]) * room
        visible = self.visible(off)
        return Extreme(value, solution, self._by_switch(np.where(visible, gain, 0)))

    def find_blockers(
        self, form: Floats, target: float, off: Bools
    ) -> tuple[Floats, Bools | None]:
        """Counts at which a form reaches its target or, where none are possible, why.

        The programme finds by how much every published number would have to give way for
        the target to be reached. Where that is not nought, the prices at the solution
        belong to a minimal set of numbers that rule the target out between them, so that
        one of them must be held back; the second answer says which switches these are.
        """
        count = len(self.part.told.rows)
        shut = ~self.visible(off)
        low, high = self.part.told.rows.low, self.part.told.rows.high
        solution, price = self.blocking.reach(
            form,
            target,
            np.concatenate([np.where(shut, -np.inf, low), np.full(count, -np.inf)]),
            np.concatenate([np.full(count, np.inf), np.where(shut, np.inf, high)]),
        )
        if solution[-1] <= TOLERANCE:
            return solution[:-1], None
        paid = np.abs(price[:count]) + np.abs(price[count:])
        return solution[:-1], self._by_switch(paid) > TOLERANCE

    def reach(self, form: Floats, target: float, off: Bools) -> Floats | None:
        """Counts at which a form reaches its target, few published numbers apart."""
        return self.closest.reach(form, target, ~self.visible(off))

    def maximise_whole(self, form: Floats, off: Bools) -> tuple[float, Floats]:
        """The largest value that whole numbers reach, and where."""
        low, high = self._bounds(off)
        rows = self.rows.within(low, high)
        found = solve_whole(rows, -form, self.part.cap)
        if found is None:
            raise AssertionError("the published numbers contradict each other")
        return float(form @ found), found

    def reach_whole(self, form: Floats, target: float, off: Bools) -> Floats | None:
        """Whole numbers at which a form reaches its target; None where there are none."""
        low, high = self._bounds(off)
        rows = self.rows.within(low, high).with_row(form, target)
        return solve_whole(rows, np.zeros(self.part.size), self.part.cap)

    def open_up(
        self, form: Floats, target: float, off: Bools, costs: Floats
    ) -> Bools | None:
        """Switches that, off as well, let a form reach its target; few of them and cheap.

        None where no switches would.

        An integer programme: whole counts with the least departure from what is
        published, each departure at its price.
        """
        part, told = self.part, self.part.told
        hidden = ~self.visible(off)
        price = np.append(costs, 0.0)[told.switch] * ~hidden
        fixed = (told.switch < 0) & ~hidden
        room = np.where(fixed, 0.0, part.cap)
        # Further unknowns: how far each published row lies above and below what is told.
        rows = self.rows.with_row(form, target).with_slack(
            self.first + np.arange(len(told.rows)), part.size
        )
        found = solve_whole(
            rows,
            np.concatenate([np.zeros(part.size), price, price]),
            np.concatenate([np.full(part.size, part.cap), room, room]),
            part.size,
        )
        if found is None:
            return None
        return self.needed(found[: part.size]) & ~off

    def visible(self, off: Bools) -> Bools:
        """Which published rows a reader sees."""
        switch = self.part.told.switch
        seen: Bools = (switch < 0) | ~np.append(off, False)[switch]
        return seen

    def _bounds(self, off: Bools) -> tuple[Floats, Floats]:
        seen = np.append(np.ones(self.first, dtype=bool), self.visible(off))
        low = np.where(seen, self.rows.low, 0.0)
        return low, np.where(seen, self.rows.high, self.part.cap)

    def needed(self, solution: Floats) -> Bools:
        """The switches that must be off for a reader to think a solution possible."""
        rows = self.part.told.rows
        value = rows.times(solution)
        out = (value < rows.low - TOLERANCE) | (value > rows.high + TOLERANCE)
        return self._by_switch(out.astype(float)) > 0

    def _by_switch(self, values: Floats) -> Floats:
        """Row values added up over the rows of each switch."""
        switch = self.part.told.switch
        owned = switch >= 0
        total = np.zeros(len(self.part.switches))
        np.add.at(total, switch[owned], values[owned])
        return total
