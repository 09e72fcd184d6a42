"""Plants every kind of bad row in a made-up case list, and says where."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from probata.tabular.date_forms import day_of

Columns = dict[str, NDArray[np.object_]]
Plant = Callable[[Columns, NDArray[np.int64]], None]


def plant_faults(
    columns: Mapping[str, NDArray[np.object_]], each: int, random: np.random.Generator
) -> tuple[Columns, dict[str, list[int]]]:
    """Spoil `each` sentences for every kind of fault; no sentence is spoilt twice.

    Returns the columns, and by kind the rows (as a spreadsheet numbers them) whose
    cells were spoilt. Raises ValueError where the list has too few sentences.
    """
    spoilt = {name: column.copy() for name, column in columns.items()}
    first = _single_rows(columns)
    needed = each * len(PLANTS)
    if len(first) < needed:
        raise ValueError(f"{needed} sentences in one row are needed")
    chosen = random.choice(first, needed, replace=False).reshape(len(PLANTS), each)
    planted: dict[str, list[int]] = {}
    for rows, (kind, plant) in zip(chosen, PLANTS.items(), strict=True):
        plant(spoilt, rows)
        planted[kind] = sorted((rows + 2).tolist())
    return _add_rows(spoilt, planted, random, each)


def _single_rows(columns: Mapping[str, NDArray[np.object_]]) -> NDArray[np.int64]:
    """Rows of people with one row only, whose commencement is written."""
    crn = columns["CRN"].astype(str)
    _, back, count = np.unique(crn, return_inverse=True, return_counts=True)
    return np.flatnonzero(count[back] == 1)


def _set(column: str, change: Callable[[str], str]) -> Plant:
    def plant(columns: Columns, rows: NDArray[np.int64]) -> None:
        columns[column][rows] = [change(cell) for cell in columns[column][rows]]

    return plant


def _date(cell: str) -> datetime.date:
    day, month, year = (int(part) for part in cell.split("/"))
    return datetime.date(year, month, day)


def _month_first(cell: str) -> str:
    date = _date(cell)
    return f"{date.month:02d}/{max(date.day, 13)}/{date.year}"


def _end_early(columns: Columns, rows: NDArray[np.int64]) -> None:
    for row in rows:
        date = _date(columns["Commencement date"][row])
        early = date - datetime.timedelta(days=30)
        columns["Termination date"][row] = f"{early:%d/%m/%Y}"


PLANTS: dict[str, Plant] = {
    "two_date_forms": _set("Commencement date", lambda cell: _date(cell).isoformat()),
    "serial_date": _set(
        "Commencement date", lambda cell: str(day_of(_date(cell)) + 25_569)
    ),
    "month_first": _set("Sentence date", _month_first),
    "no_such_day": _set("Commencement date", lambda cell: "31/02/" + cell[-4:]),
    "spaces": _set("CRN", lambda cell: f"{cell}  "),
    "bad_crn": _set("CRN", lambda cell: cell[:-1]),
    "no_crn": _set("CRN", lambda _: ""),
    "unknown_requirement": _set("Requirement", lambda _: "ZZ9"),
    "unknown_sentence": _set("Sentence type", lambda _: "QQ"),
    "unknown_unit": _set("PDU", lambda _: "Atlantis"),
    "end_before_start": _end_early,
    "score_out_of_range": _set("OGRS", lambda _: "999"),
}


def _add_rows(
    columns: Columns,
    planted: dict[str, list[int]],
    random: np.random.Generator,
    each: int,
) -> tuple[Columns, dict[str, list[int]]]:
    """Rows at the end: people listed again with another birthday, and plain repeats."""
    n = len(columns["CRN"])
    used = {row - 2 for rows in planted.values() for row in rows}
    left = np.asarray([row for row in _single_rows(columns) if row not in used])
    twice, repeated = random.choice(left, 2 * each, replace=False).reshape(2, each)
    added = np.concatenate([twice, repeated])
    longer = {
        name: np.concatenate([column, column[added]])
        for name, column in columns.items()
    }
    fresh = np.arange(n, n + each)
    longer["Date of birth"][fresh] = [
        f"{_date(cell).replace(day=1):%d/%m/%Y}"
        if _date(cell).day != 1
        else f"{_date(cell).replace(day=2):%d/%m/%Y}"
        for cell in longer["Date of birth"][fresh]
    ]
    planted["different_facts"] = sorted((np.concatenate([twice, fresh]) + 2).tolist())
    planted["repeated_row"] = sorted((np.arange(n + each, n + 2 * each) + 2).tolist())
    return longer, planted
