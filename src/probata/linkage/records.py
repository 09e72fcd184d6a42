"""The records of a linkage: cleaned, in an order of their own, with what was found on the way.

read_records(linkage) -> Records

This is the one place where identifying values are read. They leave `linkage` only in the
queue for clerical review, a private file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.declarations import absent_columns
from probata.errors import DataError, Fault
from probata.linkage.clean_values import clean_value, in_other_script
from probata.linkage.linkage_file import FileSpec, LinkageFile
from probata.linkage.read_linkage import Linkage
from probata.tabular.files import read_file
from probata.tabular.raw import RawColumn, RawRows

SHOWN = 8
Texts = NDArray[np.object_]
# A group with more kinds than this is not a group but a name, a place or a number.
MOST_KINDS = 30


@dataclass(frozen=True)
class FileRecords:
    """The records of one file, in the order of their ids.

    `cleaned` are the compared values by field, None where a record has none; `shown`
    the same as they stand in the file; `columns` the groups and carried columns.
    """

    name: str
    source: str
    sha256: str
    ids: Texts
    cleaned: dict[str, Texts]
    shown: dict[str, Texts]
    columns: dict[str, Texts]
    truth: Texts | None

    @property
    def n(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Noted:
    """Something found in a file that did not stop the linkage: how many records it is."""

    file: str
    what: str
    records: int


@dataclass(frozen=True)
class Records:
    """All records. A record is known by its place: those of the second file follow on."""

    files: tuple[FileRecords, ...]
    noted: tuple[Noted, ...]

    @property
    def n(self) -> int:
        return sum(file.n for file in self.files)

    def file_of(self, record: int) -> tuple[FileRecords, int]:
        """The file that holds a record, and its row there."""
        first = self.files[0]
        if record < first.n:
            return first, record
        return self.files[1], record - first.n

    def truth(self) -> NDArray[np.int64] | None:
        """The true person of each record as a number; None where it is not known."""
        parts = [file.truth for file in self.files if file.truth is not None]
        if len(parts) < len(self.files):
            return None
        people: dict[str, int] = {}
        numbers = []
        for at, text in enumerate(np.concatenate(parts)):
            # Nobody named: a person of their own.
            numbers.append(people.setdefault(text or f"\0{at}", len(people)))
        return np.asarray(numbers, dtype=np.int64)


def read_records(linkage: Linkage) -> Records:
    """Read and clean every file. Raises InputMissing or DataError with every fault."""
    files, noted, faults = [], [], []
    for name, spec in linkage.file.files.items():
        raw = read_file(linkage.path_of(name))
        wanted = linkage.file.open_columns(name)
        wrong = [
            *_missing_columns(raw, spec, wanted),
            *_bad_ids(raw, spec),
            *_kinds(raw, spec),
        ]
        faults += wrong
        if not wrong:
            file, found = _read(linkage.file, name, spec, raw)
            files.append(file)
            noted += found
    if faults:
        raise DataError("The files cannot be linked.", faults)
    return Records(tuple(files), tuple(noted))


def _missing_columns(
    raw: RawRows, spec: FileSpec, others: Sequence[str]
) -> list[Fault]:
    wanted = [spec.id, *spec.fields.values(), *others]
    wanted += [spec.truth] if spec.truth else []
    return absent_columns(raw.name, raw.columns, dict.fromkeys(wanted))


def _bad_ids(raw: RawRows, spec: FileSpec) -> list[Fault]:
    """An id must name one record. The ids themselves are not told: they may name people."""
    if spec.id not in raw.columns:
        return []
    column = raw.columns[spec.id]
    faults = []
    empty = column.holds("")
    if empty.any():
        faults.append(
            Fault(
                _rows(raw, empty),
                f"`{spec.id}` is empty.",
                "Give each record an id.",
            )
        )
    counts = np.bincount(column.index, minlength=len(column.texts))
    twice = (counts[column.index] > 1) & ~empty
    if twice.any():
        faults.append(
            Fault(
                _rows(raw, twice),
                f"{twice.sum():,} records share their `{spec.id}` with another.",
                "Give each record an id of its own; a person's number is a field, with "
                "the role `identifier`.",
            )
        )
    return faults


def _kinds(raw: RawRows, spec: FileSpec) -> list[Fault]:
    return [
        Fault(
            raw.name,
            f"the group `{column}` has {len(raw.columns[column].texts):,} different "
            f"values; at most {MOST_KINDS} make a group.",
            "Bring a coarser column.",
        )
        for column in spec.groups
        if column in raw.columns and len(raw.columns[column].texts) > MOST_KINDS
    ]


def _rows(raw: RawRows, rows: NDArray[np.bool_]) -> str:
    numbers = raw.numbers[rows]
    shown = ", ".join(str(number) for number in numbers[:SHOWN])
    more = f" and {len(numbers) - SHOWN:,} more" if len(numbers) > SHOWN else ""
    return f"{raw.name}, row{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _read(
    linkage: LinkageFile, name: str, spec: FileSpec, raw: RawRows
) -> tuple[FileRecords, list[Noted]]:
    order = np.argsort(_texts(raw.columns[spec.id]), kind="stable")
    cleaned, shown, noted = {}, {}, []
    for field in linkage.field_names():
        column = raw.columns[spec.fields[field]]
        role = linkage.role(field)
        values = [clean_value(role, text, spec.days_first) for text in column.texts]
        cleaned[field] = _pick(values, column)[order]
        shown[field] = _texts(column)[order]
        noted += _note_field(linkage, name, field, column, values)
    file = FileRecords(
        name=name,
        source=raw.name,
        sha256=raw.sha256,
        ids=_texts(raw.columns[spec.id])[order],
        cleaned=cleaned,
        shown=shown,
        columns={
            column: _texts(raw.columns[column])[order]
            for column in linkage.open_columns(name)
        },
        truth=_texts(raw.columns[spec.truth])[order] if spec.truth else None,
    )
    return file, noted + _note_records(linkage, file)


def _note_field(
    linkage: LinkageFile,
    name: str,
    field: str,
    column: RawColumn,
    values: Sequence[str | None],
) -> list[Noted]:
    """Values that are empty, and those that could not be used, apart."""
    counts = np.bincount(column.index, minlength=len(column.texts))
    empty = sum(int(counts[at]) for at, text in enumerate(column.texts) if not text)
    unused = sum(
        int(counts[at])
        for at, text in enumerate(column.texts)
        if text and values[at] is None
    )
    noted = [Noted(name, f"{field}: empty", empty)]
    noted.append(Noted(name, f"{field}: not usable, so taken as empty", unused))
    if linkage.role(field) in ("forename", "surname"):
        other = sum(
            int(counts[at])
            for at, text in enumerate(column.texts)
            if in_other_script(text)
        )
        what = f"{field}: with letters that are not Latin, compared as they stand"
        noted.append(Noted(name, what, other))
    return [item for item in noted if item.records]


def _note_records(linkage: LinkageFile, file: FileRecords) -> list[Noted]:
    """Records that have too little to be compared, and identifiers that two records share."""
    filled = sum(
        np.asarray([value is not None for value in file.cleaned[field]], dtype=int)
        for field in linkage.field_names()
    )
    noted = [
        Noted(
            file.name,
            "fewer than two fields filled: cannot be linked",
            int(np.sum(np.asarray(filled) < 2)),
        )
    ]
    once = linkage.files[file.name].person_once
    for field in linkage.of_role("identifier") if once else ():
        values = [value for value in file.cleaned[field] if value is not None]
        shared = len(values) - len(set(values))
        what = f"{field}: stands in an earlier record, too, of a file that holds nobody twice"
        noted.append(Noted(file.name, what, shared))
    return [item for item in noted if item.records]


def _texts(column: RawColumn) -> Texts:
    return _pick(column.texts, column)


def _pick(values: Sequence[str | None], column: RawColumn) -> Texts:
    distinct = np.empty(len(values), dtype=object)
    distinct[:] = values
    return distinct[column.index]
