"""Ages in completed years, with the rule for 29 February."""

import datetime

import numpy as np
import pytest

from probata.risk.ages import completed_years

EPOCH = datetime.date(1970, 1, 1).toordinal()


def age(birth, day):
    values = [
        datetime.date.fromisoformat(text).toordinal() - EPOCH for text in (birth, day)
    ]
    return int(completed_years(*(np.asarray([value]) for value in values))[0])


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        ("1990-05-17", "2020-05-16", 29),
        ("1990-05-17", "2020-05-17", 30),
        ("1960-12-31", "1970-01-01", 9),
        ("1930-01-31", "1960-01-31", 30),
        ("2000-02-29", "2011-02-28", 10),
        ("2000-02-29", "2011-03-01", 11),
        ("2000-02-29", "2012-02-28", 11),
        ("2000-02-29", "2012-02-29", 12),
        ("2001-03-01", "2012-02-29", 10),
        ("1900-03-01", "2020-02-29", 119),
    ],
)
def test_whole_years_between_days(birth, day, years):
    assert age(birth, day) == years


def test_every_day_of_a_century_agrees_with_the_calendar():
    birth = datetime.date(1996, 2, 29)
    days = np.arange(birth.toordinal() - EPOCH + 1, birth.toordinal() - EPOCH + 36_600)
    found = completed_years(np.full(days.size, birth.toordinal() - EPOCH), days)
    for day, years in zip(days.tolist(), found.tolist(), strict=True):
        date = datetime.date.fromordinal(day + EPOCH)
        before = (date.month, date.day) < (2, 29)
        assert years == date.year - 1996 - before
