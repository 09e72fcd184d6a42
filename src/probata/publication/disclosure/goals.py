"""Whether every goal of a component can be reached, with what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from probata.publication.disclosure.attack import TOLERANCE, Attack, Bools
from probata.publication.disclosure.components import Component, Goal
from probata.publication.disclosure.rows import Floats


@dataclass(frozen=True)
class Cut:
    """The gains of the switches that are off add up to `least` or more."""

    gain: Floats
    least: float


@dataclass(frozen=True)
class _Solution:
    """Counts, the switches that must be off for them to be possible, and if all are whole."""

    counts: Floats
    needed: Bools
    whole: bool


class Goals:
    """The goals of a component. Solutions are kept: one often reaches many goals."""

    def __init__(self, part: Component) -> None:
        self.part = part
        self.attack = Attack(part)
        self.goals = list(part.goals)
        self.known: list[_Solution] = []

    def lower(self) -> list[int]:
        """Lower each goal to what is possible with everything held back.

        Gives the numbers of the requirements whose count has one possible value even then.
        """
        off = np.ones(len(self.part.switches), dtype=bool)
        self.goals = [
            replace(goal, target=min(goal.target, self._reach(goal, off)))
            for goal in self.goals
        ]
        # The two ends of a count, or their distance, in one sum.
        room = np.zeros(len(self.part.requirements))
        for goal in self.goals:
            room[goal.number] += goal.target
        return [int(number) for number in np.flatnonzero(room < 1 - TOLERANCE)]

    def cut(self, off: Bools) -> list[Cut]:
        """What is wrong with a choice; nothing where fractions reach every goal."""
        return [cut for goal in self.goals if (cut := self.test(goal, off))]

    def is_safe(self, off: Bools) -> bool:
        """Whether whole numbers reach every goal; one that failed is tried first next time."""
        for reached in (self._is_possible, self._is_whole):
            for at, goal in enumerate(self.goals):
                if not reached(goal, off):
                    self.goals.insert(0, self.goals.pop(at))
                    return False
        return True

    def is_reached(self, goal: Goal, off: Bools) -> bool:
        """Whether whole numbers reach a goal; fractions are tried first."""
        return self._is_possible(goal, off) and self._is_whole(goal, off)

    def _is_possible(self, goal: Goal, off: Bools) -> bool:
        return self.test(goal, off) is None

    def test(self, goal: Goal, off: Bools) -> Cut | None:
        """None where fractions reach the goal; otherwise what any choice must do better."""
        if self._is_known(goal, off, whole=False):
            return None
        if len(goal.forms) > 1:
            return self._test_spread(goal, off)
        form = goal.forms[0]
        solution = self.attack.reach(form, goal.target, off)
        if solution is not None:
            self._keep(solution)
            return None
        solution, blockers = self.attack.find_blockers(form, goal.target, off)
        if blockers is not None:
            return Cut(blockers.astype(float), 1)
        self._keep(solution)
        return None

    def _test_spread(self, goal: Goal, off: Bools) -> Cut | None:
        found = [self.attack.maximise(form, off) for form in goal.forms]
        short = goal.target - sum(item.value for item in found)
        if short > TOLERANCE:
            gain = np.minimum(sum(item.gain for item in found), short)
            return Cut(np.where(off, 0, gain) / short, 1 - TOLERANCE)
        for item in found:
            self._keep(item.solution)
        return None

    def open_up(self, goal: Goal, off: Bools, costs: Floats) -> Bools:
        """More switches off, with which the goal is reached."""
        ends = [self.attack.maximise_whole(form, off)[0] for form in goal.forms]
        short = goal.target - sum(ends)
        for form, end in zip(goal.forms, ends, strict=True):
            more = self.attack.open_up(form, end + short, off, costs)
            if more is not None:
                return off | more
        return np.ones_like(off)

    def _reach(self, goal: Goal, off: Bools) -> float:
        """How far a goal can be reached; its target, where that is further."""
        if not self.part.size:  # every count is settled by what is never held back
            return 0.0
        if self._is_known(goal, off, whole=True):
            return goal.target
        if len(goal.forms) == 1:
            solution = self.attack.reach(goal.forms[0], goal.target, off)
            if solution is not None:
                self._keep(solution)
                if self._is_whole(goal, off):
                    return goal.target
        return self._reach_whole(goal, off)

    def _reach_whole(self, goal: Goal, off: Bools) -> float:
        total = 0.0
        for form in goal.forms:
            value, solution = self.attack.maximise_whole(form, off)
            self._keep(solution)
            total += value
        return total

    def _is_whole(self, goal: Goal, off: Bools) -> bool:
        """Whether whole numbers reach a goal that fractions reach."""
        if self._is_known(goal, off, whole=True):
            return True
        if len(goal.forms) > 1:
            return self._reach_whole(goal, off) >= goal.target - TOLERANCE
        found = self.attack.reach_whole(goal.forms[0], goal.target, off)
        if found is not None:
            self._keep(found)
        return found is not None

    def _is_known(self, goal: Goal, off: Bools, *, whole: bool) -> bool:
        """Whether solutions found before reach the goal, and are possible now."""
        possible = [
            item.counts
            for item in self.known
            if (item.whole or not whole) and not (item.needed & ~off).any()
        ]
        if not possible:
            return False
        ends = (max(form @ counts for counts in possible) for form in goal.forms)
        return bool(sum(ends) >= goal.target - TOLERANCE)

    def _keep(self, solution: Floats) -> None:
        counts = np.round(solution)
        whole = bool(np.abs(counts - solution).max(initial=0) < TOLERANCE)
        kept = counts if whole else solution
        self.known.append(_Solution(kept, self.attack.needed(kept), whole))
