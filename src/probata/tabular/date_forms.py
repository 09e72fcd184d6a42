"""Dates in the forms that spreadsheets and extracts produce.

    iso                   2023-04-05, also with a time of day
    day_month_year        05/04/2023, 5.4.2023, 05-04-2023, also with a time of day
    day_month_short_year  05/04/23; 00 to 29 are 2000 to 2029, as Excel has it
    day_month_name        05-Apr-23, 5 April 2023
    day_number            45021: days as Excel counts them

A day is an int: days since 1970-01-01.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

DateForm = Literal[
    "iso", "day_month_year", "day_month_short_year", "day_month_name", "day_number"
]
Flaw = Literal["unreadable", "month_first", "no_such_day"]
EPOCH = datetime.date(1970, 1, 1).toordinal()
# Excel's day 1 is 1 January 1900, and it counts a 29 February 1900 that never was: from
# 1 March 1900 on, day 0 is therefore 30 December 1899. The Mac's old system began 1904.
_DAY_ZERO = {
    1900: datetime.date(1899, 12, 30).toordinal() - EPOCH,
    1904: datetime.date(1904, 1, 1).toordinal() - EPOCH,
}
LEAST_NUMBER, MOST_NUMBER = 3_654, 73_050  # 1910 to 2100 (1900 system)
PIVOT = 30
_MONTHS = (
    "january february march april may june july august september october november "
    "december"
).split()
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}")
_SLASHED = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_NAMED = re.compile(rf"(\d{{1,2}})[ -]([A-Za-z]{{3,9}})[ -](\d{{4}}|\d{{2}}){_TIME}")
_NUMBER = re.compile(r"(\d{1,6})(?:\.\d+)?")


@dataclass(frozen=True)
class ReadDate:
    """What a text says: a day and the form it came in, or what is wrong with it."""

    day: int | None
    form: DateForm | None = None
    flaw: Flaw | None = None


def read_date(text: str, first_day_number: int = 1900) -> ReadDate:
    """Read one cell. Days come first: 05/04/2023 is the fifth of April."""
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        return _make("iso", year, month, day)
    if found := _SLASHED.fullmatch(text):
        short = len(found[4]) == 2
        day, month, year = int(found[1]), int(found[3]), _year(found[4])
        return _make(
            "day_month_short_year" if short else "day_month_year", year, month, day
        )
    if found := _NAMED.fullmatch(text):
        name = found[2].lower()
        months = [
            at
            for at, full in enumerate(_MONTHS, 1)
            if name == full[:3] or name == full or (name, at) == ("sept", 9)
        ]
        if months:
            return _make("day_month_name", _year(found[3]), months[0], int(found[1]))
    if found := _NUMBER.fullmatch(text):
        number = int(found[1])
        if LEAST_NUMBER <= number <= MOST_NUMBER:
            return ReadDate(_DAY_ZERO[first_day_number] + number, "day_number")
    return ReadDate(None, flaw="unreadable")


def _year(text: str) -> int:
    value = int(text)
    if len(text) == 4:
        return value
    return value + (2000 if value < PIVOT else 1900)


def _make(form: DateForm, year: int, month: int, day: int) -> ReadDate:
    try:
        return ReadDate(datetime.date(year, month, day).toordinal() - EPOCH, form)
    except ValueError:
        swapped = month > 12 and 1 <= day <= 12 and form != "iso"
        return ReadDate(None, form, "month_first" if swapped else "no_such_day")


def date_of(day: int) -> datetime.date:
    """The calendar date of a day number."""
    return datetime.date.fromordinal(int(day) + EPOCH)


def day_of(date: datetime.date) -> int:
    """The day number of a calendar date."""
    return date.toordinal() - EPOCH
