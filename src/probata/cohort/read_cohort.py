"""Reads the folder of a cohort again: its cases, their facts, what they were made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from probata.cohort.facts import operand_of_texts
from probata.cohort.record import SelectionRecord, read_record
from probata.conditions import Operand
from probata.errors import UserError
from probata.tabular.csv_writer import write_csv
from probata.tabular.files import read_file

FILE = "cohort.csv"


@dataclass(frozen=True)
class Cohort:
    """The cases of a cohort by column, in the order of the file; none is named."""

    record: SelectionRecord
    columns: Mapping[str, list[str]]

    @property
    def cases(self) -> list[str]:
        return self.columns["case"]

    def fact(self, name: str) -> Operand:
        """What a name of a condition stands for."""
        return operand_of_texts(self.columns[name], self.record.facts[name])

    def write(self, rows: list[int], more: Mapping[str, list[str]]) -> bytes:
        """Some rows as CSV, with more columns beside them."""
        kept = {
            name: [texts[at] for at in rows] for name, texts in self.columns.items()
        }
        return write_csv({**kept, **more})


def read_cohort(folder: Path) -> Cohort:
    """Read cohort.csv and selection.json of a folder.

    Raises InputMissing where they are not there, DataError where the cohort is empty,
    UserError where they do not belong together.
    """
    record = read_record(folder)
    raw = read_file(folder / FILE)
    columns = {
        name: [column.texts[at] for at in column.index.tolist()]
        for name, column in raw.columns.items()
    }
    absent = [name for name in ("case", *record.facts) if name not in columns]
    if absent or len(set(columns["case"])) != raw.n:
        raise UserError(
            f"{folder / FILE}: is not the file that was written beside selection.json. "
            "Select again."
        )
    return Cohort(record, columns)
