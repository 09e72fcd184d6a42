"""What pairs of judgements say: against exact posteriors, and where the truth is known."""

import numpy as np
import pytest
from scipy import stats

from probata.assessment.second_judgements import (
    Pairs,
    choose_pairs,
    draw_errors,
    judge_again,
)

DRAWS = 20_000


def rng(seed=1):
    return np.random.default_rng(seed)


def test_the_errors_of_a_panel_follow_the_beta_posterior_of_jeffreys():
    errors = draw_errors(Pairs(30, 4, 6, 20), "panel", False, DRAWS, rng())
    assert errors.second is not None
    for drawn, hits, misses in ((errors.first, 30, 6), (errors.second, 20, 4)):
        exact = stats.beta(hits + 0.5, misses + 0.5)
        for part in (0.025, 0.5, 0.975):
            # Four standard errors of a quantile's place.
            place = float((drawn <= exact.ppf(part)).mean())
            assert abs(place - part) < 4 * np.sqrt(part * (1 - part) / DRAWS)


def test_kappa_of_many_pairs_is_scott_s_pi():
    pairs = Pairs(4000, 700, 900, 2400)
    share = (4000 + 800) / 8000
    pi = 1 - 1600 / 8000 / (2 * share * (1 - share))
    told = draw_errors(pairs, "peer", False, DRAWS, rng()).told.kappa
    assert told is not None
    assert told.value == pytest.approx(pi, abs=0.005)
    assert told.low < pi < told.high


def test_other_assessors_add_noise_and_no_bias_but_half_a_case():
    """Whatever the agreement, the share stays that of the answers and Jeffreys' prior."""
    for positive in (5, 30, 55):
        errors = draw_errors(Pairs(10, 6, 4, 10), "peer", False, DRAWS, rng())
        counted = np.full(DRAWS, 60.0)
        again = judge_again(np.full(DRAWS, float(positive)), counted, errors, rng(2))
        kappa = errors.first.mean()
        expected = kappa * positive + (1 - kappa) * 60 * (positive + 0.5) / 61
        assert abs(again.mean() - expected) < 4 * again.std() / np.sqrt(DRAWS)
        assert abs(expected - positive) < 0.5
        assert again.std() > 1


def test_a_panel_corrects_towards_what_it_would_find():
    """1 in 5 positive cases is missed and none is made up: 40 judged mean 50 of 100."""
    errors = draw_errors(Pairs(8000, 0, 2000, 10000), "panel", False, DRAWS, rng())
    again = judge_again(np.full(DRAWS, 40.0), np.full(DRAWS, 100.0), errors, rng(2))
    assert again.mean() == pytest.approx(50, abs=0.2)


def test_perfect_agreement_of_many_changes_almost_nothing():
    for kind in ("peer", "panel"):
        # 100,000 pairs: an agreement of 1 but for the half pairs of the prior.
        errors = draw_errors(Pairs(50000, 0, 0, 50000), kind, False, DRAWS, rng())
        again = judge_again(np.full(DRAWS, 40.0), np.full(DRAWS, 60.0), errors, rng(2))
        assert (again == 40).mean() > 0.99


def test_judgements_worse_than_a_coin_stay_within_their_number():
    errors = draw_errors(Pairs(1, 20, 20, 1), "panel", False, 500, rng())
    again = judge_again(np.full(500, 40.0), np.full(500, 60.0), errors, rng(2))
    assert again.min() >= 0 and again.max() <= 60


def test_a_question_with_few_pairs_takes_those_of_all():
    pairs = {"a": Pairs(6, 1, 1, 4), "b": Pairs(1, 0, 0, 1)}
    assert choose_pairs(pairs, "a", 10) == (pairs["a"], False)
    assert choose_pairs(pairs, "b", 10) == (Pairs(7, 1, 1, 5), True)
    assert choose_pairs(pairs, "never asked", 10) == (Pairs(7, 1, 1, 5), True)
    assert choose_pairs(pairs, "b", 15) is None
    assert choose_pairs({}, "b") is None


@pytest.mark.parametrize("cell", [-1.0, float("nan"), float("inf")])
def test_a_number_of_pairs_is_a_number(cell):
    with pytest.raises(ValueError, match="0 or more"):
        Pairs(both=cell)
