"""Puts columns of other files beside each case, by declared keys.

join_files(paths, file) -> Joined, from files
join_rows(cases, others, file) -> Joined
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from probata.dataset.join_file import JoinFile
from probata.dataset.rows import read_rows, write_csv
from probata.declarations import suggest
from probata.errors import DataError, Fault
from probata.tabular.raw import SOURCE, RawColumn, RawRows

SHOWN = 10


@dataclass(frozen=True)
class Matched:
    """One file: its rows, cases that have a row of it, and rows that no case has."""

    rows: int
    cases: int
    unused: int


@dataclass(frozen=True)
class Joined:
    """Columns of the cases and of the others, one entry a case; and what was matched."""

    cases: int
    synthetic: bool
    columns: dict[str, RawColumn]
    matched: dict[str, Matched]

    def csv(self) -> bytes:
        return write_csv(self.columns)


def join_files(paths: Mapping[str, Path], file: JoinFile) -> Joined:
    """Read `cases` and the files of the declaration. Raises InputMissing, DataError."""
    rows = {name: read_rows(path) for name, path in paths.items()}
    return join_rows(rows.pop("cases"), rows, file)


def join_rows(cases: RawRows, others: Mapping[str, RawRows], file: JoinFile) -> Joined:
    """Every case stays, with empty cells where a file has no row of it.

    Raises DataError with all that is wrong: a column that is not there, a case twice, a
    key in several rows that differ, a name that comes twice.
    """
    if faults := [*_absent(cases, others, file), *_taken(file)]:
        raise DataError("The files cannot be joined.", faults)
    faults = list(_repeated(cases, cases.columns[file.cases.id], "case"))
    columns = {name: cases.columns[name] for name in (file.cases.id, *file.cases.keep)}
    if SOURCE in cases.columns:
        columns[SOURCE] = cases.columns[SOURCE]
    matched = {}
    for name, part in file.files.items():
        other = others[name]
        taken = [other.columns[source] for source in part.take.values()]
        faults += _repeated(other, other.columns[part.key], "key", taken)
        places = _find_places(cases.columns[part.on], other.columns[part.key])
        for new, column in zip(part.take, taken, strict=True):
            columns[new] = _beside(column, places)
        used = np.unique(places[places >= 0])
        matched[name] = Matched(other.n, int((places >= 0).sum()), other.n - len(used))
    if faults:
        raise DataError("The files cannot be joined.", faults)
    return Joined(cases.n, cases.synthetic, columns, matched)


def _find_places(on: RawColumn, key: RawColumn) -> NDArray[np.int64]:
    """(n,) for each case the first row of the file with its key; -1 where none is."""
    rows: dict[str, int] = {}
    for at, code in enumerate(key.index.tolist()):
        if key.texts[code]:
            rows.setdefault(key.texts[code], at)
    of_text = [rows.get(text, -1) for text in on.texts]
    return np.asarray(of_text, dtype=np.int64)[on.index]


def _beside(column: RawColumn, places: NDArray[np.int64]) -> RawColumn:
    index = np.where(places < 0, len(column.texts), column.index[places])
    return RawColumn((*column.texts, ""), index.astype(np.int32))


def _absent(
    cases: RawRows, others: Mapping[str, RawRows], file: JoinFile
) -> Iterator[Fault]:
    wanted = [(cases, name) for name in (file.cases.id, *file.cases.keep)]
    for name, part in file.files.items():
        wanted.append((cases, part.on))
        wanted += [(others[name], item) for item in (part.key, *part.take.values())]
    for rows, name in dict.fromkeys((id(rows), name) for rows, name in wanted):
        found = next(item for item, _ in wanted if id(item) == rows)
        if name not in found.columns:
            problem = f"has no column `{name}`."
            yield Fault(found.name, problem, suggest(name, found.columns))


def _taken(file: JoinFile) -> Iterator[Fault]:
    seen = [file.cases.id, *file.cases.keep, SOURCE]
    for name, part in file.files.items():
        for new in part.take:
            if new in seen:
                problem = f"`{new}` would stand in the joined file twice."
                yield Fault(f"files.{name}.take", problem, "Give it another name.")
            seen.append(new)


def _repeated(
    rows: RawRows, key: RawColumn, what: str, taken: list[RawColumn] | None = None
) -> Iterator[Fault]:
    """Rows whose key stands in a row above: all of them, or those that say otherwise."""
    first: dict[int, int] = {}
    wrong = []
    for at, code in enumerate(key.index.tolist()):
        before = first.setdefault(code, at)
        if before == at or not key.texts[code]:
            continue
        if taken is None or any(c.index[at] != c.index[before] for c in taken):
            wrong.append(str(rows.numbers[at]))
    if wrong:
        shown = ", ".join(wrong[:SHOWN])
        more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        yield Fault(
            f"{rows.name}, row {shown}{more}",
            f"the {what} stands in a row above, too"
            + (", with other values." if taken is not None else "."),
            "Keep one row for each.",
        )
