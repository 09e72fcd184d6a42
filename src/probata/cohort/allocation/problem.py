"""An allocation as numbers: who may read what, how much it is, how much each can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

STEP = 20  # steps of effort in an ordinary case; of a share in full time
NOBODY = -1
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Problem:
    """n cases and k people; efforts and shares in whole steps of 1/20.

    `effort` (n,) of a first reading; `twice` (n,) where a second person reads it, for
    `second_effort`; `may` and `may_second` (n, k) who may; `share` (k,); `most` (k,)
    steps of effort and `most_cases` (k,) first readings that nobody exceeds; `before`
    and `before_second` (n,) who reads so far, -1 for nobody who is still here.
    """

    effort: Ints
    twice: Bools
    second_effort: int
    may: Bools
    may_second: Bools
    share: Ints
    most: Ints
    most_cases: Ints
    before: Ints
    before_second: Ints

    @property
    def total(self) -> int:
        """All effort there is, in steps."""
        return int(self.effort.sum()) + self.second_effort * int(self.twice.sum())


def without_reader(problem: Problem) -> Bools:
    """(n,) the cases that nobody may read."""
    return np.asarray(~problem.may.any(axis=1))


def without_second(problem: Problem) -> Bools:
    """(n,) the cases to be read twice that somebody may read, but no two people."""
    alone = ~have_pairs(problem.may, problem.may_second) & ~without_reader(problem)
    return np.asarray(problem.twice & alone)


def have_pairs(may: Bools, may_second: Bools) -> Bools:
    """(n,) the cases that one person may read first and another one second."""
    pairs = may[:, :, None] & may_second[:, None, :]
    pairs &= ~np.eye(may.shape[1], dtype=bool)
    return np.asarray(pairs.any(axis=(1, 2)))


def keep_readers(problem: Problem, kept: Mapping[int, int]) -> Problem:
    """The problem in which some cases can be read by one settled person alone.

    They keep the case even where a bar stands between them now: that was decided before.
    """
    may = problem.may.copy()
    for case, person in kept.items():
        may[case] = False
        may[case, person] = True
    return replace(problem, may=may)


@dataclass(frozen=True)
class Solution:
    """Who reads: `first` (n,), `second` (n,), -1 where nobody does.

    `level` is the effort of the busiest by full time, `bound` what no allocation can
    go below, both in ordinary cases; `moves` are the readings taken from somebody who is
    still here, `fewest_moves` what no allocation within the tolerance can go below.
    """

    first: Ints
    second: Ints
    level: float
    bound: float
    moves: int
    fewest_moves: int

    @property
    def gap(self) -> float:
        """How far, at most, the busiest is above the best possible: 0 is proven best."""
        return max(0.0, self.level / self.bound - 1) if self.bound else 0.0


def loads(problem: Problem, first: Ints, second: Ints) -> Ints:
    """(k,) the effort of each person in steps."""
    people = len(problem.share)
    load = np.bincount(first, weights=problem.effort, minlength=people)
    twice = second[second != NOBODY]
    load += problem.second_effort * np.bincount(twice, minlength=people)
    return load.astype(np.int64)
