"""When an inspector is asked for a sentence of reasoning, as a table a policy reader can check."""

from pathlib import Path

import pytest

from probata.assessment.answers import Entry
from probata.assessment.consistency import ConsistencyRule, find_prompts_for_reasons
from probata.assessment.form import compile_form
from probata.assessment.states import find_states
from probata.standards.read_framework import read_framework

FORM = compile_form(read_framework(Path("probation_2021")))
FACTS = {"case_type": "post_release", "unpaid_work_only": "no", "review_due": "yes"}
KEY = "planning_safety"
PROMPTS = [item.id for item in FORM.prompts_of(KEY)]


def wanted(key, answers, rule=None, **entry):
    entries = {KEY: Entry(key, **entry)}
    entries |= {
        name: Entry(value) for name, value in zip(PROMPTS, answers, strict=False)
    }
    states = find_states(FORM, FACTS, entries)
    return find_prompts_for_reasons(FORM, states, entries, rule)


@pytest.mark.parametrize(
    ("key", "answers", "asked"),
    [
        ("yes", ["no", "no"], True),
        ("yes", ["no", "no", "yes"], True),
        ("yes", ["no", "yes"], False),  # half is not more than half
        ("yes", ["no"], False),  # one prompt is too few
        ("yes", ["no", "yes", "none"], False),  # a neutral answer does not count
        ("no", ["yes", "yes"], True),
        ("no", ["no", "no"], False),
        (None, ["no", "no"], False),  # nothing is said yet
    ],
)
def test_the_default_rule(key, answers, asked):
    assert bool(wanted(key, answers)) is asked


def test_the_rule_is_data():
    strict = ConsistencyRule(more_than=0.0, at_least=1)
    assert wanted("yes", ["no"], strict)
    lenient = ConsistencyRule(more_than=0.9, at_least=2)
    assert not wanted("yes", ["no", "no", "yes"], lenient)


def test_it_says_what_it_counted_and_whether_a_reason_was_given():
    found = wanted("yes", ["no", "no", "yes"])[0]
    assert (found.question, found.against, found.counted, found.given) == (
        KEY,
        2,
        3,
        False,
    )
    assert found.words == (
        "2 of the 3 prompts are negative, and this answer is positive. Say in one "
        "sentence what it rests on."
    )
    assert wanted("yes", ["no", "no"], reasoning="The risk fell away.")[0].given
