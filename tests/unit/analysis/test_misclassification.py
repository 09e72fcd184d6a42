"""MC-SIMEX where the truth is known, and at the ends where it must do nothing.

R's `simex` was not to be had; truth in simulated cases stands in its place.
"""

import numpy as np
import pytest

from probata.analysis.logistic import fit_logistic
from probata.analysis.misclassification import (
    Misjudged,
    correct_misjudged,
    misjudge,
)

TRUE = np.array([0.7, 1.2, 0.6, 0.4])


def flip(rng, values, accuracy):
    return np.where(rng.random(values.size) < accuracy, values, 1 - values)


def draw_accuracy(rng, accuracy, pairs, draws):
    """Draws of accuracy from the agreement of two peers on so many cases."""
    agreed = ((rng.random(pairs) < accuracy) == (rng.random(pairs) < accuracy)).sum()
    agree = np.maximum(rng.beta(agreed + 0.5, pairs - agreed + 0.5, size=draws), 0.55)
    return (1 + np.sqrt(2 * agree - 1)) / 2


def draw_study(seed, n=1500):
    """Three judgements that go together, a number, an outcome; a tenth is misjudged."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=n)
    true = np.column_stack(
        [0.7 * shared + 0.7 * rng.normal(size=n) > cut for cut in (-0.1, 0.1, 0.3)]
    ).astype(float)
    number = rng.normal(size=n)
    eta = -1.6 + true @ TRUE[:3] + TRUE[3] * number
    outcome = (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(float)
    judged = np.column_stack([flip(rng, column, 0.9) for column in true.T])
    x = np.column_stack([np.ones(n), judged, number])
    errors = []
    for column, accuracy in ((1, 0.9), (2, 0.9), (3, 0.9), (None, 0.95)):
        drawn = draw_accuracy(rng, accuracy, 160, 10)
        errors.append(Misjudged(column, drawn, drawn))
    return x, flip(rng, outcome, 0.95), errors


def test_it_finds_the_truth_that_plain_estimates_miss():
    """40 studies of 1,500 cases, 160 pairs each; four standard errors of a mean of 40.

    What is left of the bias of the parabola is below 0.1.
    """
    plain, found, held = [], [], []
    for seed in range(40):
        x, y, errors = draw_study(seed)
        corrected = correct_misjudged(x, y, errors, seed, copies=4)
        error = np.sqrt(np.diag(corrected.covariance))[1:]
        plain.append(fit_logistic(x, y).beta[1:])
        found.append(corrected.beta[1:])
        held.append(np.abs(found[-1] - TRUE) < 1.96 * error)
    away = np.abs(np.mean(found, axis=0) - TRUE)
    assert (away < 0.1 + 4 * np.std(found, axis=0) / np.sqrt(40)).all()
    assert (away[:3] < np.abs(np.mean(plain, axis=0) - TRUE)[:3]).all()
    # 95 per cent less three standard errors of a share of 160.
    assert np.mean(held) > 0.90


def test_without_errors_nothing_changes():
    x, y, _ = draw_study(1, n=300)
    right = np.ones(2)
    corrected = correct_misjudged(x, y, [Misjudged(1, right, right)], 1)
    fit = fit_logistic(x, y)
    assert corrected.beta == pytest.approx(fit.beta, abs=1e-7)
    assert corrected.covariance == pytest.approx(fit.covariance, rel=1e-6)


def test_a_column_that_stands_for_no_is_turned_round():
    x, y, errors = draw_study(2, n=800)
    hit, right = np.full(3, 0.95), np.full(3, 0.85)
    one = correct_misjudged(x, y, [Misjudged(1, hit, right)], 3)
    turned = x.copy()
    turned[:, 1] = 1 - turned[:, 1]
    other = correct_misjudged(turned, y, [Misjudged(1, right, hit)], 3)
    gap = abs(one.beta[1] + other.beta[1])
    assert gap < 0.15 * abs(one.beta[1])  # other random numbers, same truth


def test_uncertain_errors_make_uncertain_estimates():
    x, y, _ = draw_study(4)
    sure = np.full(10, 0.9)
    rng = np.random.default_rng(1)
    unsure = rng.beta(18, 2, size=10)
    one = correct_misjudged(x, y, [Misjudged(1, sure, sure)], 5)
    other = correct_misjudged(x, y, [Misjudged(1, unsure, unsure)], 5)
    assert other.covariance[1, 1] > one.covariance[1, 1]
    assert one.covariance[1, 1] > fit_logistic(x, y).covariance[1, 1]


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_judging_once_more_has_the_rates_of_the_matrix_s_power(power):
    hit, right, n = 0.9, 0.7, 200_000
    matrix = np.array([[right, 1 - hit], [1 - right, hit]])
    values, vectors = np.linalg.eig(matrix)
    rates = (vectors @ np.diag(values**power) @ np.linalg.inv(vectors)).real
    rng = np.random.default_rng(2)
    for start in (0, 1):
        again = misjudge(np.full(n, float(start)), hit, right, power, rng)
        rate = rates[1, start]
        assert abs(again.mean() - rate) < 4 * np.sqrt(rate * (1 - rate) / n)


def test_the_same_seed_gives_the_same_numbers():
    x, y, errors = draw_study(5, n=300)
    one = correct_misjudged(x, y, errors, 1, copies=2)
    assert (correct_misjudged(x, y, errors, 1, copies=2).beta == one.beta).all()
    assert (correct_misjudged(x, y, errors, 2, copies=2).beta != one.beta).any()
