"""What changed between two versions, and what that breaks in a time series."""

from pathlib import Path

import pytest

from probata.standards.compare import compare_frameworks
from probata.standards.read_framework import read_framework

NOTED = 'under = "k"\ntext = "Was it noted?"\napplies_when = \'age >= 18\''
GUIDED = 'text = "Look at the record."'


def compared(small, *changes, add=""):
    """Part id -> (kinds of change, verdict), between the small framework and a later one."""
    old = small.read(name="old")
    new = small.read(*changes, add=add, name="new")
    return {
        part.new or part.old[0]: (set(part.kinds), part.verdict)
        for part in compare_frameworks(old, new).parts
    }


def test_the_same_framework_is_the_same_throughout(small):
    found = compared(small)
    assert list(found) == ["s", "k", "first", "second", "third"]
    assert set(map(str, found.values())) == {"({'same'}, 'comparable')"}


ONE_CHANGE = [
    ("first", "Was it done?", "Was all of it done?", "reworded", "with_care"),
    ("first", "Was it done?", "Was it, done?!", "same", "comparable"),
    ("second", '"Not needed"', '"Not called for"', "recoded", "with_care"),
    ("second", 'id = "none", label', 'id = "nil", label', "recoded", "not_comparable"),
    (
        "second",
        'id = "none", label',
        'id = "nil", was = "none", label',
        "recoded",
        "comparable",
    ),
    (
        "second",
        'polarity = "neutral"',
        'polarity = "negative"',
        "recoded",
        "not_comparable",
    ),
    ("second", "and kind ==", "or kind ==", "rerouted", "with_care"),
    (
        "second",
        'first == "yes" and kind == "a"',
        'kind == "a" and first == "yes"',
        "same",
        "comparable",
    ),
    ("second", 'first == "yes"', 'first in ("yes",)', "same", "comparable"),
    ("third", "age >= 18", "age >= 21", "rerouted", "with_care"),
    ("third", 'unit = "years"', 'unit = "months"', "rerouted", "with_care"),
    ("third", 'under = "k"', 'under = "s"', "moved", "comparable"),
    (
        "third",
        NOTED,
        'under = "k"\nasked_of = "unit"\ntext = "Was it noted?"',
        "moved",
        "not_comparable",
    ),
    ("first", GUIDED, 'text = "Ask the person."', "guidance", "with_care"),
    ("s", "rated = true", "rated = false", "status", "not_comparable"),
    ("s", "rated = true", "rated = true\npublished = false", "status", "with_care"),
    ("s", 'title = "Standard"', 'title = "Another"', "reworded", "with_care"),
    ("k", 'text = "Is it good?"', 'text = "Is it good now?"', "reworded", "with_care"),
]


@pytest.mark.parametrize(("part", "old", "new", "kind", "verdict"), ONE_CHANGE)
def test_each_kind_of_change_has_its_verdict(small, part, old, new, kind, verdict):
    kinds, found = compared(small, (old, new))[part]
    assert kind in kinds
    assert found == verdict


def test_a_recoded_answer_touches_only_the_questions_that_use_it(small):
    found = compared(small, ('polarity = "neutral"', 'polarity = "negative"'))
    assert found["first"] == ({"same"}, "comparable")
    assert found["k"] == ({"prompts"}, "with_care")


def test_a_renamed_question_is_followed_through_conditions(small):
    found = compared(
        small,
        ('id = "first"', 'id = "done"\nwas = "first"'),
        ("first ==", "done =="),
        ('question = "first"', 'question = "done"'),
    )
    assert found["done"] == ({"renamed"}, "comparable")
    assert found["second"] == ({"same"}, "comparable")
    assert found["k"] == ({"same"}, "comparable")


def test_a_renamed_answer_is_followed_through_conditions(small):
    found = compared(
        small,
        (
            'yes_no = [\n  { id = "yes", label',
            'yes_no = [\n  { id = "done", was = "yes", label',
        ),
        ('first == "yes"', 'first == "done"'),
    )
    assert found["first"] == ({"recoded"}, "comparable")
    assert found["second"] == ({"same"}, "comparable")


def test_a_key_question_that_becomes_conditional_reroutes_its_prompts(small):
    found = compared(
        small,
        (
            'text = "Is it good?"',
            'text = "Is it good?"\napplies_when = \'kind == "a"\'',
        ),
    )
    assert found["first"] == ({"rerouted"}, "with_care")


def test_without_was_a_renamed_question_is_one_new_and_one_retired(small):
    found = compared(small, ('id = "third"', 'id = "noted"'))
    assert found["noted"] == ({"new"}, "not_comparable")
    assert found["third"] == ({"retired"}, "not_comparable")


def prompt(name: str, was: str = "", key_question: str = "k") -> str:
    return f"""
[[prompts]]
id = "{name}"
key_question = "{key_question}"
text = "Was it done?"
{was}
source = "us"
confidence = "proposed"
"""


def test_a_split_question_has_no_single_successor(small):
    found = compared(
        small,
        ('id = "first"', 'id = "one"\nwas = "first"'),
        ("first ==", "one =="),
        ('question = "first"', 'question = "one"'),
        add=prompt("two", 'was = "first"'),
    )
    assert "split" in found["one"][0] and "split" in found["two"][0]
    assert found["one"][1] == found["two"][1] == "not_comparable"


def test_a_joined_question_takes_the_place_of_several(small):
    old = small.read(add=prompt("two"), name="old")
    new = small.read(
        ('id = "second"', 'id = "second"\nwas = ["second", "two"]'), name="new"
    )
    parts = {part.new: part for part in compare_frameworks(old, new).parts}
    assert parts["second"].old == ("second", "two")
    assert parts["second"].kinds == ("joined",)
    assert parts["second"].verdict == "not_comparable"


def test_a_standard_with_another_key_question_is_not_comparable(small):
    found = compared(
        small,
        add="""
[[key_questions]]
id = "k2"
standard = "s"
title = "Another"
text = "Is it safe?"
source = "us"
confidence = "proposed"
""",
    )
    assert found["s"] == ({"recomposed"}, "not_comparable")
    assert found["k"] == ({"same"}, "comparable")


def test_two_different_frameworks_are_told_apart(small):
    probation = read_framework(Path("probation_2021"))
    assert not compare_frameworks(probation, small.read()).related
    assert compare_frameworks(probation, probation).related
