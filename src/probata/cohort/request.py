"""Writes the specification that is sent to a unit: which cases, which columns, what form."""

from __future__ import annotations

import datetime

from probata.cohort.case_list_file import CaseListFile, ListField
from probata.cohort.places import Region, Unit
from probata.cohort.rules_file import RulesFile
from probata.cohort.window import say_day, window_weeks
from probata.tabular.csv_writer import write_csv

_KINDS = {
    "identifier": "text",
    "text": "text",
    "date": "a date, day/month/year",
    "number": "a number",
    "flag": "Yes or No",
    "region": "name or code of the region",
    "unit": "name of the delivery unit",
}
HOW = """\
- One row for each sentence; where a sentence has several requirements, one row for each
  requirement (all other cells the same), or all of them in one cell, separated by `;`.
- Use the column names of the template. Other columns are ignored; leave out names,
  addresses and offence details, which are not needed.
- Export straight from the system as **CSV UTF-8** or XLSX. Opening a CSV file in a
  spreadsheet program and saving it again changes dates and case reference numbers.
- Write all dates of a column in one form. Leave a cell empty where there is no date.
- Include cases that have ended, were transferred or are under review: the inspection
  leaves them out by rule and counts them. Restricted and excluded records are included,
  marked as such; they go only to people cleared for them.
- Send the file only by the agreed secure route. It identifies people."""


def write_request(
    file: CaseListFile,
    rules: RulesFile,
    unit: Unit,
    region: Region,
    fieldwork: datetime.date,
) -> str:
    """The specification as Markdown, dates filled in. `fieldwork` is a Monday."""
    weeks = window_weeks(rules, fieldwork)
    first, last = weeks[0], weeks[-1]
    starts = "\n".join(
        f"- {start.label[0].upper()}{start.label[1:]}: `{_heading(file, start.date)}`"
        for start in rules.starts
    )
    listed = "\n".join(f"| {week.number} | {week} |" for week in weeks)
    return f"""\
# Case list for the inspection of {unit.name}

Region: {region.name}. Fieldwork begins on {say_day(fieldwork)}.

## Which cases

Every sentence managed by the unit whose supervision started from
**{say_day(first.monday)}** to **{say_day(last.sunday)}**, both days included, that is
{first.number} to {last.number} weeks before fieldwork:

| weeks before | from Monday to Sunday |
| ---: | --- |
{listed}

The start that counts is given by these columns; list a case where any of them lies in
that time:

{starts}

Do not select further. Which of these weeks and cases are inspected is decided from the
list by declared rules, and each case left out is logged with its reason.

## How to send it

{HOW}

## Columns

{_columns(file)}

## Codes

These are understood; tell us of any other that you use.

{_codes(file)}
"""


def write_template(file: CaseListFile) -> bytes:
    """An empty CSV file with the headings that are asked for."""
    return write_csv(
        {field.headers[0]: () for field in file.fields.values() if field.ask}
    )


def _heading(file: CaseListFile, name: str) -> str:
    return file.fields[name].headers[0]


def _columns(file: CaseListFile) -> str:
    rows = ["| column | what | form | needed |", "| --- | --- | --- | --- |"]
    for field in file.fields.values():
        if field.ask:
            need = "yes" if field.needed else "if you hold it"
            rows.append(
                f"| {field.headers[0]} | {field.label} | {_form(field)} | {need} |"
            )
    return "\n".join(rows)


def _form(field: ListField) -> str:
    if field.kind in ("code", "codes"):
        words = "one of the codes below"
        words += " (several: separated by `;`)" if field.kind == "codes" else ""
    else:
        words = field.pattern_words or _KINDS[field.kind]
    if field.minimum is not None and field.maximum is not None:
        words += f" from {field.minimum:,g} to {field.maximum:,g}"
    if field.empty is not None:
        words += f"; empty means {_say_code(field.empty)}"
    return words


def _codes(file: CaseListFile) -> str:
    parts = []
    for field in file.fields.values():
        if field.ask and field.kind in ("code", "codes"):
            rows = [f"**{field.headers[0]}**", ""]
            rows += [
                f"- {_say_code(code)}: {', '.join(spellings)}"
                for code, spellings in field.codes.items()
            ]
            parts.append("\n".join(rows))
    return "\n\n".join(parts)


def _say_code(code: str) -> str:
    return code.replace("_", " ")
