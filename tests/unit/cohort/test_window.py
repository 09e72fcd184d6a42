"""The weeks before fieldwork: exact ends, leap years, turns of the year, weekends."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.cohort.places import read_places
from probata.cohort.read_case_list_file import read_case_list_file
from probata.cohort.read_rules import read_rules
from probata.cohort.request import write_request, write_template
from probata.cohort.window import choose_weeks, fieldwork_monday, window_weeks
from probata.errors import UserError

FILE, PLACES = read_case_list_file(), read_places()
RULES = read_rules(None, FILE, PLACES)


def date(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("fieldwork", "first", "last"),
    [
        # Counted by hand on a calendar: 32 weeks are 224 days, 27 weeks 189 days.
        ("2023-05-08", "2022-09-26", "2022-11-06"),
        ("2022-01-03", "2021-05-24", "2021-07-04"),
        ("2024-09-02", "2024-01-22", "2024-03-03"),  # over 29 February 2024
        ("2023-07-31", "2022-12-19", "2023-01-29"),  # over a turn of the year
    ],
)
def test_the_window_has_both_ends(fieldwork, first, last):
    weeks = window_weeks(RULES, date(fieldwork))
    assert weeks[0].monday == date(first)
    assert weeks[-1].sunday == date(last)
    assert [week.number for week in weeks] == [32, 31, 30, 29, 28, 27]


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)))
def test_weeks_are_whole_and_lie_where_they_should(day):
    if day.weekday() > 4:
        with pytest.raises(UserError, match="is a S"):
            fieldwork_monday(day)
        return
    monday = fieldwork_monday(day)
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days < 5
    for week in window_weeks(RULES, monday):
        assert week.monday.weekday() == 0
        assert (monday - week.monday).days == 7 * week.number
        assert (week.sunday - week.monday).days == 6


def test_a_sunday_is_refused_with_both_mondays():
    with pytest.raises(UserError) as caught:
        fieldwork_monday(date("2023-05-07"))
    assert "is a Sunday" in str(caught.value)
    assert "2023-05-01 or 2023-05-08" in str(caught.value)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([31], "1 weeks are named, 2 are inspected"),
        ([31, 26], "week 26 before fieldwork is outside the window"),
        ([33, 28], "week 33"),
        ([30, 29], "weeks 30 and 29 are less than 2 apart"),
        ([30, 30], "less than 2 apart"),
    ],
)
def test_weeks_that_cannot_be_inspected_are_refused(numbers, words):
    with pytest.raises(UserError) as caught:
        choose_weeks(RULES, date("2023-05-08"), numbers)
    assert words in str(caught.value)


def test_weeks_are_chosen_by_the_user_or_the_rules():
    monday = date("2023-05-08")
    assert [week.number for week in choose_weeks(RULES, monday)] == [31, 28]
    assert [week.number for week in choose_weeks(RULES, monday, [27, 32])] == [32, 27]


def test_the_request_names_unit_window_columns_and_codes():
    unit = PLACES.unit("Kirklees")
    region = PLACES.region_of(unit)
    text = write_request(FILE, RULES, unit, region, date("2023-05-08"))
    assert "# Case list for the inspection of Kirklees" in text
    assert "**26 September 2022** to **6 November 2022**" in text
    asked = write_template(FILE).decode().strip().split(",")
    for name, field in FILE.fields.items():
        listed = f"| {field.headers[0]} |" in text
        assert listed == field.ask == (field.headers[0] in asked), name
    assert "Surname" not in text
    assert "- rar: F, RAR" in text
