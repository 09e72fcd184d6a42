"""Rules of a cohort: the packaged ones, and every fault of a changed copy."""

import pytest

from probata.cohort.places import packaged_file
from probata.cohort.read_case_list_file import read_case_list_file
from probata.cohort.read_rules import read_rules
from probata.errors import DeclarationError

TEXT = packaged_file("probation_2021").read_text()


def read(tmp_path, places, text):
    path = tmp_path / "rules.toml"
    path.write_text(text)
    return read_rules(path, read_case_list_file(), places)


def test_each_packaged_rule_says_how_sure_it_is(places):
    rules = read_rules(None, read_case_list_file(), places)
    marks = {step.id: step.mark for step in rules.steps}
    assert marks["ended_within_7_days"] == "S"
    assert marks["one_per_person"] == "P"
    assert marks["outside_court"] == "V"
    assert (rules.window.first_week, rules.window.last_week) == (32, 27)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("first_week = 32", "first_week = 20", "lies further back"),
        ("chosen = [31, 28]", "chosen = [31, 40]", "outside the window"),
        ("weeks = [29, 30]", "weeks = [31]", "chosen already"),
        ('date = "release_date"', 'date = "released"', "not a date of the list"),
        ('to = "termination_date"', 'to = "ending"', "neither `start` nor a date"),
        ("[facts.age]", "[facts.sex]", "is a field of the list"),
        ('kind = "weeks"', 'kind = "scope"', "exactly one step"),
        ('kind = "weeks"', 'kind = "scope"', "needs `when`"),
        ('keep = "first_start"\n', "", "needs `keep`"),
        ("days_supervised <= 7", "days_supervised <= soon", "not a number"),
        ("days_supervised <= 7", "days_watched <= 7", "no fact that can be used"),
        ("days_supervised <= 7", 'days_supervised == "7"', "can never be `7`"),
        ('live_review != "none"', 'live_review != "non"', "can never be `non`"),
        ("days_supervised <= 7", "days_supervised <= 7 or family_name == 1", "no fact"),
        ('id = "live_review"', 'id = "requirement"', "stands twice"),
    ],
)
def test_a_fault_is_reported_with_its_line(tmp_path, places, old, new, words):
    assert old in TEXT
    with pytest.raises(DeclarationError) as caught:
        read(tmp_path, places, TEXT.replace(old, new, 1))
    assert words in str(caught.value)
    assert "rules.toml, line " in str(caught.value)


def test_all_faults_are_reported_together(tmp_path, places):
    text = TEXT.replace("days_supervised <= 7", "days_watched <= 7")
    text = text.replace('live_review != "none"', 'live_review != "non"')
    with pytest.raises(DeclarationError) as caught:
        read(tmp_path, places, text)
    assert len(caught.value.faults) == 2
