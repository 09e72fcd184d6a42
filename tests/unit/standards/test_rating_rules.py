"""Rating rules that contradict themselves or the framework are told with their line."""

import pytest

from probata.standards.remarks import find_remarks

RATINGS = """
[ratings]
grades = [
  { id = "low", label = "Low", points = 0 },
  { id = "mid", label = "Mid", points = 1 },
  { id = "high", label = "High", points = 2 },
]

[[ratings.rules]]
id = "cases"
kind = "bands"
standards = ["s"]
bands = [{ grade = "low" }, { grade = "mid", from = 50 }, { grade = "high", from = 80 }]
source = "us"
confidence = "proposed"

[ratings.overall]
kind = "points"
bands = [{ grade = "low" }, { grade = "mid", above = 0.5 }, { grade = "high", above = 1.5 }]
source = "us"
confidence = "proposed"
"""

RULE = "[[ratings.rules]]"
OVERALL = "[ratings.overall]"
BROKEN = [
    ('standards = ["s"]', 'standards = ["x"]', "`x` is not a declared standard"),
    ('standards = ["s"]', 'standards = ["x"]', "`s` is rated, but no rule says how"),
    ('"s"]\n', '"s"]\nkey_questions = ["q"]\n', "`q` is not a declared key question"),
    ('kind = "bands"', 'kind = "judgement"', "is for percentages"),
    ("from = 80", "from = 40", "this begins at 40, `mid` at 50: they overlap"),
    ("from = 80", "from = 50", "this begins at 50, `mid` at 50: they overlap"),
    ("from = 80", "from = 180", "begins at 180, where nothing can lie"),
    ("from = 80", "above = 100", "begins at 100, where nothing can lie"),
    ("above = 1.5", "above = 2.5", "begins at 2.5, where nothing can lie"),
    ("from = 80", "from = 80, above = 80", "needs either `from` or `above`"),
    (", from = 80", "", "needs either `from` or `above`"),
    ('{ grade = "low" }', '{ grade = "low", from = 10 }', "below it has no grade"),
    (', { grade = "high", from = 80 }', "", "not those of the grades low, mid, high"),
    ('grade = "high", from', 'grade = "top", from', "not those of the grades"),
    ('id = "mid", label', 'id = "not_assessed", label', "cannot be a grade"),
    ("points = 2", "points = 1", "no more points than the grade before"),
    ('id = "mid", label', 'id = "low", label', "the grade `low` stands twice"),
    (
        'kind = "points"\n',
        'kind = "points"\nleave_out = ["k"]\n',
        "not a rated standard",
    ),
    ('kind = "points"', 'kind = "lowest"', "the lowest grade needs no bands"),
    (
        'confidence = "proposed"\n\n[ratings.o',
        'confidence = "proposed"\n[[ratings.rules]]\nid = "two"\nkind = "judgement"\nstandards = ["s"]\nsource = "us"\nconfidence = "proposed"\n\n[ratings.o',
        "is rated by `cases` and `two`",
    ),
    (
        'source = "us"\nconfidence = "proposed"\n\n[ratings.o',
        'source = "them"\nconfidence = "proposed"\n\n[ratings.o',
        "`them` is not a declared source",
    ),
]


def test_a_scale_of_one_grade_is_none(small):
    lines = RATINGS.splitlines()
    short = [
        line for line in lines if 'id = "mid"' not in line and 'id = "high"' not in line
    ]
    faults = small.faults(add="\n".join(short))
    assert any("a scale needs two grades or more" in fault for fault in faults)


def test_rules_in_order_are_read(small):
    framework = small.read(add=RATINGS)
    assert framework.file.ratings is not None
    assert not find_remarks(framework)


@pytest.mark.parametrize(("old", "new", "words"), BROKEN)
def test_a_fault_of_a_rule_is_told(small, old, new, words):
    assert RATINGS.count(old) >= 1
    faults = small.faults(add=RATINGS.replace(old, new, 1))
    assert any(words in fault for fault in faults), faults
    assert all("small.toml, line " in fault for fault in faults)


def test_a_standard_that_is_not_rated_has_no_rule(small):
    faults = small.faults(("rated = true", "rated = false"), add=RATINGS)
    assert any("is not rated, yet the rule `cases` names it" in f for f in faults)


def test_bands_need_a_key_question_of_a_case(small):
    faults = small.faults(
        ('key_question = "k"\n', 'key_question = "k"\nasked_of = "unit"\n'),
        ('id = "k"\n', 'id = "k"\nasked_of = "unit"\n'),
        ('applies_when = \'first == "yes" and kind == "a"\'\n', ""),
        add=RATINGS,
    )
    assert len(faults) == 1 and "no key question that `cases` could count" in faults[0]


def test_a_standard_cannot_be_called_like_the_whole(small):
    faults = small.faults(
        ('id = "s"', 'id = "overall"'),
        ('standard = "s"', 'standard = "overall"'),
        add=RATINGS.replace('["s"]', '["overall"]'),
    )
    assert len(faults) == 1 and "`overall` cannot be a standard" in faults[0]
