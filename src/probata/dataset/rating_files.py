"""Reads the small tables that go with judgements: units and their cohorts, entered grades.

read_units(path) -> tuple[UnitFacts, ...]      columns unit, cases, region
read_entries(path) -> tuple[Entry, ...]        columns unit, standard, grade, reason
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from probata.declarations import suggest
from probata.errors import DataError, Fault
from probata.standards.ratings.cases import Entry, UnitFacts
from probata.tabular.files import read_file

Row = tuple[int, Mapping[str, str]]


def read_units(path: Path) -> tuple[UnitFacts, ...]:
    """One row a unit. `cases` and `region` may be empty.

    Raises InputMissing or DataError with every fault.
    """
    found: list[UnitFacts] = []
    faults: list[Fault] = []
    for number, row in _rows(path, required=("unit",), others=("cases", "region")):
        where = f"{path.name}, row {number}"
        cases = row.get("cases", "")
        if cases and not (cases.isascii() and cases.isdigit()):
            faults.append(
                Fault(
                    f"{where}, column cases", "is no whole number.", "Count the cases."
                )
            )
            continue
        if not row["unit"]:
            faults.append(Fault(where, "names no unit.", "Enter its name."))
        if any(item.unit == row["unit"] for item in found):
            faults.append(Fault(where, "names a unit a second time.", "Keep one row."))
        cohort = int(cases) if cases else None
        found.append(UnitFacts(row["unit"], cohort, row.get("region", ""), where))
    if faults:
        raise DataError(f"{path}: cannot be used.", faults)
    return tuple(found)


def read_entries(path: Path) -> tuple[Entry, ...]:
    """One row a grade that people gave. Raises InputMissing or DataError."""
    columns = ("unit", "standard", "grade", "reason")
    return tuple(
        Entry(
            row["unit"],
            row["standard"],
            row["grade"],
            row["reason"],
            where=f"{path.name}, row {number}",
        )
        for number, row in _rows(path, required=columns)
    )


def _rows(
    path: Path, required: tuple[str, ...], others: tuple[str, ...] = ()
) -> Iterator[Row]:
    raw = read_file(path)
    faults = [
        Fault(f"{path.name}, header", f"the column `{name}` is missing.", "Add it.")
        for name in required
        if name not in raw.columns
    ]
    faults += [
        Fault(
            f"{path.name}, header",
            f"the column `{name}` is not known here.",
            suggest(name, (*required, *others)),
        )
        for name in raw.columns
        if name not in (*required, *others)
    ]
    if faults:
        raise DataError(f"{path}: cannot be used.", faults)
    columns = {
        name: [column.texts[at] for at in column.index]
        for name, column in raw.columns.items()
    }
    for at, number in enumerate(raw.numbers):
        yield int(number), {name: texts[at] for name, texts in columns.items()}
