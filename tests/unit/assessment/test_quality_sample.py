"""Which signed cases are chosen, and that they are with the probability that is recorded."""

import numpy as np
import pytest

from probata.assessment.agreement import measure_agreement
from probata.assessment.quality_sample import Plan, Signed, choose_case, choose_cases
from probata.assessment.ratings import Ratings


def sign(n: int) -> list[Signed]:
    """Every third case is serious, every fifth of a new assessor."""
    return [
        Signed(
            f"case{at}",
            f"person{at % 7}",
            frozenset(
                flag for flag, step in (("serious", 3), ("new", 5)) if at % step == 0
            ),
        )
        for at in range(n)
    ]


PLAN = Plan("a seed", 0.2, {"serious": 0.5, "new": 0.3})


def test_a_case_is_decided_alike_when_signed_and_in_the_end():
    cases = sign(200)
    live = [choose_case(PLAN, case) for case in cases]
    assert tuple(live) == choose_cases(PLAN, cases)
    assert tuple(reversed(live)) == choose_cases(PLAN, reversed(cases))
    assert choose_cases(PLAN, cases[:50]) == tuple(live[:50])


def test_another_seed_draws_others_and_the_samples_are_independent():
    cases = sign(4000)
    first = choose_cases(PLAN, cases)
    other = choose_cases(Plan("another", 0.2, PLAN.targets), cases)
    assert [item.case for item in first if item.random] != [
        item.case for item in other if item.random
    ]
    serious = [
        item for item, case in zip(first, cases, strict=True) if "serious" in case.flags
    ]
    both = sum(item.random and "serious" in item.targets for item in serious)
    assert both / len(serious) == pytest.approx(0.2 * 0.5, abs=0.03)


@pytest.mark.parametrize(
    "plan",
    [PLAN, Plan("x", targets={"serious": 0.5}, each=40), Plan("x", 0.0, {"new": 1.0})],
)
def test_cases_are_chosen_as_often_as_their_probability_says(plan):
    cases = sign(140)
    chosen = np.zeros(140)
    for seed in range(400):
        choices = choose_cases(
            Plan(f"{seed}", plan.share, plan.targets, plan.each), cases
        )
        chosen += [item.chosen for item in choices]
    expected = np.array([item.probability for item in choices])
    error = np.sqrt(expected * (1 - expected) / 400)
    assert (np.abs(chosen / 400 - expected) <= 4.5 * error).all()


def test_each_assessor_has_so_many_or_all_of_theirs():
    cases = [*sign(70), Signed("alone", "newcomer")]
    choices = choose_cases(Plan("seed", each=3), cases)
    for person in {case.assessor for case in cases}:
        own = [item for item in choices if item.assessor == person]
        drawn = sum(item.random for item in own)
        assert drawn == min(3, len(own))
        assert {item.random_probability for item in own} == {drawn / len(own)}
    with pytest.raises(ValueError, match="after fieldwork"):
        choose_case(Plan("seed", each=3), cases[0])


def test_weights_give_the_agreement_of_all_cases_from_a_targeted_sample():
    """Serious cases are harder to judge and drawn more often."""
    cases = sign(30_000)
    rng = np.random.default_rng(5)
    serious = np.array(["serious" in case.flags for case in cases])
    right = np.where(serious, 0.65, 0.95)
    truth = rng.integers(0, 2, len(cases))
    codes = np.column_stack(
        [np.where(rng.random(len(cases)) < right, truth, 1 - truth) for _ in range(2)]
    )
    choices = choose_cases(Plan("s", 0.1, {"serious": 0.6}), cases)
    chosen = np.array([item.chosen for item in choices])
    weights = np.array([1 / item.probability for item in choices])[chosen]
    everyone = measure_agreement(Ratings(codes, ("a", "b")), ("percent",))
    plain = measure_agreement(Ratings(codes[chosen], ("a", "b")), ("percent",))
    found = measure_agreement(
        Ratings(codes[chosen], ("a", "b"), case_weights=weights), ("percent",)
    ).estimate("percent")
    assert plain.estimate("percent").value < everyone.estimate("percent").value - 0.1
    assert abs(found.value - everyone.estimate("percent").value) < 3 * found.error


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"share": 1.2}, "between 0 and 1"),
        ({"targets": {"serious": -0.1}}, "between 0 and 1"),
        ({"targets": {"random": 0.5}}, "cannot be named"),
        ({"each": 0}, "at least one case"),
    ],
)
def test_a_plan_that_cannot_be_drawn_is_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        Plan("seed", **changes)
