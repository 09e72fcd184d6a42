"""Reads the declaration, the case file and the events file of an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from probata.dataset.outcomes.outcome_file import OutcomeFile
from probata.dataset.rows import read_rows
from probata.declarations import build_declared, read_declaration, suggest
from probata.errors import DataError, Fault
from probata.tabular.given import (
    MISSING,
    Given,
    Ints,
    month_first_faults,
    read_days,
)
from probata.tabular.raw import RawColumn, RawRows

# What an event's kind says, in `EventRows.kind`.
COUNTS, RECALL, IGNORED, UNKNOWN = 0, 1, 2, 3


@dataclass(frozen=True)
class CaseRows:
    """The cases, one entry a row. `same` (n,) is true where an equal row stands above."""

    rows: RawRows
    ids: RawColumn
    start: Given
    death: Given | None
    same: NDArray[np.bool_]


@dataclass(frozen=True)
class EventRows:
    """The events, one entry a row. `case` (n,) is the row of its case, -1 where none.

    `again` (n,) is true where an event of the same identifier stands above.
    """

    rows: RawRows
    case: Ints
    date: Given
    proved: Given | None
    kind: Ints
    again: NDArray[np.bool_]


def read_outcome_file(path: Path) -> tuple[OutcomeFile, str]:
    """The declaration and its SHA-256. Raises InputMissing or DeclarationError."""
    declaration = read_declaration(path)
    return build_declared(OutcomeFile, declaration), declaration.sha256


def read_case_rows(path: Path, file: OutcomeFile) -> CaseRows:
    """Read the case file. Raises InputMissing, DataError, ExtraMissing."""
    rows = read_rows(path)
    part = file.cases
    dates = [*part.starts, *([part.death] if part.death else [])]
    completion = [file.completion.column] if file.completion else []
    _demand(rows, [part.id, *dates, *completion, *part.carry], dates)
    return CaseRows(
        rows=rows,
        ids=rows.columns[part.id],
        start=_first_given([read_days(rows.columns[name]) for name in part.starts]),
        death=read_days(rows.columns[part.death]) if part.death else None,
        same=_repeated(list(rows.columns.values())),
    )


def read_event_rows(path: Path, file: OutcomeFile, cases: CaseRows) -> EventRows:
    """Read the events file and find each event's case by its identifier.

    Raises InputMissing, DataError, ExtraMissing.
    """
    rows = read_rows(path, may_be_empty=True)
    part = file.events
    dates = [part.date, *([part.proved] if part.proved else [])]
    others = [name for name in (part.kind, part.id) if name]
    _demand(rows, [part.case, *dates, *others], dates)
    kinds = dict.fromkeys(part.counts, COUNTS)
    kinds |= dict.fromkeys(part.recall, RECALL)
    kinds |= dict.fromkeys(part.ignore, IGNORED)
    n = rows.n
    again = np.zeros(n, dtype=bool)
    if part.id:
        column = rows.columns[part.id]
        again = _repeated([column]) & ~column.holds("")
    return EventRows(
        rows=rows,
        case=_find_cases(rows.columns[part.case], cases),
        date=read_days(rows.columns[part.date]),
        proved=read_days(rows.columns[part.proved]) if part.proved else None,
        kind=_pick(rows.columns[part.kind], kinds)
        if part.kind
        else np.full(n, COUNTS, dtype=np.int64),
        again=again,
    )


def _demand(rows: RawRows, names: Sequence[str], dates: Sequence[str]) -> None:
    """Every column that is named is there, and no date has its month first."""
    faults = [
        Fault(rows.name, f"has no column `{name}`.", suggest(name, rows.columns))
        for name in dict.fromkeys(names)
        if name not in rows.columns
    ]
    faults += month_first_faults(rows, [name for name in dates if name in rows.columns])
    if faults:
        raise DataError(f"{rows.name}: cannot be used.", faults)


def _first_given(columns: list[Given]) -> Given:
    """In each row the first cell that is not empty, whether it can be read or not."""
    found = columns[0]
    for column in columns[1:]:
        empty = found.state == MISSING
        found = Given(
            np.where(empty, column.values, found.values),
            np.where(empty, column.state, found.state),
        )
    return found


def _repeated(columns: list[RawColumn]) -> NDArray[np.bool_]:
    """(n,) true where the same cells stand in a row above."""
    cells = np.column_stack([column.index for column in columns])
    _, first, group = np.unique(cells, axis=0, return_index=True, return_inverse=True)
    return np.asarray(first[group.ravel()] != np.arange(len(cells)))


def _find_cases(column: RawColumn, cases: CaseRows) -> Ints:
    """The first row of each identifier; which rows share one is for the cases to say."""
    first: dict[str, int] = {}
    for row, text in reversed(list(enumerate(cases.ids.index.tolist()))):
        first[cases.ids.texts[text]] = row
    first.pop("", None)
    found = np.asarray([first.get(text, -1) for text in column.texts], dtype=np.int64)
    return np.asarray(found[column.index])


def _pick(column: RawColumn, kinds: dict[str, int]) -> Ints:
    found = [kinds.get(text, UNKNOWN) for text in column.texts]
    return np.asarray(np.asarray(found, dtype=np.int64)[column.index])
