"""The calibration bench: verdicts by hand, severity, drift, hot-spots, and coverage."""

import numpy as np
import pytest

from probata.assessment.calibration import (
    Estimate,
    Rule,
    Score,
    measure_calibration,
    subtract_estimates,
    version_key,
)


def score(assessor="A", case="c1", question="q", agrees=True, **more):
    facts = {"occasion": "1", "guidance": "", "harsher": 0 if agrees else 1} | more
    return Score(assessor, facts["occasion"], case, question, facts["guidance"], agrees, facts["harsher"])  # fmt: skip


def bench(cases=8, questions=5, wrong=(), **more):
    """An assessor's answers; those of `wrong` (case, question) are not the panel's."""
    return [
        score(case=f"c{c}", question=f"q{q}", agrees=(c, q) not in wrong, **more)
        for c in range(cases)
        for q in range(questions)
    ]


RULE = Rule()


def only(scores, rule=RULE):
    (found,) = measure_calibration(scores, rule).assessors
    return found


def test_perfect_agreement_of_enough_answers_passes_and_of_few_does_not():
    found = only(bench())
    assert found.verdict == "pass"
    assert 0.8 < found.at_least < 1  # eight cases are not all cases
    assert only(bench(cases=4, questions=10)).verdict == "too_few"
    assert only(bench(cases=8, questions=3)).verdict == "too_few"
    assert only(bench(cases=4)).at_least is None


def test_agreement_above_the_threshold_may_not_be_sure_enough():
    """34 of 40 agree: 85 per cent, but 15 points above 80 are within the luck of 8 cases."""
    wrong = {(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)}
    found = only(bench(wrong=wrong))
    assert found.occasions[0].agreement.value == pytest.approx(0.85)
    assert found.verdict == "not_yet" and not found.clearly_below
    assert found.at_least < 0.8
    assert only(bench(wrong=wrong), Rule(threshold=0.7)).verdict == "pass"


def test_clearly_below_is_told_from_what_may_be_either():
    wrong = {(c, q) for c in range(8) for q in range(3)}
    found = only(bench(wrong=wrong))
    assert found.verdict == "not_yet" and found.clearly_below


def test_the_verdict_is_of_the_latest_occasion_in_the_order_of_the_rule():
    scores = bench(occasion="induction", wrong={(c, 0) for c in range(8)})
    scores += bench(occasion="2026-06")
    rule = Rule(occasions=("induction",))
    found = only(scores, rule)
    assert [item.occasion for item in found.occasions] == ["induction", "2026-06"]
    assert found.verdict == "pass"
    assert only(scores).verdict == "not_yet"  # by the alphabet, induction comes last


def test_severity_is_the_difference_in_positive_answers():
    """Four of 40 negative where the panel says positive, one the other way: 7.5 points."""
    scores = bench(wrong={(0, 0), (1, 0), (2, 0), (3, 0)})
    lenient = next(at for at, s in enumerate(scores) if s.case == "c5")
    scores[lenient] = score(case="c5", question="q0", agrees=False, harsher=-1)
    severity = only(scores).occasions[0].severity
    assert severity.value == pytest.approx(3 / 40)
    sums = np.array([1, 1, 1, 1, 0, -1, 0, 0]) / 5
    assert severity.error == pytest.approx(np.std(sums, ddof=1) / np.sqrt(8))
    assert severity.low < 0.075 < severity.high


def test_neutral_answers_count_for_agreement_alone():
    scores = [*bench(), score(case="c0", question="n", agrees=False, harsher=None)]
    (occasion,) = only(scores).occasions
    assert occasion.answers == 41
    assert occasion.agreement.value == pytest.approx(40 / 41)
    assert occasion.severity.value == 0


def test_drift_is_between_the_first_and_the_latest_occasion():
    scores = bench(occasion="1") + bench(
        occasion="2", wrong={(c, q) for c in range(8) for q in range(c % 3)}
    )
    found = only(scores)
    assert found.drift.value == pytest.approx(found.occasions[1].severity.value)
    assert found.drift.low > 0
    assert only(bench()).drift is None


def test_a_difference_is_welch_s():
    from scipy import stats

    rng = np.random.default_rng(3)
    one, other = rng.normal(size=9), rng.normal(1, 2, size=14)
    parts = [
        Estimate(value=x.mean(), error=x.std(ddof=1) / np.sqrt(len(x)), low=0, high=0)
        for x in (one, other)
    ]
    found = subtract_estimates(*parts, (9, 14))
    known = stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=1e-9)


def spread(guidance, share, assessors=4, cases=6):
    rng = np.random.default_rng([int(100 * share), assessors])
    return [
        score(
            assessor=f"A{a}",
            case=f"{guidance}-{c}",
            question="victims",
            guidance=guidance,
            agrees=bool(rng.random() > share),
        )
        for a in range(assessors)
        for c in range(cases)
    ]


def test_hot_spots_are_of_a_question_and_a_version_of_guidance():
    scores = spread("1.9", 0.6) + spread("1.10", 0.1) + spread("1.11", 0.5, assessors=2)
    spots = measure_calibration(scores, Rule()).hot_spots
    assert [item.guidance for item in spots] == ["1.9", "1.10", "1.11"]
    first, second, few = spots
    known = [s for s in scores if s.guidance == "1.9"]
    assert first.disagreement.value == pytest.approx(
        sum(not s.agrees for s in known) / 24
    )
    assert first.change is None
    assert second.change.value == pytest.approx(
        second.disagreement.value - first.disagreement.value
    )
    assert second.change.high < 0
    assert few.disagreement is None and few.change is None and few.answers == 12


def test_versions_are_in_the_order_of_their_numbers():
    versions = ["1.10", "1.9", "2", "draft", "1.9.1", ""]
    assert sorted(versions, key=version_key) == [
        "",
        "draft",
        "1.9",
        "1.9.1",
        "1.10",
        "2",
    ]


def test_the_order_of_rows_makes_no_difference():
    scores = bench(wrong={(1, 1), (4, 2)}) + bench(assessor="B", wrong={(0, 0)})
    assert measure_calibration(scores[::-1], Rule()) == measure_calibration(
        scores, Rule()
    )


def test_one_case_gives_no_interval():
    found = only(bench(cases=1))
    assert found.occasions[0].agreement is None and found.verdict == "too_few"
    assert measure_calibration([], Rule()).assessors == ()


def draw_answers(rng, cases, questions, agree, together):
    """Answers that agree with probability `agree`, alike within a case by a beta of it."""
    likely = rng.beta(agree * together, (1 - agree) * together, size=cases)
    right = rng.random((cases, questions)) < likely[:, None]
    return [
        score(case=f"c{c}", question=f"q{q}", agrees=bool(right[c, q]))
        for c in range(cases)
        for q in range(questions)
    ]


@pytest.mark.parametrize("agree", [0.7, 0.85])
def test_the_limits_of_agreement_cover_the_truth(agree):
    """600 assessors, 15 cases of 6 answers that go together; 93 per cent, less 3 errors."""
    rng = np.random.default_rng(int(100 * agree))
    held = []
    for _ in range(600):
        found = only(draw_answers(rng, 15, 6, agree, 4.0)).occasions[0].agreement
        held.append(found.low <= agree <= found.high)
    assert np.mean(held) >= 0.90


def test_an_assessor_at_the_threshold_rarely_passes():
    """80 per cent true agreement and 80 per cent certainty: about a fifth pass."""
    rng = np.random.default_rng(8)
    passed = [
        only(draw_answers(rng, 12, 6, 0.8, 6.0)).verdict == "pass" for _ in range(600)
    ]
    assert 0.1 < np.mean(passed) < 0.27


@pytest.mark.parametrize("wrong", [{"threshold": 1.0}, {"sure": 0.4}, {"cases": 1}])
def test_a_rule_that_decides_nothing_is_refused(wrong):
    with pytest.raises(ValueError, match="validation error"):
        Rule(**wrong)
