"""Checks a Parquet data set part by part: first faults and counts, in little memory.

check_data(path, codebook) -> Checked     any case file, in parts where it is large
check_parts(data, codebook) -> Checked
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from probata.dataset.codebook import Codebook
from probata.dataset.load import load_cases
from probata.dataset.load_parts import load_part
from probata.dataset.parts import PartedData, count_rows, is_parted, list_parts
from probata.errors import DataError, Fault

# Up to so many rows a data set is checked whole, ids that come again among it.
WHOLE_ROWS = 1_000_000
# Kinds of fault that are shown; the rest is counted.
SHOWN = 100


@dataclass(frozen=True)
class Checked:
    """What a data set without faults is: its rows, and whether they say they are made up."""

    rows: int
    synthetic: bool
    ignored: tuple[str, ...]


@dataclass
class _Kinds:
    """Faults by column, problem and what to do: the first place, and cells by kind."""

    first: dict[tuple[str, str, str], Fault] = field(default_factory=dict)
    cells: dict[tuple[str, str, str], int] = field(default_factory=dict)
    files: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)

    def add(self, file: str, faults: Iterable[Fault]) -> None:
        for fault in faults:
            column = fault.where.partition(",")[0]
            kind = column, fault.problem, fault.mend
            where = f"{file}, {fault.where}"
            self.first.setdefault(kind, replace(fault, where=where))
            self.cells[kind] = self.cells.get(kind, 0) + (fault.cells or 1)
            self.files.setdefault(kind, set()).add(file)

    def told(self) -> list[Fault]:
        """Each kind once, with how often it comes in all."""
        found = []
        for kind, fault in list(self.first.items())[:SHOWN]:
            cells, files = self.cells[kind], len(self.files[kind])
            if cells == (fault.cells or 1):
                found.append(fault)
                continue
            where = f"{fault.where}; {cells:,} cells in {files:,} file"
            plural = "" if files == 1 else "s"
            found.append(replace(fault, where=f"{where}{plural} in all", cells=cells))
        if more := len(self.first) - SHOWN:
            if more > 0:
                problem = f"{more:,} more kinds of fault were found."
                found.append(Fault("other columns and codes", problem))
        return found


def check_data(path: Path, codebook: Codebook) -> Checked:
    """Check a case file or a folder of them. Raises as `load_cases` and `check_parts` do."""
    if is_parted(path) and count_rows(path) > WHOLE_ROWS:
        return check_parts(list_parts(path), codebook)
    cases = load_cases(path, codebook)
    return Checked(cases.n, cases.synthetic, cases.source.ignored_columns)


def check_parts(data: PartedData, codebook: Codebook) -> Checked:
    """Check every cell. Raises DataError with all kinds of fault, where each comes first.

    An id that comes again is seen only within a batch of rows.
    """
    kinds, rows, synthetic = _Kinds(), 0, False
    ignored: tuple[str, ...] = ()
    for part in data.parts:
        try:
            for cases in load_part(part, codebook):
                rows += cases.n
                synthetic |= cases.synthetic
                ignored = cases.source.ignored_columns
        except DataError as error:
            if not error.faults:
                raise
            kinds.add(Path(part.path).name, error.faults)
    if kinds.first:
        raise DataError(f"{data.name}: does not agree with the codebook.", kinds.told())
    return Checked(rows, synthetic, ignored)
