"""The one reader and writer of row-level files.

    read_rows(path) -> RawRows      CSV (plain or .gz), XLSX, Parquet, SPSS .sav, Stata .dta
    write_csv(columns) -> bytes     columns of text to UTF-8 CSV

CSV and XLSX are read by `probata.tabular`, which case lists share; the readers of the
other formats lie beside this module and are used by it alone.
"""

from __future__ import annotations

from pathlib import Path

from probata.dataset.parts import is_parted
from probata.dataset.read_parts import read_folder
from probata.dataset.spss_rows import read_spss, read_stata
from probata.tabular.csv_writer import write_csv
from probata.tabular.files import SPREADSHEETS, Reader, read_file
from probata.tabular.parquet_rows import read_parquet
from probata.tabular.raw import RawRows

__all__ = ["read_rows", "write_csv"]

READERS: dict[str, Reader] = {
    **SPREADSHEETS,
    ".parquet": read_parquet,
    ".sav": read_spss,
    ".zsav": read_spss,
    ".dta": read_stata,
}


def read_rows(path: Path, *, may_be_empty: bool = False) -> RawRows:
    """Read every column of a case file as text (see `probata.tabular.files.read_file`).

    A folder of Parquet files is read as one.

    Raises InputMissing when there is no such file, DataError when it is not what its
    name says or has no rows, ExtraMissing when its format needs an optional library.
    """
    if path.is_dir() and is_parted(path):
        return read_folder(path)
    return read_file(path, READERS, may_be_empty=may_be_empty)
