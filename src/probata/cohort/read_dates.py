"""Reads a column of dates: one form a column, unless more are declared."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from probata.cohort.cells import Cells, Read
from probata.cohort.findings import Finding
from probata.cohort.list_columns import Days
from probata.tabular.date_forms import DateForm, ReadDate, date_of, day_of, read_date

WORDS: dict[DateForm, str] = {
    "iso": "year-month-day, as date cells of a workbook are read, too",
    "day_month_year": "day/month/year",
    "day_month_short_year": "day/month/year of two digits",
    "day_month_name": "day, month by name, year",
    "day_number": "day numbers, as a spreadsheet stores dates",
}
_FLAWS = {
    "unreadable": "not a date in any form that is known.",
    "no_such_day": "there is no such day.",
    "month_first": "the month seems to stand first, as in American dates.",
}
FEW = 5


def read_dates(cells: Cells) -> Read:
    """Read the dates; rows in another form than the column's are findings.

    Which of two forms is right cannot be known where a program has re-read some of the
    dates and not others, so that nothing is guessed.
    """
    first = cells.declared.case_list.first_day_number
    read = [
        ReadDate(None) if none else read_date(text, first)
        for text, none in zip(cells.raw.texts, cells.empty(), strict=True)
    ]
    nothing = {day_of(date) for date in cells.declared.case_list.missing_dates}
    read = [ReadDate(None) if item.day in nothing else item for item in read]
    kept = _kept_forms(cells, read)
    found = [*_flaws(cells, read), *_other_forms(cells, read, kept)]
    found += _assumptions(cells, read, kept)
    known = np.asarray(
        [item.day is not None and item.form in kept for item in read], dtype=bool
    )
    days = np.asarray([item.day or 0 for item in read], dtype=np.int32)
    at = cells.raw.index
    return Days(days[at], known[at]), found


def _kept_forms(cells: Cells, read: list[ReadDate]) -> tuple[DateForm, ...]:
    """The declared forms, or the one in which most rows are written."""
    if cells.field.date_forms:
        return cells.field.date_forms
    rows = np.bincount(cells.raw.index, minlength=len(read))
    count = dict.fromkeys(WORDS, 0)
    for item, times in zip(read, rows.tolist(), strict=True):
        if item.form is not None and item.flaw is None:
            count[item.form] += times
    return (max(count, key=lambda form: count[form]),)


def _flaws(cells: Cells, read: list[ReadDate]) -> Iterator[Finding]:
    for flaw, problem in _FLAWS.items():
        texts = [at for at, item in enumerate(read) if item.flaw == flaw]
        yield from cells.find(
            "date",
            texts,
            problem,
            "Write the dates as day/month/year (05/04/2023) or year-month-day.",
        )


def _other_forms(
    cells: Cells, read: list[ReadDate], kept: tuple[DateForm, ...]
) -> Iterator[Finding]:
    for form, words in WORDS.items():
        texts = [
            at
            for at, item in enumerate(read)
            if item.form == form and item.flaw is None and form not in kept
        ]
        main = " or ".join(WORDS[item] for item in kept)
        yield from cells.find(
            "serial_date" if form == "day_number" else "two_date_forms",
            texts,
            f"these dates are written as {words}; the others of the column as {main}."
            + _swapped(read, form, kept),
            "Write the column in one form, or declare that both are right: "
            f"date_forms = {_toml_list([*kept, form])}.",
        )


def _swapped(read: list[ReadDate], form: DateForm, kept: tuple[DateForm, ...]) -> str:
    """What a program with American dates leaves: date cells up to day 12, text beyond."""
    days = {
        name: [
            date_of(item.day).day
            for item in read
            if item.form == name and item.day is not None
        ]
        for name in ("iso", "day_number", "day_month_year", "day_month_short_year")
    }
    cell = days["iso"] + days["day_number"]
    text = days["day_month_year"] + days["day_month_short_year"]
    told = {form, *kept} & {"day_month_year", "day_month_short_year"}
    if told and min(len(cell), len(text)) >= FEW and max(cell) <= 12 < min(text):
        return (
            " In one form every day is 12 or less and in the other every day is above "
            "12: a program with American dates has probably swapped day and month. "
            "Get the list again; do not declare both forms."
        )
    return ""


def _assumptions(
    cells: Cells, read: list[ReadDate], kept: tuple[DateForm, ...]
) -> Iterator[Finding]:
    first = cells.declared.case_list.first_day_number
    said: dict[DateForm, str] = {
        "day_number": f"day numbers were read in the system that begins in {first}.",
        "day_month_short_year": "years 00 to 29 were read as 2000 to 2029.",
    }
    for form, words in said.items():
        texts = [at for at, item in enumerate(read) if item.form == form]
        if form in kept:
            yield from cells.find(
                form, texts, words, "Check one date against the source.", "note"
            )


def _toml_list(forms: list[DateForm]) -> str:
    return "[" + ", ".join(f'"{form}"' for form in forms) + "]"
