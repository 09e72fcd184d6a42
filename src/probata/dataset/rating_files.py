"""Reads the small tables that go with judgements: units and their cohorts, entered grades.

read_units(path) -> tuple[UnitFacts, ...]      columns unit, cases, region
read_entries(path) -> tuple[Entry, ...]        columns unit, standard, grade, reason
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class FlowRow:
    """A step of the cohort's selection: cases before it, and left out for its reason."""

    reason: str
    before: int
    left_out: int
    synthetic: bool


FLOW = ("unit", "reason", "before", "left_out", "after")


def read_flow(path: Path, unit: str) -> tuple[FlowRow, ...]:
    """The steps of one unit in the flow file of a cohort.

    The unit is found by its name or its id (`Essex North`, `essex_north`).
    Raises InputMissing, or DataError where it is not there or the counts do not add up.
    """
    others = ("step", "confidence", "undecided", "record_source")
    rows = list(_rows(path, required=FLOW, others=others))
    mine = [(number, row) for number, row in rows if _key(row["unit"]) == _key(unit)]
    if not mine:
        names = sorted({row["unit"] for _, row in rows if row["unit"]})
        raise DataError(
            f"{path}: has no flow of `{unit}`. {suggest(_key(unit), names)} Name it with "
            "--flow-unit."
        )
    found: list[FlowRow] = []
    faults: list[Fault] = []
    left: int | None = None
    for number, row in mine:
        where = f"{path.name}, row {number}"
        texts = [row[name] for name in FLOW[2:]]
        if not all(text.isascii() and text.isdigit() for text in texts):
            faults.append(
                Fault(where, "a count is no whole number.", "Count the cases.")
            )
            continue
        before, out, after = (int(text) for text in texts)
        if before - out != after or left not in (None, before):
            words = "does not go on from the row before, or does not add up."
            faults.append(
                Fault(where, words, "Take the flow as `probata cohort` wrote it.")
            )
        left = after
        synthetic = row.get("record_source") == "synthetic"
        found.append(FlowRow(row["reason"], before, out, synthetic))
    if faults:
        raise DataError(f"{path}: cannot be used.", faults)
    return tuple(found)


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


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
