"""The one reader and writer of row-level files.

    read_rows(path) -> RawRows      CSV (plain or .gz), XLSX, Parquet, SPSS .sav, Stata .dta
    write_csv(columns) -> bytes     columns of text to UTF-8 CSV

The reader of each format lies beside this module and is used by it alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from probata.dataset.csv_rows import read_csv
from probata.dataset.excel_rows import read_excel
from probata.dataset.parquet_rows import read_parquet
from probata.dataset.raw import RawColumn, RawRows
from probata.dataset.spss_rows import read_spss, read_stata
from probata.errors import DataError, InputMissing

Table = tuple[dict[str, RawColumn], NDArray[np.int32]]
READERS: dict[str, Callable[[str, bytes], Table]] = {
    ".csv": read_csv,
    ".csv.gz": read_csv,
    ".xlsx": read_excel,
    ".xlsm": read_excel,
    ".parquet": read_parquet,
    ".sav": read_spss,
    ".zsav": read_spss,
    ".dta": read_stata,
}


def read_rows(path: Path) -> RawRows:
    """Read every column of a case file as text.

    Rows in which every cell is empty are left out of CSV and XLSX files; the others
    keep the row number that a spreadsheet shows.

    Raises InputMissing when there is no such file, DataError when it is not what its
    name says or has no rows, ExtraMissing when its format needs an optional library.
    """
    read = _reader(path)
    raw = _content(path)
    if not raw.strip():
        raise DataError(f"{path}: the file is empty.")
    columns, numbers = read(path.name, raw)
    if not len(numbers):
        raise DataError(f"{path}: has a header but no rows below it.")
    sha256 = hashlib.sha256(raw).hexdigest()
    return RawRows(path.name, sha256, len(numbers), columns, numbers)


def _reader(path: Path) -> Callable[[str, bytes], Table]:
    name = path.name.lower()
    for ending, read in READERS.items():
        if name.endswith(ending):
            return read
    raise DataError(
        f"{path}: the ending `{path.suffix}` is not known. Save the cases as one of "
        f"{', '.join(READERS)}."
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


def write_csv(columns: Mapping[str, Sequence[str]]) -> bytes:
    """Write columns of text, all of one length, as UTF-8 CSV with a header."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return stream.getvalue().encode()
