"""Parquet data sets in parts: one file or a folder of files, that can be read a piece at a time.

    is_parted(path), count_rows(path)
    list_parts(path) -> PartedData     what there is, from the footers alone

A part is one or more row groups of one file, and never crosses files. `read_parts` reads
the rows of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probata.errors import DataError, Fault, InputMissing

PART_ROWS = 262_144
HASHED = 1 << 24


@dataclass(frozen=True)
class Part:
    """Row groups of one file; `first` is the place of its first row in that file, from 0."""

    path: str
    groups: tuple[int, ...]
    first: int
    rows: int


@dataclass(frozen=True)
class PartedData:
    """A data set by its parts. `sha256` is of the files' content, in the order of names."""

    name: str
    sha256: str
    rows: int
    columns: tuple[str, ...]
    parts: tuple[Part, ...]


def is_parted(path: Path) -> bool:
    """Whether this is a Parquet file, or a folder that holds some."""
    if path.is_dir():
        return any(path.glob("*.parquet"))
    return path.name.lower().endswith(".parquet")


def count_rows(path: Path) -> int:
    """Rows of a data set, from its footers. Raises InputMissing or DataError."""
    total = 0
    for file in _files(path):
        with open_parquet(str(file)) as opened:
            total += opened.metadata.num_rows
    return total


def list_parts(path: Path) -> PartedData:
    """Read the footers of all files and hash their content.

    Raises InputMissing where there is no file, DataError with every file that is damaged,
    has no rows together with the others, or has other columns than the first.
    """
    files = _files(path)
    parts: list[Part] = []
    faults: list[Fault] = []
    columns: tuple[str, ...] = ()
    for file in files:
        try:
            with open_parquet(str(file)) as opened:
                names = tuple(opened.schema_arrow.names)
                sizes = [
                    opened.metadata.row_group(at).num_rows
                    for at in range(opened.metadata.num_row_groups)
                ]
        except DataError as error:
            faults.append(Fault(str(file), error.summary.partition(": ")[2]))
            continue
        columns = columns or names
        if set(names) != set(columns):
            faults.append(_other_columns(file, set(names), set(columns)))
        parts += _split(str(file), sizes)
    if faults:
        raise DataError(f"{path}: some of its files cannot be used.", faults)
    rows = sum(part.rows for part in parts)
    if not rows:
        raise DataError(f"{path}: has no rows.")
    return PartedData(path.name, _hash(files), rows, columns, tuple(parts))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(path.glob("*.parquet"))
        if not found:
            raise InputMissing(f"{path}: the folder holds no .parquet file.")
        return found
    if not path.exists():
        raise InputMissing(
            f"{path}: there is no such file. Check the name and the folder."
        )
    return [path]


def _other_columns(file: Path, names: set[str], first: set[str]) -> Fault:
    less, more = sorted(first - names), sorted(names - first)
    said = [f"lacks {', '.join(f'`{item}`' for item in less)}"] if less else []
    said += [f"has also {', '.join(f'`{item}`' for item in more)}"] if more else []
    return Fault(
        str(file),
        f"its columns are not those of the first file: it {' and '.join(said)}.",
        "Write all files with the same columns.",
    )


def _split(path: str, sizes: list[int]) -> Iterator[Part]:
    """Whole row groups together up to PART_ROWS."""
    groups: list[int] = []
    first = rows = 0
    for at, size in enumerate(sizes):
        if groups and rows + size > PART_ROWS:
            yield Part(path, tuple(groups), first, rows)
            groups, first, rows = [], first + rows, 0
        groups.append(at)
        rows += size
    if rows:
        yield Part(path, tuple(groups), first, rows)


def _hash(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(HASHED):
                digest.update(block)
    return digest.hexdigest()


@contextmanager
def open_parquet(path: str) -> Iterator[Any]:
    """An open Parquet file; every fault of reading it names it."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"{Path(path).name}: is not a readable Parquet file; it may be damaged ({reason})."
        ) from None
