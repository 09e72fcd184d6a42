"""The allocation as an integer programme, solved by HiGHS through SciPy.

Cases that are alike (same effort, same readers allowed, same reader so far) are counted,
not named: one whole number says how many of them each person reads. That takes away most
of the symmetry that makes such programmes slow. Cases that are read twice stay single.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.cohort.allocation.problem import NOBODY, STEP, Ints, Problem

# HiGHS stops after so many nodes: a limit on time makes the answer depend on the machine, so
# there is one only where somebody waits. Answers usually need fewer than a hundred.
NODES = 2_000
_LIMIT_REACHED, _INFEASIBLE = 1, 2


@dataclass(frozen=True)
class Found:
    """Who reads each case first and second; None where no way was found.

    `certain`: none exists or, for the fewest moves, `least` is the least there is.
    """

    first: Ints | None
    second: Ints | None
    certain: bool
    least: float = 0.0


@dataclass(frozen=True)
class _Variables:
    """One column of the programme each: the group, the person, first or second reading."""

    group: Ints
    person: Ints
    second: NDArray[np.bool_]


class Model:
    """One programme; `find` asks it with different limits.

    With `seconds`, all answers together take no longer; after that none is found.
    """

    def __init__(self, problem: Problem, seconds: float | None = None) -> None:
        self.problem = problem
        self._until = None if seconds is None else time.monotonic() + seconds
        self._groups = _group(problem)
        self._one = np.asarray([cases[0] for cases in self._groups], dtype=np.int64)
        self._size = np.asarray([len(cases) for cases in self._groups])
        self._variables = self._make_variables()

    def find(
        self,
        upper: Ints,
        lower: Ints | None = None,
        most_moves: int | None = None,
        fewest_moves: bool = False,
    ) -> Found:
        """Somebody for every reading, everybody's effort within `lower` and `upper`.

        With `fewest_moves` the way that takes the fewest readings from somebody.
        """
        if self.out_of_time:
            return Found(None, None, certain=False)
        rows = [*self._readings(), *self._efforts(upper, lower), *self._counts()]
        kept = self._kept()
        if most_moves is not None:
            rows.append((np.flatnonzero(kept), None, self._placed - most_moves, np.inf))
        cost = -kept.astype(np.float64) if fewest_moves else np.zeros(len(kept))
        answer = _solve(rows, cost, self._most(), self._seconds_left)
        if answer.values is None:
            return Found(None, None, certain=answer.certain)
        first, second = self._read_back(answer.values)
        least = max(0.0, self._placed + answer.bound) if fewest_moves else 0.0
        return Found(first, second, answer.certain, least)

    def least_excess(self) -> tuple[Ints, Ints]:
        """By how much people's limits must be exceeded, at least, for all to be read.

        (k,) steps of effort and (k,) first readings; their sum is as small as can be, a
        reading counting as much as an ordinary case. Every case must have a reader.
        """
        people, columns = len(self.problem.share), len(self._variables.person)
        rows = [*self._readings()]
        for place, row in enumerate(
            [*self._efforts(self.problem.most, None), *self._counts()]
        ):
            indices, weights, low, high = row
            weights = (
                np.ones(len(indices), dtype=np.int64) if weights is None else weights
            )
            indices, weights = (
                np.append(indices, columns + place),
                np.append(weights, -1),
            )
            rows.append((indices, weights, -np.inf, high))
        excess = np.repeat([1.0, float(STEP)], people)
        cost = np.concatenate([np.zeros(columns), excess])
        most = np.concatenate([self._most(), np.full(2 * people, self.problem.total)])
        answer = _solve(rows, cost, most)
        if answer.values is None:
            return np.zeros(people, dtype=np.int64), np.zeros(people, dtype=np.int64)
        over = answer.values[columns:]
        return over[:people], over[people:]

    @property
    def out_of_time(self) -> bool:
        return self._until is not None and time.monotonic() >= self._until

    @property
    def _seconds_left(self) -> float | None:
        return None if self._until is None else self._until - time.monotonic()

    def _most(self) -> Ints:
        return self._size[self._variables.group]

    @property
    def _placed(self) -> int:
        """Readings that somebody who is still here has so far."""
        before, second = self.problem.before, self.problem.before_second
        return int((before != NOBODY).sum() + (second != NOBODY).sum())

    def _make_variables(self) -> _Variables:
        problem = self.problem
        group, person = np.nonzero(problem.may[self._one])
        twice = problem.twice[self._one]
        again, reader = np.nonzero(problem.may_second[self._one] & twice[:, None])
        return _Variables(
            np.concatenate([group, again]),
            np.concatenate([person, reader]),
            np.repeat([False, True], [len(group), len(again)]),
        )

    def _readings(self) -> Iterable[_Row]:
        """Every case has a first reader, every case read twice another second one."""
        variables = self._variables
        for at, size in enumerate(self._size):
            mine = variables.group == at
            yield np.flatnonzero(mine & ~variables.second), None, size, size
            if self.problem.twice[self._one[at]]:
                yield np.flatnonzero(mine & variables.second), None, 1, 1
                for person in np.unique(variables.person[mine]):
                    both = np.flatnonzero(mine & (variables.person == person))
                    yield both, None, 0, 1

    def _efforts(self, upper: Ints, lower: Ints | None) -> Iterable[_Row]:
        effort = self._effort()
        for person, most in enumerate(upper):
            mine = np.flatnonzero(self._variables.person == person)
            least = 0 if lower is None else int(lower[person])
            yield mine, effort[mine], least, int(most)

    def _effort(self) -> Ints:
        """The effort of one reading of each variable, in steps."""
        first = self.problem.effort[self._one[self._variables.group]]
        return np.where(self._variables.second, self.problem.second_effort, first)

    def _counts(self) -> Iterable[_Row]:
        variables = self._variables
        for person, most in enumerate(self.problem.most_cases):
            mine = (variables.person == person) & ~variables.second
            yield np.flatnonzero(mine), None, 0, int(most)

    def _kept(self) -> NDArray[np.bool_]:
        """The variables by which a reading stays with who has it."""
        variables, one = self._variables, self._one[self._variables.group]
        before = np.where(
            variables.second, self.problem.before_second[one], self.problem.before[one]
        )
        return np.asarray(before == variables.person)

    def _read_back(self, values: Ints) -> tuple[Ints, Ints]:
        """Name the cases of each group again: in their order, to people in theirs."""
        n = len(self.problem.effort)
        first = np.full(n, NOBODY, dtype=np.int64)
        second = np.full(n, NOBODY, dtype=np.int64)
        variables = self._variables
        for at, cases in enumerate(self._groups):
            mine = variables.group == at
            readers = np.repeat(
                variables.person[mine & ~variables.second],
                values[mine & ~variables.second],
            )
            first[cases] = readers
            again = mine & variables.second
            if again.any():
                second[cases] = np.repeat(variables.person[again], values[again])
        return first, second


_Row = tuple[NDArray[np.intp], Ints | None, float, float]


@dataclass(frozen=True)
class _Answer:
    """Whole values of the variables, if any; `certain` where that is a proof."""

    values: Ints | None
    certain: bool
    bound: float


def _solve(
    rows: list[_Row],
    cost: NDArray[np.float64],
    most: Ints,
    seconds: float | None = None,
) -> _Answer:
    """Minimise the cost of whole variables from 0 to `most` within the rows."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    matrix, low, high = _matrix(rows, len(cost))
    options: dict[str, float] = {"node_limit": NODES, "mip_rel_gap": 0.0}
    if seconds is not None:
        options["time_limit"] = max(seconds, 0.01)
    answer = milp(
        cost,
        constraints=LinearConstraint(matrix, low, high),
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, most),
        options=options,
    )
    if answer.x is None:
        return _Answer(None, answer.status == _INFEASIBLE, -np.inf)
    bound = -np.inf if answer.mip_dual_bound is None else answer.mip_dual_bound
    values = np.rint(answer.x).astype(np.int64)
    return _Answer(values, answer.status != _LIMIT_REACHED, bound)


def _group(problem: Problem) -> list[Ints]:
    """Cases that are alike, by number; each case that is read twice by itself."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for at in range(len(problem.effort)):
        key: tuple[object, ...] = (
            int(problem.effort[at]),
            problem.may[at].tobytes(),
            int(problem.before[at]),
            at if problem.twice[at] else -1,
        )
        groups.setdefault(key, []).append(at)
    return [np.asarray(cases, dtype=np.int64) for cases in groups.values()]


def _matrix(rows: list[_Row], columns: int):  # type: ignore[no-untyped-def]
    """Rows of indices and weights as a sparse matrix with its lower and upper limits."""
    from scipy.sparse import csr_array

    sizes = [len(indices) for indices, *_ in rows]
    indices = np.concatenate([indices for indices, *_ in rows])
    weights = np.concatenate(
        [
            np.ones(len(indices)) if weight is None else weight.astype(np.float64)
            for indices, weight, *_ in rows
        ]
    )
    starts = np.concatenate([[0], np.cumsum(sizes)])
    matrix = csr_array((weights, indices, starts), shape=(len(rows), columns))
    low = np.asarray([row[2] for row in rows], dtype=np.float64)
    high = np.asarray([row[3] for row in rows], dtype=np.float64)
    return matrix, low, high
