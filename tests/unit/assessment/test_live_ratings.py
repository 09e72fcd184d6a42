"""Where ratings are heading: against enumeration, in simulation, and at the ends."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from probata.assessment.live_ratings import rate_live
from probata.assessment.second_judgements import Pairs
from probata.standards.ratings.cases import Entry, JudgedCases
from probata.standards.read_framework import read_framework

FRAMEWORK = read_framework(Path("probation_2021"))
NAMES = ("assessment_engagement", "assessment_desistance", "assessment_safety")
DRAWS = 20_000


def judged(rows, cohort, names=NAMES, unit="A"):
    positive = np.array(rows, dtype=bool)
    counted = np.ones_like(positive)
    return JudgedCases(unit, "", names[: positive.shape[1]], counted, positive, cohort)


def within(found: float, exact: float, draws: int = DRAWS) -> bool:
    """Four standard errors of a share of the draws, and one draw."""
    return abs(found - exact) <= 4 * math.sqrt(exact * (1 - exact) / draws) + 1 / draws


def standard(rating, name="assessment"):
    return next(item for item in rating.standards if item.id == name)


def enumerate_urn(rows, cohort):
    """The exact chance of each number of positive answers to three questions.

    Every order in which open cases can come out of the urn is gone through: the judged
    cases weigh 1 each, a case all positive and one all negative 1/2, and each drawn case
    is put back with one more like it.
    """
    k = len(rows[0])
    urn = [*map(tuple, rows), (1,) * k, (0,) * k]
    weight = [1.0] * len(rows) + [0.5, 0.5]
    start = np.sum(rows, axis=0)
    found: dict[tuple[int, ...], float] = {}
    for path in itertools.product(range(len(urn)), repeat=cohort - len(rows)):
        chance, drawn = 1.0, [0.0] * len(urn)
        for step, at in enumerate(path):
            chance *= (weight[at] + drawn[at]) / (sum(weight) + step)
            drawn[at] += 1
        total = tuple((start + np.sum([urn[at] for at in path], axis=0)).tolist())
        found[total] = found.get(total, 0.0) + chance
    assert sum(found.values()) == pytest.approx(1)
    return found


ROWS = [[1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1], [1, 1, 1]]


def grade_of(percent: float) -> int:
    return sum(percent >= cut for cut in (50, 65, 80))


def test_chances_of_a_standard_agree_with_enumeration():
    live = rate_live(FRAMEWORK, judged(ROWS, 8), draws=DRAWS, seed=3)
    exact = [0.0] * 4
    for total, chance in enumerate_urn(ROWS, 8).items():
        exact[min(grade_of(100 * yes / 8) for yes in total)] += chance
    found = list(standard(live.as_judged).chances.values())
    assert all(within(*pair) for pair in zip(found, exact, strict=True))


def test_chances_judged_again_agree_with_the_exact_mixture():
    """One question, 8 of 12 judged, the panel's errors known almost exactly."""
    sensitivity, specificity = 0.9, 0.8
    many = 1e9
    pairs = Pairs(
        sensitivity * many, 0.2 * many, (1 - sensitivity) * many, specificity * many
    )
    cases = judged([[1]] * 6 + [[0]] * 2, 12)
    live = rate_live(
        FRAMEWORK, cases, pairs={NAMES[0]: pairs}, kind="panel", draws=DRAWS, seed=5
    )
    exact = np.zeros(13)
    for more in range(5):
        yes = 6 + more
        true = min(max((yes / 12 + specificity - 1) / 0.7, 0), 1)
        worth = sensitivity * true + (1 - specificity) * (1 - true)
        lost = (1 - sensitivity) * true + specificity * (1 - true)
        held = stats.binom(yes, sensitivity * true / worth).pmf(range(yes + 1))
        turn = (1 - sensitivity) * true / lost if lost else 0
        gained = stats.binom(12 - yes, turn).pmf(range(13 - yes))
        chance = stats.betabinom(4, 6.5, 2.5).pmf(more)
        exact += chance * np.convolve(held, gained)
    grades = [0.0] * 4
    for total, chance in enumerate(exact):
        grades[grade_of(100 * total / 12)] += chance
    found = list(live.judged_again.key_questions[0].chances.values())
    assert all(within(*pair) for pair in zip(found, grades, strict=True))


def draw_unit(rng, cohort, n, share, kappa, pairs):
    """A cohort whose cases differ in how likely a yes is, two judgements of each."""
    spread = 1 / kappa - 1
    likely = rng.beta(share * spread, (1 - share) * spread, size=cohort)
    first, second = rng.random((2, cohort)) < likely
    elsewhere = rng.beta(share * spread, (1 - share) * spread, size=pairs)
    one, two = rng.random((2, pairs)) < elsewhere
    counts = [int((a & b).sum()) for a, b in ((one, two), (one, ~two), (~one, two))]
    seen = Pairs(*counts, pairs - sum(counts))
    return judged(first[:n, None], cohort), seen, first, second


def test_predictive_limits_cover_what_comes():
    """95 per cent limits of 400 made-up units, over shares, agreement and open cases."""
    rng = np.random.default_rng(20)
    held = {"as_judged": 0, "judged_again": 0}
    runs = 400
    for at in range(runs):
        share, kappa = rng.uniform(0.3, 0.9), rng.choice([0.3, 0.6, 0.9])
        cohort = int(rng.integers(20, 70))
        n = int(cohort * rng.uniform(0.3, 0.9))
        cases, pairs, first, second = draw_unit(rng, cohort, n, share, kappa, 40)
        live = rate_live(FRAMEWORK, cases, pairs={NAMES[0]: pairs}, draws=500, seed=at)
        outlook = live.question(NAMES[0])
        for name, answers in (("as_judged", first), ("judged_again", second)):
            ends = getattr(outlook, name)
            held[name] += ends.low <= 100 * answers.mean() + 1e-9 <= ends.high + 2e-9
    # 95 per cent less three standard errors of a share of 400; not sure of everything.
    assert runs * 0.917 < held["as_judged"] < runs
    assert runs * 0.917 < held["judged_again"] < runs


def test_without_open_cases_only_disagreement_is_left():
    live = rate_live(FRAMEWORK, judged([[1]] * 40 + [[0]] * 20, 60), seed=1)
    outlook = live.question(NAMES[0])
    assert outlook.as_judged.low == outlook.as_judged.high == pytest.approx(200 / 3)
    assert live.judged_again is None and outlook.judged_again is None
    assert live.open_cases == 0
    pairs = {NAMES[0]: Pairs(10, 3, 3, 4)}
    again = rate_live(FRAMEWORK, judged([[1]] * 40 + [[0]] * 20, 60), pairs=pairs)
    ends = again.question(NAMES[0]).judged_again
    assert ends.low < 66 < 67 < ends.high
    assert again.judged_again.key_questions[0].chances["good"] < 1


def test_disagreement_widens_what_may_come_and_says_what_it_rests_on():
    pairs = {NAMES[0]: Pairs(10, 3, 3, 4), NAMES[1]: Pairs(1, 1, 1, 1)}
    cases = judged([[1, 1]] * 30 + [[0, 0]] * 14, 60)
    live = rate_live(FRAMEWORK, cases, pairs=pairs)
    own, few = live.questions
    for item in (own, few):
        wide, narrow = item.judged_again, item.as_judged
        assert wide.high - wide.low > narrow.high - narrow.low
        assert item.reachable.low <= narrow.low and narrow.high <= item.reachable.high
    assert not own.disagreement.pooled and own.disagreement.pairs == 20
    assert few.disagreement.pooled and few.disagreement.pairs == 24


def test_questions_answered_alike_hold_a_standard_no_lower_than_each_of_them():
    """Products of separate chances would put the standard far lower."""
    live = rate_live(FRAMEWORK, judged([[1, 1, 1]] * 32 + [[0, 0, 0]] * 8, 60))
    one = live.as_judged.key_questions[0].chances
    assert standard(live.as_judged).chances == one
    assert 0.3 < one["outstanding"] < 0.7


def test_the_same_cases_in_another_order_give_the_same_numbers():
    rows = np.random.default_rng(3).random((40, 3)) < 0.6
    pairs = {NAMES[0]: Pairs(10, 3, 3, 4)}
    one = rate_live(FRAMEWORK, judged(rows, 60), pairs=pairs, seed=4)
    assert rate_live(FRAMEWORK, judged(rows[::-1], 60), pairs=pairs, seed=4) == one
    assert rate_live(FRAMEWORK, judged(rows, 60), pairs=pairs, seed=5) != one


def test_what_a_panel_decided_is_kept_beside_the_rule():
    rows = [[1, 1, 1]] * 31 + [[0, 0, 0]] * 19
    entry = Entry("A", "assessment", "good", "Strong work in four cases at the limit.")
    live = rate_live(
        FRAMEWORK, judged(rows, 60), entries={("A", "assessment"): entry}, seed=1
    )
    (adjusted,) = live.adjustments
    assert (adjusted.computed, adjusted.given) == ("requires_improvement", "good")
    assert adjusted.reason == entry.reason
    assert standard(live.as_judged).grade == "good"


def test_before_the_first_case_there_is_nothing_to_say():
    live = rate_live(FRAMEWORK, judged(np.zeros((0, 3)), 60))
    assert live.questions == () and live.judged_again is None and live.open_cases == 60


def test_a_cohort_without_a_number_is_refused():
    with pytest.raises(ValueError, match="number of cases"):
        rate_live(FRAMEWORK, judged(ROWS, None))
    with pytest.raises(ValueError, match="at least one"):
        rate_live(FRAMEWORK, judged(ROWS, 8), draws=0)
