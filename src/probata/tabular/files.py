"""Opens a file of rows by the ending of its name and reads it as text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from probata.errors import DataError, InputMissing
from probata.tabular.csv_rows import read_csv
from probata.tabular.excel_rows import read_excel
from probata.tabular.raw import RawColumn, RawRows

Table = tuple[dict[str, RawColumn], NDArray[np.int32]]
Reader = Callable[[str, bytes], Table]
SPREADSHEETS: dict[str, Reader] = {
    ".csv": read_csv,
    ".csv.gz": read_csv,
    ".xlsx": read_excel,
    ".xlsm": read_excel,
}


def read_file(
    path: Path,
    readers: Mapping[str, Reader] = SPREADSHEETS,
    *,
    may_be_empty: bool = False,
) -> RawRows:
    """Read every column of a file as text, by the reader of its ending.

    Rows in which every cell is empty are left out of CSV and XLSX files; the others
    keep the row number that a spreadsheet shows.

    Raises InputMissing when there is no such file, DataError when it is not what its
    name says or has no rows (unless it `may_be_empty` below its header).
    """
    read = _reader(path, readers)
    raw = _content(path)
    if not raw or raw.isspace():
        raise DataError(f"{path}: the file is empty.")
    columns, numbers = read(path.name, raw)
    if not len(numbers) and not may_be_empty:
        raise DataError(f"{path}: has a header but no rows below it.")
    sha256 = hashlib.sha256(raw).hexdigest()
    return RawRows(path.name, sha256, len(numbers), columns, numbers)


def _reader(path: Path, readers: Mapping[str, Reader]) -> Reader:
    name = path.name.lower()
    for ending, read in readers.items():
        if name.endswith(ending):
            return read
    raise DataError(
        f"{path}: the ending `{path.suffix}` is not known. Save the cases as one of "
        f"{', '.join(readers)}."
    )


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise InputMissing(f"{path}: is a folder. Name the case file itself.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputMissing(
            f"{path}: there is no such file. Check the name and the folder."
        ) from None
    except OSError as error:
        raise InputMissing(f"{path}: cannot be read ({error.strerror}).") from None
