"""Factors packed into joint codes stand for the columns that they had apart."""

import numpy as np
import pytest

from probata.analysis.engines.plan import LEVELS, Factor, Plan
from probata.dataset.columns import Cases, Coded, Source


def plan_of(*levels: int) -> Plan:
    factors, column = [], 1
    for at, k in enumerate(levels):
        factors.append(Factor(f"f{at}", (-1, *range(column, column + k - 1))))
        column += k - 1
    names = tuple(item.name for item in factors)
    return Plan("y", "yes", names, tuple(factors), (), column)


def cases_of(rows: int, *levels: int) -> Cases:
    random = np.random.default_rng(5)
    columns = {
        f"f{at}": Coded(
            random.integers(0, k, rows).astype(np.int16), tuple(map(str, range(k)))
        )
        for at, k in enumerate(levels)
    }
    columns["y"] = Coded(random.integers(0, 2, rows).astype(np.int16), ("no", "yes"))
    return Cases(rows, columns, Source("made up", "", rows, ()), False)


@pytest.mark.parametrize(
    "levels", [(2, 2, 3), (4, 4, 4, 4), (300, 2), (16, 16, 300, 5)]
)
def test_the_matrix_has_the_dummies_of_each_factor(levels):
    plan, cases = plan_of(*levels), cases_of(500, *levels)
    expected = [np.ones(500)]
    for at, k in enumerate(levels):
        codes = cases.coded(f"f{at}").codes
        expected += [(codes == level).astype(float) for level in range(1, k)]
    assert np.array_equal(plan.matrix(plan.read(cases)), np.stack(expected, 1))


def test_groups_hold_as_many_levels_as_a_byte():
    groups = plan_of(16, 16, 300, 5).groups
    assert [len(group.spread) for group in groups] == [LEVELS, 300, 5]


def test_a_case_with_a_gap_in_any_variable_is_left_out():
    cases = cases_of(50, 2, 3)
    cases.coded("f0").codes[4] = -1
    cases.coded("f1").codes[[4, 9]] = -2
    assert plan_of(2, 3).read(cases).y.size == 48
