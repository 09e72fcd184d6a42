"""Limits of a proportion: the score equation itself, and exact coverage."""

import math

import pytest
from scipy import stats

from probata.proportions import wilson_interval

Z = 1.959963984540054  # scipy.stats.norm.ppf(0.975)


@pytest.mark.parametrize(
    ("positive", "n", "population"),
    [(22, 44, 60), (3, 40, 41), (39, 40, 400), (1, 2, 9)],
)
def test_the_limits_solve_the_score_equation(positive, n, population):
    """Beyond the limits the score test with the finite variance rejects, within it does not."""
    factor = (population - n) / (population - 1)
    for limit in wilson_interval(positive, n, 0.95, population):
        score = (positive / n - limit) / math.sqrt(factor * limit * (1 - limit) / n)
        assert abs(score) == pytest.approx(Z, abs=1e-12)


def test_a_census_has_no_margin_and_an_endless_population_the_usual_one():
    assert wilson_interval(13, 40, 0.95, 40) == (0.325, 0.325)
    assert wilson_interval(0, 1, 0.95, 1) == (0.0, 0.0)
    endless = wilson_interval(13, 40, 0.95)
    assert wilson_interval(13, 40, 0.95, 1e12) == pytest.approx(endless, abs=1e-9)
    given = stats.binomtest(13, 40).proportion_ci(0.95, method="wilson")
    assert endless == pytest.approx((given.low, given.high), abs=1e-12)


@pytest.mark.parametrize(("population", "n"), [(60, 40), (100, 48), (50, 25)])
def test_coverage_over_every_cohort_is_what_it_says(population, n):
    """Exact, by the hypergeometric distribution of the sample for each number of positives."""
    covered = []
    for positives in range(population + 1):
        draws = stats.hypergeom(population, positives, n)
        low, high = int(draws.support()[0]), int(draws.support()[1])
        inside = 0.0
        for found in range(low, high + 1):
            ends = wilson_interval(found, n, 0.95, population)
            if ends[0] - 1e-12 <= positives / population <= ends[1] + 1e-12:
                inside += draws.pmf(found)
        covered.append(inside)
    mean = sum(covered) / len(covered)
    assert 0.94 < mean < 0.975
    assert min(covered[5:-5]) > 0.90
