"""Finds the allocation: the busiest carries as little as possible, then few moves.

The level of an allocation is the effort of the busiest person by full time. A least level
is found by asking, for one level after another, whether any allocation keeps to it: each
answer, yes or no, is a proof, and comes in a fraction of the time that minimising takes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from fractions import Fraction
from math import ceil

import numpy as np

from probata.cohort.allocation.model import Found, Model
from probata.cohort.allocation.problem import (
    NOBODY,
    Ints,
    Problem,
    Solution,
    loads,
    without_reader,
    without_second,
)
from probata.errors import AnalysisError


def share_out(
    problem: Problem, tolerance: float, seconds: float | None = None
) -> Solution | None:
    """The best allocation; None where no allocation meets every constraint.

    With `seconds`, the best found in that time. Raises AnalysisError where none was.

    Without earlier readers the busiest carries as little as possible, then the least
    busy as much as possible. With them, as few readings as possible move while nobody
    carries more than the tolerance above the best level.
    """
    if without_reader(problem).any() or without_second(problem).any():
        return None
    model = Model(problem, seconds)
    levels = _levels(problem)
    at, found, proven = _first(
        lambda at: model.find(_upper(problem, levels[at])), len(levels)
    )
    if found is None:
        if model.out_of_time:
            raise AnalysisError(
                f"No allocation was found within {seconds:g} seconds. Relax a limit, or "
                "allocate some cases by hand first."
            )
        return None
    bound = float(levels[proven])
    if (problem.before != NOBODY).any() or (problem.before_second != NOBODY).any():
        return _few_moves(model, levels, at, bound, tolerance)
    found = _raise_least(model, levels, at, found)
    return _solution(problem, found, bound, 0)


def _levels(problem: Problem) -> list[Fraction]:
    """Every level that can be the busiest's, from the least that has room for all.

    A level is a load over a share: whole steps of effort over steps of full time.
    """
    total = problem.total
    shares = sorted(set(problem.share.tolist()))
    least = Fraction(total, int(problem.share.sum()))
    levels = sorted(
        {
            Fraction(load, share)
            for share in shares
            for load in range(int(least * share), total + 1)
        }
    )
    roomy = bisect_left(
        levels, True, key=lambda level: int(_upper(problem, level).sum()) >= total
    )
    return levels[roomy:] or levels[-1:]


def _upper(problem: Problem, level: Fraction) -> Ints:
    """(k,) the most steps that each carries at a level, and of which they are able."""
    room = [int(level * share) for share in problem.share.tolist()]
    return np.minimum(np.asarray(room, dtype=np.int64), problem.most)


def _first(ask: Callable[[int], Found], count: int) -> tuple[int, Found | None, int]:
    """The first place whose answer is yes: the place, the answer, and the first place
    that no proof rules out. Answers go from no to yes once; strides double, then halve.
    """
    best: Found | None = None
    ruled_out, low, high, stride = -1, -1, 0, 1
    while True:
        found = ask(high)
        if found.first is not None:
            best = found
            break
        if found.certain:
            ruled_out = high
        if high == count - 1:
            return high, None, ruled_out + 1
        low, high, stride = high, min(high + stride, count - 1), stride * 2
    while high - low > 1:
        middle = (low + high) // 2
        found = ask(middle)
        if found.first is not None:
            high, best = middle, found
        else:
            low = middle
            if found.certain:
                ruled_out = middle
    return high, best, ruled_out + 1


def _raise_least(model: Model, levels: list[Fraction], at: int, found: Found) -> Found:
    """The least busy carries as much as possible while the busiest carries no more."""
    problem = model.problem
    upper = _upper(problem, levels[at])
    mean = Fraction(problem.total, int(problem.share.sum()))
    # From the mean downwards, in steps of the person with the largest share.
    largest = int(problem.share.max())
    floors = [Fraction(load, largest) for load in range(int(mean * largest), 0, -1)]

    def ask(place: int) -> Found:
        lower = [ceil(floors[place] * share) for share in problem.share.tolist()]
        return model.find(upper, np.asarray(lower, dtype=np.int64))

    _, better, _ = _first(ask, len(floors))
    return better or found


def _few_moves(
    model: Model, levels: list[Fraction], at: int, bound: float, tolerance: float
) -> Solution:
    """The fewest moves within the tolerance, then the best balance with no more."""
    problem = model.problem
    limit = levels[at] * (1 + Fraction(tolerance).limit_denominator(10_000))
    fewest = model.find(_upper(problem, limit), fewest_moves=True)
    moves = _moves(problem, fewest)
    _, best, _ = _first(
        lambda place: model.find(_upper(problem, levels[at + place]), None, moves),
        len(levels) - at,
    )
    least = moves if fewest.certain else ceil(fewest.least - 1e-6)
    return _solution(problem, best or fewest, bound, least)


def _moves(problem: Problem, found: Found) -> int:
    """Readings that somebody who is still here no longer has."""
    assert found.first is not None and found.second is not None
    first = (problem.before != NOBODY) & (found.first != problem.before)
    second = (problem.before_second != NOBODY) & (found.second != problem.before_second)
    return int(first.sum() + second.sum())


def _solution(problem: Problem, found: Found, bound: float, fewest: int) -> Solution:
    assert found.first is not None and found.second is not None
    load = loads(problem, found.first, found.second)
    return Solution(
        found.first,
        found.second,
        float((load / problem.share).max()),
        bound,
        _moves(problem, found),
        fewest,
    )
