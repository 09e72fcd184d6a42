"""Reads a programme: which units are inspected, from which fieldwork week."""

from __future__ import annotations

import datetime
from pathlib import Path

from probata.cohort.places import Places, find_unit
from probata.cohort.rules_file import RulesFile
from probata.cohort.select_cases import Inspection, plan_inspection
from probata.cohort.spelling import spell
from probata.cohort.window import fieldwork_monday
from probata.errors import DataError, Fault, UserError
from probata.tabular.date_forms import date_of, read_date
from probata.tabular.files import read_file
from probata.tabular.raw import RawRows

COLUMNS = ("unit", "fieldwork")
OPTIONAL = "weeks"


def read_programme(path: Path, rules: RulesFile, places: Places) -> list[Inspection]:
    """Read a CSV or XLSX file with the columns unit, fieldwork and, if wanted, weeks.

    `weeks` holds numbers of weeks before fieldwork, such as `31 28`; empty: the
    declared ones. Raises DataError with every row that cannot be used.
    """
    raw = read_file(path)
    columns = {spell(name): name for name in raw.columns}
    absent = [name for name in COLUMNS if name not in columns]
    if absent:
        raise DataError(
            f"{raw.name}: has no column "
            + " and no column ".join(f"`{x}`" for x in absent)
        )
    inspections: list[Inspection] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for row, number in enumerate(raw.numbers.tolist()):
        cells = {key: _cell(raw, name, row) for key, name in columns.items()}
        try:
            item = _read_row(cells, rules, places)
            if item.unit.id in seen:
                raise UserError(f"the unit stands in row {seen[item.unit.id]} already.")
            seen[item.unit.id] = number
            inspections.append(item)
        except UserError as error:
            details = " ".join(
                f"{fault.problem} {fault.mend}" for fault in error.faults
            )
            faults.append(Fault(f"row {number}", f"{error.summary} {details}".strip()))
    if faults:
        raise DataError(f"{raw.name}: the programme cannot be used.", faults)
    return inspections


def _read_row(cells: dict[str, str], rules: RulesFile, places: Places) -> Inspection:
    monday = fieldwork_monday(_read_day(cells["fieldwork"]))
    unit = find_unit(places, cells["unit"], monday)
    texts = cells.get(OPTIONAL, "").replace(",", " ").replace(";", " ").split()
    if not all(text.isdecimal() for text in texts):
        raise UserError("the weeks must be whole numbers, such as `31 28`.")
    return plan_inspection(rules, unit, monday, [int(text) for text in texts] or None)


def _read_day(text: str) -> datetime.date:
    read = read_date(text)
    if read.day is None:
        raise UserError(f"`{text}` is not a date, such as 2023-05-08 or 08/05/2023.")
    return date_of(read.day)


def _cell(raw: RawRows, name: str, row: int) -> str:
    column = raw.columns[name]
    return column.texts[int(column.index[row])]
