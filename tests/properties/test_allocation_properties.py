"""Allocations are allowed, and as even as trying every way can make them."""

import itertools
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from teams import make_problem

from probata.cohort.allocation.model import Model
from probata.cohort.allocation.problem import NOBODY, loads
from probata.cohort.allocation.share_out import share_out

EXACT = 1e-9


@st.composite
def problems(draw, cases=6, people=3):
    """Few enough cases and people for every allocation to be tried."""
    n, k = draw(st.integers(1, cases)), draw(st.integers(1, people))
    efforts = draw(st.lists(st.integers(10, 40), min_size=n, max_size=n))
    shares = draw(st.lists(st.sampled_from([10, 16, 20]), min_size=k, max_size=k))
    may = draw(
        st.lists(
            st.lists(st.booleans() | st.just(True), min_size=k, max_size=k),
            min_size=n,
            max_size=n,
        )
    )
    twice = draw(st.sets(st.integers(0, n - 1), max_size=2))
    most = draw(st.lists(st.sampled_from([60, 10**6]), min_size=k, max_size=k))
    return make_problem(efforts, shares, may, sorted(twice), most)


def every_allocation(problem):
    """All ways to read every case that are allowed."""
    people = range(len(problem.share))
    readings = []
    for case, twice in enumerate(problem.twice):
        one = [(first, NOBODY) for first in people if problem.may[case, first]]
        two = [
            (first, second)
            for first, _ in one
            for second in people
            if second != first and problem.may_second[case, second]
        ]
        readings.append(two if twice else one)
    for way in itertools.product(*readings):
        first, second = (np.asarray(who) for who in zip(*way, strict=True))
        load = loads(problem, first, second)
        counted = np.bincount(first, minlength=len(problem.share))
        if (load <= problem.most).all() and (counted <= problem.most_cases).all():
            yield first, second, load


def check_allowed(problem, solution):
    n = len(problem.effort)
    assert problem.may[np.arange(n), solution.first].all()
    assert ((solution.second != NOBODY) == problem.twice).all()
    again = np.flatnonzero(problem.twice)
    assert problem.may_second[again, solution.second[again]].all()
    assert (solution.first != solution.second).all()
    load = loads(problem, solution.first, solution.second)
    assert (load <= problem.most).all()
    assert solution.level == (load / problem.share).max()
    return load


@settings(deadline=None, max_examples=150)
@given(problems())
def test_no_way_is_more_even(problem):
    ways = list(every_allocation(problem))
    solution = share_out(problem, 0.1)
    if not ways:
        assert solution is None
        return
    load = check_allowed(problem, solution)
    best = min((way / problem.share).max() for _, _, way in ways)
    assert abs(solution.level - best) < EXACT
    assert solution.gap < EXACT
    # Among the most even, the least busy carries most: to one step of the largest share.
    highest = max(
        (way / problem.share).min()
        for _, _, way in ways
        if (way / problem.share).max() < best + EXACT
    )
    assert (load / problem.share).min() > highest - 1 / problem.share.max() - EXACT


@settings(deadline=None, max_examples=100)
@given(problems(), st.data())
def test_no_way_within_the_tolerance_moves_less(problem, data):
    people = len(problem.share)
    before = np.asarray(
        data.draw(
            st.lists(
                st.integers(-1, people - 1),
                min_size=len(problem.effort),
                max_size=len(problem.effort),
            )
        )
    )
    problem = replace(problem, before=before)
    ways = list(every_allocation(problem))
    solution = share_out(problem, 0.25)
    if not ways or (before == NOBODY).all():
        return
    check_allowed(problem, solution)
    levels = [(way / problem.share).max() for _, _, way in ways]
    moves = [
        int(((before != NOBODY) & (first != before)).sum()) for first, _, _ in ways
    ]
    allowed = [
        (moved, level)
        for moved, level in zip(moves, levels, strict=True)
        if level <= min(levels) * 1.25 + EXACT
    ]
    fewest, level = min(allowed)
    assert solution.moves == solution.fewest_moves == fewest
    assert abs(solution.level - level) < EXACT


@settings(deadline=None, max_examples=100)
@given(problems())
def test_the_least_excess_is_the_least_that_makes_it_possible(problem):
    free = replace(problem, most=np.full(len(problem.share), 10**9))
    ways = [way for _, _, way in every_allocation(free)]
    if not ways:
        assert share_out(problem, 0.1) is None
        return
    effort, count = Model(problem).least_excess()
    assert (count == 0).all()
    assert effort.sum() == min(
        int(np.maximum(way - problem.most, 0).sum()) for way in ways
    )
    raised = replace(problem, most=problem.most + effort)
    assert any(True for _ in every_allocation(raised))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(15, 60), st.integers(2, 8))
def test_larger_allocations_are_allowed_and_even(seed, n, k):
    random = np.random.default_rng(seed)
    may = random.random((n, k)) < 0.8
    may[np.arange(n), random.integers(0, k, n)] = True
    problem = make_problem(
        random.choice([15, 20, 25, 30], n), random.choice([10, 20], k), may
    )
    solution = share_out(problem, 0.1)
    check_allowed(problem, solution)
    assert solution.bound <= solution.level + EXACT
    assert solution.gap < 0.05
