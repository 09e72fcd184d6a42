"""Separation is found, set aside and named; what is left is what the limit says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.analysis.firth import fit_firth
from probata.analysis.fitting import fit_safely
from probata.analysis.logistic import fit_logistic
from probata.analysis.separation import confirm_separation, find_separation


def table_design(cells):
    """x (constant and one dummy a group after the first) and y from [(yes, no), ...]."""
    groups = np.repeat(np.arange(len(cells)), [yes + no for yes, no in cells])
    y = np.concatenate([np.repeat([1.0, 0.0], cell) for cell in cells])
    dummies = groups[:, None] == np.arange(1, len(cells))
    return np.column_stack([np.ones(y.size), dummies.astype(float)]), y


def loglik(x, y, beta):
    eta = x @ beta
    return float(y @ eta - np.logaddexp(0, eta).sum())


def test_overlap_is_not_separation():
    x, y = table_design([(3, 4), (5, 2)])
    assert find_separation(x, y) is None
    fit = fit_safely(x, y)
    assert fit.separation is None
    assert fit.estimated.all()
    assert fit.beta == pytest.approx([np.log(3 / 4), np.log(5 / 2) - np.log(3 / 4)])


def test_large_but_finite_estimates_are_not_called_separation():
    """One exception among 60,000 keeps the estimate finite."""
    x, y = table_design([(30_000, 1), (1, 30_000)])
    fit = fit_safely(x, y)
    assert fit.separation is None
    assert fit.beta == pytest.approx([np.log(30_000), -2 * np.log(30_000)], rel=1e-6)


def test_a_steep_finite_slope_beyond_moderate_reach_is_decided_by_the_programme():
    """Fitted linear predictors beyond 18 though the outcomes overlap at 0."""
    x = np.column_stack([np.ones(8), [-100, -90, -1, 0.5, -0.5, 1, 90, 100.0]])
    y = np.array([0, 0, 0, 0, 1, 1, 1, 1.0])
    fit = fit_safely(x, y)
    assert np.abs(x @ fit.beta).max() > 18
    assert fit.separation is None
    assert fit.estimated.all()


def test_complete_separation_by_an_interval_variable():
    x = np.column_stack([np.ones(6), [1, 2, 3, 4, 5, 6.0]])
    y = np.array([0, 0, 0, 1, 1, 1.0])
    fit = fit_safely(x, y)
    assert fit.separation is not None
    assert fit.separation.complete
    assert not fit.estimated.any()
    assert np.isnan(fit.beta).all()
    assert np.isnan(fit.covariance).all()
    assert fit.loglik == 0
    assert fit.mu.tolist() == y.tolist()


def test_quasi_separation_by_an_interval_variable():
    """Both outcomes at 3 only: below it none, above it all."""
    x = np.column_stack([np.ones(6), [1, 2, 3, 3, 4, 5.0]])
    y = np.array([0, 0, 0, 1, 1, 1.0])
    fit = fit_safely(x, y)
    assert fit.separation is not None
    assert fit.separation.fixed.tolist() == [True, True, False, False, True, True]
    assert not fit.estimated.any()  # constant and slope run away together
    assert fit.loglik == pytest.approx(2 * np.log(0.5))
    assert fit.mu == pytest.approx([0, 0, 0.5, 0.5, 1, 1])


@pytest.mark.parametrize("shift", [0, 1000, -35])
def test_an_interval_variable_separates_wherever_its_zero_lies(shift):
    age = np.array([18, 25, 30, 41, 52, 60.0]) + shift
    y = np.array([0, 0, 0, 1, 1, 1.0])
    fit = fit_safely(np.column_stack([np.ones(6), age]), y)
    assert fit.separation is not None
    assert fit.separation.complete


def test_a_separated_category_leaves_the_others_as_without_its_cases():
    x, y = table_design([(6, 9), (0, 7), (8, 3)])
    fit = fit_safely(x, y)
    assert fit.separation is not None
    assert fit.separation.columns() == [1]
    assert fit.separation.fixed.tolist() == (x[:, 1] == 1).tolist()
    assert fit.estimated.tolist() == [True, False, True]
    rest = fit_logistic(x[x[:, 1] == 0][:, [0, 2]], y[x[:, 1] == 0])
    assert fit.beta[[0, 2]] == pytest.approx(rest.beta, abs=1e-12)
    assert fit.covariance[np.ix_([0, 2], [0, 2])] == pytest.approx(rest.covariance)
    assert np.isnan(fit.covariance[1]).all()
    assert fit.loglik == pytest.approx(rest.loglik)


def test_the_limit_is_where_ever_weaker_penalties_lead():
    """Firth's penalty on 200 copies of the data weighs 1/200: close to the limit."""
    random = np.random.default_rng(7)
    x, y = table_design([(12, 9), (0, 11), (8, 10)])
    x = np.column_stack([x, random.standard_normal(y.size)])
    fit = fit_safely(x, y)
    weak = fit_firth(np.repeat(x, 200, axis=0), np.repeat(y, 200))
    sure = fit.estimated
    assert sure.tolist() == [True, False, True, True]
    assert fit.beta[sure] == pytest.approx(weak.beta[sure], abs=2e-3)
    assert weak.beta[1] < -7


def test_loglik_is_the_supremum_and_approached_along_the_direction():
    x, y = table_design([(6, 9), (0, 7), (8, 3)])
    fit = fit_safely(x, y)
    at = np.where(fit.estimated, fit.beta, 0.0)
    values = [
        loglik(x, y, at + reach * fit.separation.direction)
        for reach in (1, 10, 100, 1000)
    ]
    assert values == sorted(values)
    assert values[-1] == pytest.approx(fit.loglik, abs=1e-9)
    assert values[0] < fit.loglik


def test_a_separated_reference_leaves_the_constant_and_its_dummies_without_number():
    x, y = table_design([(0, 8), (5, 6), (7, 4)])
    extra = np.tile([0.0, 1.0], y.size // 2)
    fit = fit_safely(np.column_stack([x, extra]), y)
    assert fit.separation is not None
    assert fit.separation.columns() == [0, 1, 2]
    assert fit.estimated.tolist() == [False, False, False, True]
    inside = x[:, 0] - x[:, 1] - x[:, 2] == 0
    others = np.column_stack([x[inside][:, 1:], extra[inside]])
    rest = fit_logistic(others, y[inside])
    assert fit.beta[3] == pytest.approx(rest.beta[2])
    assert fit.loglik == pytest.approx(rest.loglik)


def test_several_separated_categories_are_found_together_in_both_directions():
    x, y = table_design([(6, 9), (0, 7), (8, 3), (5, 0)])
    fit = fit_safely(x, y)
    assert fit.separation is not None
    assert fit.separation.columns() == [1, 3]
    assert fit.separation.direction[1] < 0 < fit.separation.direction[3]
    assert fit.estimated.tolist() == [True, False, True, False]


def test_a_combination_of_two_variables_can_separate_where_neither_does_alone():
    """The outcome never occurs with both, is certain with neither, mixed with one."""
    cells = {(0, 0): [1, 1], (1, 0): [0, 1, 0], (0, 1): [1, 0], (1, 1): [0, 0]}
    rows = [(1, a, b, y) for (a, b), ys in cells.items() for y in ys]
    x, y = np.array(rows, dtype=float)[:, :3], np.array(rows, dtype=float)[:, 3]
    for column in (1, 2):
        assert find_separation(x[:, [0, column]], y) is None
    found = find_separation(x, y)
    assert found is not None
    assert found.fixed.tolist() == (x[:, 1] == x[:, 2]).tolist()
    assert found.columns() == [0, 1, 2]
    fit = fit_safely(x, y)
    assert not fit.estimated.any()
    assert fit.mu == pytest.approx([1, 1, 1 / 3, 1 / 3, 1 / 3, 0.5, 0.5, 0, 0])


def test_columns_that_only_the_fixed_cases_identify_have_no_estimate():
    """A second variable that varies inside the separated category alone."""
    x, y = table_design([(5, 6), (0, 8)])
    inside = np.where(x[:, 1] == 1, np.arange(y.size) % 2, 0.0)
    fit = fit_safely(np.column_stack([x, inside]), y)
    assert fit.estimated.tolist() == [True, False, False]


def test_confirming_agrees_with_the_whole_programme():
    x, y = table_design([(40, 30), (0, 25), (18, 30), (9, 0)])
    searched = fit_logistic(x, y)
    confirmed = confirm_separation(x, y, x @ searched.beta)
    whole = find_separation(x, y)
    assert confirmed is not None and whole is not None
    assert confirmed.fixed.tolist() == whole.fixed.tolist()
    assert confirmed.columns() == whole.columns()


def test_confirming_refuses_extreme_cases_that_no_direction_fixes():
    x, y = table_design([(6, 9), (5, 7)])
    pretended = np.where(x[:, 1] == 1, np.where(y > 0, 20.0, -20.0), 0.1)
    assert confirm_separation(x, y, pretended) is None


@st.composite
def small_tables(draw):
    counts = st.integers(0, 4)
    cells = draw(st.lists(st.tuples(counts, counts), min_size=2, max_size=5))
    cells = [cell for cell in cells if sum(cell)]
    if len(cells) < 2:
        cells += [(1, 1)] * 2
    return cells


@given(small_tables())
@settings(max_examples=150, deadline=None)
def test_a_table_is_separated_exactly_where_a_cell_is_empty(cells):
    """In a saturated one-way table the estimate of a group is infinite iff a count is 0."""
    x, y = table_design(cells)
    if y.min() == y.max():
        return
    fit = fit_safely(x, y)
    empty = [yes == 0 or no == 0 for yes, no in cells]
    assert (fit.separation is not None) is any(empty)
    share = [yes / (yes + no) for yes, no in cells]
    group = (x[:, 1:] @ np.arange(1, len(cells))).astype(int)
    assert fit.mu == pytest.approx(np.array(share)[group], abs=1e-6)
    if fit.separation is not None:
        assert fit.separation.fixed.tolist() == np.array(empty)[group].tolist()
        known = [not (empty[0] or item) for item in empty]
        assert fit.estimated.tolist() == known
