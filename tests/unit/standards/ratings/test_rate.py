"""Grades of standards and of the whole, by each rule."""

from pathlib import Path

import pytest

from probata.errors import DataError, UserError
from probata.standards.ratings.cases import Entry
from probata.standards.ratings.entries import check_discretion, check_entries
from probata.standards.ratings.rate import require_ratings
from probata.standards.read_framework import read_framework

MEAN = ("discretion = 5", 'discretion = 5\ncombine = "mean"')
PANEL = ("A", "p", "mid")


def standards(rated):
    return {item.id: item for item in rated.standards}


def test_a_standard_gets_the_grade_of_its_weakest_key_question(rate):
    (rated,) = rate(rate.unit(q1=(32, 40), q2=(21, 40), q3=(40, 40)))
    found = standards(rated)
    assert (found["s"].grade, found["s"].weakest) == ("mid", ("q2",))
    assert found["t"].grade == "high"
    assert [item.percent for item in rated.key_questions] == [80, 52.5, 100]
    assert [item.to_limit for item in rated.key_questions] == [0, 2.5, 20]


def test_the_mean_of_the_key_questions_can_rate_instead(rate):
    (rated,) = rate(rate.unit(q1=(40, 40), q2=(24, 40), q3=(40, 40)), changes=[MEAN])
    assert standards(rated)["s"].grade == "high"
    assert standards(rated)["s"].weakest == ()


def test_rounding_before_banding_is_a_choice_of_the_framework(rate):
    case = rate.unit(q1=(62, 125), q2=(100, 125), q3=(100, 125))
    (exact,) = rate(case)
    (rounded,) = rate(case, changes=[("discretion = 5", "round_to = 0")])
    assert standards(exact)["s"].grade == "low"
    assert standards(rounded)["s"].grade == "mid"


def test_answers_that_do_not_count_shrink_the_denominator(rate):
    (rated,) = rate(rate.unit(q1=(8, 10), q2=(32, 40), q3=(40, 40)))
    assert [(item.positive, item.n) for item in rated.key_questions] == [
        (8, 10),
        (32, 40),
        (40, 40),
    ]
    assert standards(rated)["s"].grade == "high"


def test_a_standard_with_an_unanswered_key_question_is_open(rate):
    (rated,) = rate(rate.unit(q1=(32, 40), q3=(40, 40)), entries=[PANEL])
    assert standards(rated)["s"].status == "open"
    assert rated.overall.grade is None
    assert rated.overall.open == ("s",)
    assert rated.overall.reachable is None  # the cohort is not known


def test_points_make_the_whole(rate):
    (rated,) = rate(rate.unit(q1=(32, 40), q2=(21, 40), q3=(40, 40)), entries=[PANEL])
    whole = rated.overall
    assert (whole.points, whole.maximum, whole.mean) == (4, 6, pytest.approx(4 / 3))
    assert whole.grade == whole.computed == "mid"


def test_the_highest_score_shrinks_where_a_standard_could_not_be_assessed(rate):
    (rated,) = rate(
        rate.unit(q1=(40, 40), q2=(40, 40), q3=(40, 40)),
        entries=[("A", "p", "not_assessed")],
    )
    assert standards(rated)["p"].status == "not_assessed"
    assert (rated.overall.points, rated.overall.maximum) == (4, 4)
    assert rated.overall.grade == "high"
    assert rated.overall.left_out == ("p",)


def test_a_sum_says_nothing_where_a_standard_could_not_be_assessed(rate):
    limits = "above = 0.5", "above = 1.5"
    changes = [
        ('kind = "points"', 'kind = "points"\nscale = "sum"'),
        (limits[0], "from = 2"),
        (limits[1], "from = 5"),
    ]
    case = rate.unit(q1=(40, 40), q2=(40, 40), q3=(40, 40))
    (rated,) = rate(case, changes=changes, entries=[("A", "p", "high")])
    assert rated.overall.grade == "high"
    (rated,) = rate(case, changes=changes, entries=[("A", "p", "not_assessed")])
    assert rated.overall.grade is None and rated.overall.points is None


OTHER_RULES = [
    (
        'scale = "percent"',
        "above = 16",
        "above = 66",
        "high",
    ),  # 4 of 6 is 66.7 per cent
    ('scale = "percent"', "above = 16", "above = 67", "mid"),
    ('scale = "mean"', "above = 1.3", "above = 1.4", "mid"),
]


@pytest.mark.parametrize(("scale", "low", "high", "grade"), OTHER_RULES)
def test_bands_may_stand_on_other_scales(rate, scale, low, high, grade):
    changes = [
        ('kind = "points"', f'kind = "points"\n{scale}'),
        ("above = 0.5", low),
        ("above = 1.5", high),
    ]
    case = rate.unit(q1=(32, 40), q2=(21, 40), q3=(40, 40))
    (rated,) = rate(case, changes=changes, entries=[PANEL])
    assert rated.overall.grade == grade


def test_the_lowest_grade_of_any_standard_can_be_the_whole(rate):
    bands = 'bands = [{ grade = "low" }, { grade = "mid", above = 0.5 }, { grade = "high", above = 1.5 }]\n'
    changes = [('kind = "points"\n' + bands, 'kind = "lowest"\n')]
    case = rate.unit(q1=(40, 40), q2=(40, 40), q3=(40, 40))
    (rated,) = rate(case, changes=changes, entries=[("A", "p", "low")])
    assert rated.overall.grade == "low"


def test_a_whole_by_judgement_stands_beside_its_advice(rate):
    changes = [('kind = "points"', 'kind = "judgement"')]
    case = rate.unit(q1=(40, 40), q2=(40, 40), q3=(40, 40))
    (rated,) = rate(case, changes=changes, entries=[("A", "p", "high")])
    assert (rated.overall.grade, rated.overall.computed) == (None, "high")
    entries = [("A", "p", "high"), ("A", "overall", "mid")]
    (rated,) = rate(case, changes=changes, entries=entries)
    assert (rated.overall.grade, rated.overall.computed) == ("mid", "high")
    assert rated.overall.reason == "Because."


def test_standards_that_never_count_are_left_out(rate):
    changes = [('kind = "points"', 'kind = "points"\nleave_out = ["t"]')]
    case = rate.unit(q1=(20, 40), q2=(20, 40), q3=(0, 40))
    (rated,) = rate(case, changes=changes, entries=[PANEL])
    assert standards(rated)["t"].grade == "low"
    assert (rated.overall.points, rated.overall.maximum) == (2, 4)


# --- what open cases leave possible -----------------------------------------------


def test_reachable_grades_take_every_open_case_as_bad_and_as_good(rate):
    (rated,) = rate(rate.unit(cohort=50, q1=(30, 40), q2=(30, 40), q3=(40, 40)))
    first = rated.key_questions[0]
    assert first.reachable == ("mid", "high")  # 30 of 50 and 40 of 50
    assert standards(rated)["s"].reachable == ("mid", "high")
    # the third standard is not rated yet, so it can get any grade
    assert rated.overall.reachable == ("mid", "high")


def test_with_every_case_judged_all_is_certain(rate):
    (rated,) = rate(
        rate.unit(cohort=40, q1=(30, 40), q2=(30, 40), q3=(40, 40)),
        entries=[PANEL],
        draws=50,
    )
    first = rated.key_questions[0]
    assert (first.ci_low, first.ci_high) == (75, 75)
    assert first.chances == {"low": 0, "mid": 1, "high": 0}
    assert rated.overall.chances == {"low": 0, "mid": 1, "high": 0}
    assert rated.overall.reachable == ("mid", "mid")


def test_chances_add_up_and_follow_the_entered_grades(rate):
    case = rate.unit(cohort=80, q1=(32, 40), q2=(33, 40), q3=(34, 40))
    (rated,) = rate(case, entries=[("A", "p", "high")], draws=2000)
    (other,) = rate(case, entries=[("A", "p", "low")], draws=2000)
    for item in (*rated.key_questions, rated.standards[0], rated.overall):
        assert sum(item.chances.values()) == pytest.approx(1)
    assert rated.overall.chances["high"] > other.overall.chances["high"]
    # a standard is as low as its weakest key question in each completed cohort
    weakest = max(item.chances["mid"] for item in rated.key_questions[:2])
    assert rated.standards[0].chances["mid"] >= weakest


def test_a_region_is_rated_from_all_cases_of_its_units(rate):
    small = rate.unit("A", 10, "North", q1=(10, 10), q2=(10, 10), q3=(10, 10))
    large = rate.unit("B", 40, "North", q1=(20, 30), q2=(20, 30), q3=(30, 30))
    rated = rate(small, large, draws=200)
    assert [(item.level, item.unit) for item in rated] == [
        ("unit", "A"),
        ("unit", "B"),
        ("region", "North"),
    ]
    north = rated[2]
    assert (north.judged, north.cohort) == (40, 50)
    assert north.key_questions[0].percent == 75
    assert north.standards[0].grade == "mid"
    assert north.standards[0].reachable == ("mid", "high")
    assert north.standards[0].chances is not None


def test_a_region_with_a_unit_of_unknown_size_has_no_reachable_range(rate):
    rated = rate(
        rate.unit("A", 10, "North", q1=(5, 10), q2=(5, 10), q3=(5, 10)),
        rate.unit("B", None, "North", q1=(5, 10), q2=(5, 10), q3=(5, 10)),
        draws=50,
    )
    assert rated[2].cohort is None
    assert rated[2].standards[0].reachable is None
    assert rated[2].standards[0].chances is not None


# --- what people enter --------------------------------------------------------------


def test_a_panel_may_move_a_grade_near_its_limit_with_a_reason(rate):
    case = rate.unit(q1=(18, 40), q2=(30, 40), q3=(33, 40))  # 45, 75, 82.5 per cent
    (rated,) = rate(case, entries=[("A", "s", "mid")])
    assert standards(rated)["s"].computed == "low"
    assert standards(rated)["s"].grade == "mid"
    assert standards(rated)["s"].allowed == ("mid",)
    assert standards(rated)["t"].allowed == ("mid",)


def test_a_limit_is_near_for_all_key_questions_or_not_at_all(rate):
    """45 could be lifted, 40 could not, so neither can the standard."""
    (rated,) = rate(rate.unit(q1=(18, 40), q2=(16, 40), q3=(26, 40)))
    assert standards(rated)["s"].allowed == ()
    assert standards(rated)["t"].allowed == ()  # 65 is far from both limits


def entries(framework, *rows):
    given = [
        Entry(*row, where=f"grades.csv, row {at}") for at, row in enumerate(rows, 2)
    ]
    return check_entries(framework, given, ["A"], "grades.csv")


def test_every_fault_of_the_entered_grades_is_told(rate):
    with pytest.raises(DataError) as caught:
        entries(
            rate.framework(),
            ("A", "p", "mid", "Because."),
            ("B", "p", "mid", "Because."),
            ("A", "x", "mid", "Because."),
            ("A", "p", "middling", ""),
            ("A", "overall", "not_assessed", "Because."),
        )
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == 6
    for words in (
        "row 3: `B` is no unit",
        "row 4: `x` is no rated standard",
        "row 5: `middling` is no grade",
        "row 5: has no reason",
        "row 5: `p` of this unit has a grade already, at grades.csv, row 2",
        "row 6: `not_assessed` is no grade",
    ):
        assert any(words in item for item in told), words


def test_a_grade_beyond_discretion_is_refused(rate):
    framework = rate.framework()
    given = entries(framework, ("A", "s", "high", "Because."))
    rated = rate(
        rate.unit(q1=(18, 40), q2=(30, 40), q3=(33, 40)), entries=[("A", "s", "high")]
    )
    with pytest.raises(DataError) as caught:
        check_discretion(framework, rated, given, "grades.csv")
    (fault,) = caught.value.faults
    assert "`s` comes out as low" in fault.problem
    assert fault.mend == "Allowed here: `mid`."


def test_a_framework_without_rules_cannot_rate():
    with pytest.raises(UserError, match="has no rating rules"):
        require_ratings(read_framework(Path("public_protection_2025")))
