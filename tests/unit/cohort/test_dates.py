"""Dates in every form that spreadsheets produce, and columns that mix them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.tabular.date_forms import date_of, read_date

# Excel's own numbers: the first is in its documentation (DATEVALUE), the leap days count.
READ = [
    ("39448", "2008-01-01"),
    ("43890", "2020-02-29"),
    ("45021", "2023-04-05"),
    ("45021.75", "2023-04-05"),
    ("2023-04-05", "2023-04-05"),
    ("2023-04-05 00:00:00", "2023-04-05"),
    ("2023-04-05T13:45:00", "2023-04-05"),
    ("05/04/2023", "2023-04-05"),
    ("5/4/2023", "2023-04-05"),
    ("05/04/2023 13:45", "2023-04-05"),
    ("05.04.2023", "2023-04-05"),
    ("05-04-2023", "2023-04-05"),
    ("05/04/23", "2023-04-05"),
    ("05/04/29", "2029-04-05"),
    ("05/04/30", "1930-04-05"),
    ("05-Apr-23", "2023-04-05"),
    ("5 April 2023", "2023-04-05"),
    ("05-Sept-2023", "2023-09-05"),
    ("29/02/2024", "2024-02-29"),
    ("31/12/2022", "2022-12-31"),
]
FLAWS = [
    ("04/25/2023", "month_first"),
    ("29/02/2023", "no_such_day"),
    ("31/04/2023", "no_such_day"),
    ("2023-13-01", "no_such_day"),
    ("00/00/0000", "no_such_day"),
    ("5 Avril 2023", "unreadable"),
    ("05/04-2023", "unreadable"),
    ("tomorrow", "unreadable"),
    ("12", "unreadable"),
    ("99999", "unreadable"),
    ("-45021", "unreadable"),
]
days = st.dates(datetime.date(1931, 1, 1), datetime.date(2029, 12, 31))


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_date_is_read(text, expected):
    read = read_date(text)
    assert read.flaw is None
    assert date_of(read.day).isoformat() == expected


@pytest.mark.parametrize(("text", "flaw"), FLAWS)
def test_what_is_no_date_says_why(text, flaw):
    read = read_date(text)
    assert (read.day, read.flaw) == (None, flaw)


def test_the_old_mac_system_counts_from_1904():
    # The two systems differ by 1,462 days (Excel's documentation).
    assert read_date("43559", 1904).day == read_date("45021", 1900).day


@given(days)
def test_every_day_comes_back_from_every_form(day):
    serial = (day - datetime.date(1899, 12, 30)).days
    for text in (
        f"{day:%Y-%m-%d}",
        f"{day:%d/%m/%Y}",
        f"{day:%d/%m/%y}" if day.year >= 1930 else f"{day:%d/%m/%Y}",
        f"{day:%d-%b-%Y}",
        f"{day:%d %B %Y}",
        str(serial),
    ):
        assert date_of(read_date(text).day) == day


def test_two_forms_in_one_column_are_reported_with_their_rows(read, found):
    cases = read({}, {}, {"Commencement date": "2022-10-04"}, {})
    item = found(cases, "two_date_forms")
    assert item.rows.tolist() == [4]
    assert item.column == "Commencement date"
    assert 'date_forms = ["day_month_year", "iso"]' in item.mend
    assert cases.aside.tolist() == [4]


def test_a_day_number_among_dates_is_reported(read, found):
    cases = read({}, {"Commencement date": "44838"}, {})
    assert found(cases, "serial_date").rows.tolist() == [3]
    assert cases.n == 2


def test_a_whole_column_of_day_numbers_is_read_with_a_note(read, found):
    cases = read(*[{"Commencement date": "44838", "Sentence date": "01/10/2022"}] * 3)
    item = found(cases, "day_number")
    assert item.consequence == "note"
    assert (
        date_of(cases.columns["commencement_date"].day[0]).isoformat() == "2022-10-04"
    )


def test_dates_that_an_american_program_swapped_are_suspected(read, found):
    text = [{"Commencement date": f"{day}/10/2022"} for day in range(13, 20)]
    cell = [{"Commencement date": f"2022-{month:02d}-10"} for month in range(10, 13)]
    cell += [{"Commencement date": f"2023-{month:02d}-10"} for month in range(1, 4)]
    item = found(read(*text, *cell), "two_date_forms")
    assert "swapped day and month" in item.problem


def test_forms_that_are_declared_may_stand_side_by_side(read):
    toml = """
[case_list]
based_on = "ndelius"
[fields.commencement_date]
date_forms = ["day_month_year", "iso"]
"""
    cases = read({}, {"Commencement date": "2022-10-04"}, toml=toml)
    assert not cases.findings
    assert cases.n == 2


def test_a_placeholder_is_no_date(read):
    cases = read({"Termination date": "01/01/1900"}, {"Termination date": "31/12/9999"})
    assert not cases.findings
    assert not cases.columns["termination_date"].known.any()
