"""Months on exact days."""

import datetime

import numpy as np
import pytest

from probata.dataset.outcomes.months import add_months

EPOCH = datetime.date(1970, 1, 1).toordinal()


def later(text, months):
    day = datetime.date.fromisoformat(text).toordinal() - EPOCH
    found = int(add_months(np.asarray([day]), months)[0])
    return datetime.date.fromordinal(found + EPOCH).isoformat()


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2019-05-17", 12, "2020-05-17"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2019-08-31", 6, "2020-02-29"),
        ("2018-08-31", 6, "2019-02-28"),
        ("2019-12-31", 18, "2021-06-30"),
        ("1969-12-31", 2, "1970-02-28"),
        ("2020-03-31", -1, "2020-02-29"),
        ("2020-01-15", -13, "2018-12-15"),
        ("2020-01-15", 0, "2020-01-15"),
    ],
)
def test_the_same_day_or_the_last_of_a_shorter_month(start, months, end):
    assert later(start, months) == end
