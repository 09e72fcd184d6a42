"""Limits of a proportion: the score equation itself, and exact coverage."""

import math

import pytest
from scipy import stats

from probata.proportions import difference_interval, funnel_limits, wilson_interval

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


@pytest.mark.parametrize("share", [0.05, 0.353, 0.5, 0.9])
@pytest.mark.parametrize("n", [1, 7, 28, 64, 500])
@pytest.mark.parametrize("tail", [0.025, 0.001])
def test_beyond_a_funnel_limit_lies_what_is_rarer_than_the_tail(share, n, tail):
    """Exact: on each side the limit parts the counts whose tail is below from the rest."""
    low, high = funnel_limits(share, n, tail)
    counts = range(n + 1)
    assert [count for count in counts if count / n < low - 1e-12] == [
        count for count in counts if stats.binom.cdf(count, n, share) < tail
    ]
    assert [count for count in counts if count / n > high + 1e-12] == [
        count for count in counts if stats.binom.sf(count - 1, n, share) < tail
    ]


def test_funnel_limits_narrow_towards_the_normal_ones():
    low, high = funnel_limits(0.4, 5000, 0.025)
    spread = Z * math.sqrt(0.4 * 0.6 / 5000)
    assert (low, high) == pytest.approx((0.4 - spread, 0.4 + spread), abs=3e-4)


def test_a_share_of_none_or_all_has_no_funnel():
    assert funnel_limits(0, 30, 0.025) == (0, 0)
    assert funnel_limits(1, 30, 0.025) == (1, 1)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_the_limits_of_a_difference_are_the_published_ones(first, second, low, high):
    assert difference_interval(first, second, 0.95) == pytest.approx(
        (low, high), abs=0.00006
    )


@pytest.mark.parametrize(
    ("positive", "population", "n"),
    [(150, 300, 40), (30, 300, 60), (291, 300, 25), (7, 20, 12), (80, 100, 99)],
)
@pytest.mark.parametrize("tail", [0.025, 0.001])
def test_the_limits_of_dealt_cases_part_what_is_rarer_than_the_tail(
    positive, population, n, tail
):  # fmt: skip
    """Exact, by scipy's hypergeometric distribution, on either side."""
    low, high = funnel_limits(positive / population, n, tail, population)
    dealt = stats.hypergeom(population, positive, n)
    for count in range(dealt.support()[0], dealt.support()[1] + 1):
        assert (count / n < low) == (dealt.cdf(count) <= tail * (1 - 1e-12))
        assert (count / n > high) == (dealt.sf(count - 1) <= tail * (1 - 1e-12))


def test_dealt_limits_close_on_all_cases_and_are_binomial_without_end():
    assert funnel_limits(0.4, 50, 0.025, 50) == pytest.approx((0.4, 0.4), abs=0.02)
    endless = funnel_limits(0.4, 50, 0.025, 10_000_000)
    assert endless == pytest.approx(funnel_limits(0.4, 50, 0.025), abs=1e-4)
