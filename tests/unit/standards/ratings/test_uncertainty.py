"""Chances of grades against exact posteriors, within what so many draws can tell."""

import math

import numpy as np
import pytest
from scipy import stats

from probata.standards.ratings.cases import JudgedCases
from probata.standards.ratings.uncertainty import add_up, draw_cohorts

DRAWS = 20_000


def judged(answers, cohort, unit="A", counted=None):
    positive = np.array(answers, dtype=bool)
    if positive.ndim == 1:
        positive = positive[:, None]
    names = tuple(f"q{at}" for at in range(positive.shape[1]))
    counted = np.ones_like(positive) if counted is None else np.array(counted)
    return JudgedCases(unit, "", names, counted, positive & counted, cohort)


def within(found: float, exact: float) -> bool:
    """Four standard errors of a share of DRAWS, and one draw."""
    return abs(found - exact) <= 4 * math.sqrt(exact * (1 - exact) / DRAWS) + 1 / DRAWS


@pytest.mark.parametrize(
    ("positive", "n", "cohort"), [(22, 44, 60), (3, 40, 45), (0, 12, 40)]
)
def test_one_question_follows_the_beta_binomial_of_jeffreys(positive, n, cohort):
    cases = judged([1] * positive + [0] * (n - positive), cohort)
    drawn = draw_cohorts(cases, DRAWS, 1).positive[:, 0]
    posterior = stats.betabinom(cohort - n, positive + 0.5, n - positive + 0.5)
    for total in range(positive, positive + cohort - n + 1):
        assert within(float((drawn <= total).mean()), posterior.cdf(total - positive))


def test_a_cohort_without_end_follows_the_beta_posterior():
    cases = judged([1] * 22 + [0] * 22, None)
    drawn = draw_cohorts(cases, DRAWS, 1).percent("q0")
    for cut in (40, 50, 60, 65):
        exact = stats.beta(22.5, 22.5).cdf(cut / 100)
        assert within(float((drawn < cut).mean()), exact)


def test_without_open_cases_all_is_certain():
    drawn = draw_cohorts(judged([1, 1, 0], 3), 50, 1)
    assert set(drawn.percent("q0").round(9)) == {66.666666667}


def test_answers_that_go_together_are_drawn_together():
    """Two questions always answered alike keep doing so; independent draws would not."""
    alike = draw_cohorts(judged([[1, 1]] * 20 + [[0, 0]] * 20, 80), 200, 1)
    assert (alike.positive[:, 0] == alike.positive[:, 1]).all()
    apart = draw_cohorts(judged([[1, 0]] * 20 + [[0, 1]] * 20, 80), 4000, 1)
    assert np.corrcoef(apart.positive.T)[0, 1] < -0.8


def test_open_cases_are_asked_as_often_as_others():
    counted = [[True]] * 10 + [[False]] * 30
    cases = judged([[1]] * 40, 80, counted=counted)
    drawn = draw_cohorts(cases, 4000, 1)
    # 40 open cases; a quarter are asked, and the two half cases of the urn always are.
    assert drawn.counted[:, 0].mean() == pytest.approx(10 + 40 * 11 / 41, rel=0.03)


def test_neither_the_order_of_cases_nor_other_units_change_a_draw():
    rows = np.random.default_rng(0).integers(0, 2, (30, 3))
    one = draw_cohorts(judged(rows, 40), 100, 7)
    other = draw_cohorts(judged(rows[::-1], 40), 100, 7)
    assert (one.positive == other.positive).all()
    assert (
        draw_cohorts(judged(rows, 40, unit="B"), 100, 7).positive != one.positive
    ).any()
    assert (draw_cohorts(judged(rows, 40), 100, 8).positive != one.positive).any()


def test_units_add_up_to_their_region():
    units = [judged([1] * 10 + [0] * 10, 30, "A"), judged([1] * 5 + [0] * 5, 10, "B")]
    parts = [draw_cohorts(cases, 100, 1) for cases in units]
    whole = add_up(parts)
    assert (whole.counted == 40).all()
    assert (whole.positive == parts[0].positive + parts[1].positive).all()


def test_units_without_a_known_cohort_weigh_by_their_judged_cases():
    units = [judged([1] * 30, None, "A"), judged([0] * 10, None, "B")]
    whole = add_up([draw_cohorts(cases, 4000, 1) for cases in units])
    assert whole.percent("q0").mean() == pytest.approx(75, abs=1.5)
