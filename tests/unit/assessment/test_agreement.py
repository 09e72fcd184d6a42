"""What agreement says of odd designs, and how often its limits hold the truth."""

import numpy as np
import pytest

from probata.assessment.agreement import measure_agreement
from probata.assessment.ratings import NOT_RATED, Ratings, from_long

YES_NO = ("yes", "no")


def judge_twice(n: int, prevalence: float, right: float, seed: int) -> Ratings:
    """Two judges of n cases, each right with the same probability."""
    rng = np.random.default_rng(seed)
    truth = (rng.random(n) >= prevalence).astype(int)
    seen = [np.where(rng.random(n) < right, truth, 1 - truth) for _ in range(2)]
    return Ratings(np.column_stack(seen), YES_NO)


def test_few_cases_give_no_number_but_the_reason():
    found = measure_agreement(judge_twice(9, 0.5, 0.9, 1))
    assert {item.value for item in found.estimates} == {None}
    assert found.estimate("gwet").reason == "9 cases were judged twice; 10 are needed"
    assert found.twice == 9


def test_judgements_that_are_all_the_same_leave_the_kappas_undefined():
    found = measure_agreement(
        Ratings(np.zeros((20, 2), dtype=int), YES_NO), bootstrap=50
    )
    assert found.estimate("percent").value == 1
    assert found.estimate("gwet").value == 1
    for measure in ("alpha", "fleiss", "cohen"):
        estimate = found.estimate(measure)
        assert estimate.value is None
        assert "all judgements are the same" in estimate.reason


def test_perfect_agreement_of_few_cases_keeps_a_lower_limit():
    found = measure_agreement(judge_twice(20, 0.5, 1.0, 2)).estimate("gwet")
    assert found.value == 1
    assert 0.5 < found.interval.low < 0.8
    assert found.interval.high == 1


def test_cases_judged_once_are_counted_and_part_of_no_pair():
    codes = np.full((25, 3), NOT_RATED)
    codes[:, 0] = np.arange(25) % 2
    codes[:12, 2] = codes[:12, 0]
    found = measure_agreement(Ratings(codes, YES_NO))
    assert (found.cases, found.twice, found.judgements, found.pairs) == (25, 12, 24, 12)
    assert found.estimate("cohen").reason.startswith("Cohen's kappa is of two raters")
    assert found.shares == (0.5, 0.5)


def test_the_order_of_the_judgements_of_a_case_does_not_matter():
    ratings = judge_twice(60, 0.6, 0.8, 3)
    cases = np.repeat(np.arange(60), 2)
    codes = ratings.codes.ravel()
    mixed = np.random.default_rng(4).permutation(120)
    again = from_long(cases[mixed], codes[mixed], YES_NO)
    for measure in ("percent", "gwet", "alpha", "fleiss"):
        first = measure_agreement(ratings, (measure,)).estimate(measure)
        second = measure_agreement(again, (measure,)).estimate(measure)
        assert first.value == pytest.approx(second.value, abs=1e-14)
        assert first.error == pytest.approx(second.error, abs=1e-14)


def test_a_weight_of_two_is_a_case_that_stands_twice():
    ratings = judge_twice(40, 0.6, 0.85, 5)
    weights = np.where(np.arange(40) < 10, 2.0, 1.0)
    twice = np.vstack([ratings.codes, ratings.codes[:10]])
    for measure in ("percent", "gwet", "fleiss", "cohen"):
        weighted = Ratings(ratings.codes, YES_NO, case_weights=weights)
        found = measure_agreement(weighted, (measure,)).estimate(measure)
        stands = measure_agreement(Ratings(twice, YES_NO), (measure,)).estimate(measure)
        assert found.value == pytest.approx(stands.value, abs=1e-12)


def test_weights_by_the_chance_of_being_chosen_undo_a_targeted_sample():
    """Hard cases are chosen five times as often; the weights give back their share."""
    rng = np.random.default_rng(6)
    hard = rng.random(200_000) < 0.2
    truth = rng.integers(0, 2, hard.size)
    right = np.where(hard, 0.6, 0.95)
    seen = [np.where(rng.random(hard.size) < right, truth, 1 - truth) for _ in range(2)]
    codes = np.column_stack(seen)
    everyone = measure_agreement(Ratings(codes, YES_NO)).estimate("percent").value
    chance = np.where(hard, 0.5, 0.1)
    chosen = rng.random(hard.size) < chance
    plain = measure_agreement(Ratings(codes[chosen], YES_NO)).estimate("percent")
    weighted = measure_agreement(
        Ratings(codes[chosen], YES_NO, case_weights=1 / chance[chosen])
    ).estimate("percent")
    assert plain.value < everyone - 0.1
    assert abs(weighted.value - everyone) < 4 * weighted.error < 0.02


def test_few_judgements_of_a_category_are_a_caution_for_the_kappas_alone():
    codes = np.zeros((40, 2), dtype=int)
    codes[:2] = 1
    codes[2, 0] = 1
    found = measure_agreement(Ratings(codes, YES_NO))
    assert found.estimate("cohen").caution == "few judgements of no (5)"
    assert found.estimate("gwet").caution == ""
    assert found.bias == pytest.approx(1 / 40)


@pytest.mark.parametrize(("prevalence", "right"), [(0.5, 0.9), (0.7, 0.9), (0.4, 0.8)])
def test_limits_at_30_cases_hold_the_truth_93_times_in_100(prevalence, right):
    truth = measure_agreement(judge_twice(1_000_000, prevalence, right, 0))
    held = dict.fromkeys([item.measure for item in truth.estimates], 0)
    for seed in range(1, 501):
        for item in measure_agreement(
            judge_twice(30, prevalence, right, seed)
        ).estimates:
            value = truth.estimate(item.measure).value
            held[item.measure] += item.interval.low <= value <= item.interval.high
    assert min(held.values()) >= 0.93 * 500


def test_the_same_seed_gives_the_same_limits():
    ratings = judge_twice(50, 0.5, 0.9, 8)
    first, again, other = (
        measure_agreement(ratings, ("gwet",), bootstrap=300, seed=seed).estimate("gwet")
        for seed in (1, 1, 2)
    )
    assert first.bootstrap == again.bootstrap
    assert first.bootstrap != other.bootstrap
    assert first.bootstrap.low < first.value < first.bootstrap.high


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"codes": np.array([[0, 2]])}, "none of the categories"),
        ({"codes": np.array([0, 1])}, "a table of cases x raters"),
        ({"categories": ("yes",)}, "at least two categories"),
        ({"values": (1.0,)}, "one value for each category"),
        ({"case_weights": np.array([0.0])}, "one weight above 0"),
    ],
)
def test_ratings_that_are_none_are_refused(changes, words):
    parts = {"codes": np.array([[0, 1]]), "categories": YES_NO} | changes
    with pytest.raises(ValueError, match=words):
        Ratings(**parts)


def test_values_that_are_all_the_same_have_no_distances():
    ratings = Ratings(np.zeros((12, 2), dtype=int), YES_NO, values=(3.0, 3.0))
    with pytest.raises(ValueError, match="all the same"):
        measure_agreement(ratings, ("gwet",), "interval")
