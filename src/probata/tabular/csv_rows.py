"""Reads CSV, plain or gzipped: strict about form, and says where the form breaks."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.errors import DataError, Fault
from probata.guarded_csv import unguard
from probata.tabular.raw import (
    RawColumn,
    drop_empty_rows,
    encode_arrow,
    encode_cells,
    name_columns,
)

SHOWN = 10
SMALL = 1_000_000  # bytes; below, importing pyarrow costs more than it saves
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_OTHER_FORMATS = {
    b"\x1f\x8b": "a gzipped file: name it .csv.gz",
    b"PK\x03\x04": "a spreadsheet or ZIP file: name it .xlsx, or export it as CSV",
    b"PAR1": "a Parquet file: name it .parquet",
    b"$FL2": "an SPSS file: name it .sav",
    b"\xff\xfe": "UTF-16 text: save it as CSV UTF-8",
    b"\xfe\xff": "UTF-16 text: save it as CSV UTF-8",
}


def read_csv(name: str, raw: bytes) -> tuple[dict[str, RawColumn], NDArray[np.int32]]:
    """Read comma-separated UTF-8 text with a header in its first row."""
    if name.lower().endswith(".gz"):
        raw = _unpack(name, raw)
    for magic, what in _OTHER_FORMATS.items():
        if raw.startswith(magic):
            raise DataError(f"{name}: is not CSV text but {what}.")
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    _check_bytes(name, raw)
    _check_separator(name, raw)
    header, cells, numbers = _read_fast(raw) or _read_carefully(name, raw)
    header, cells = _drop_nameless(header, cells)
    names = name_columns(name, header)
    return drop_empty_rows(dict(zip(names, cells, strict=True)), numbers)


def _unpack(name: str, raw: bytes) -> bytes:
    try:
        return gzip.decompress(raw)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise DataError(
            f"{name}: the gzip file is damaged or cut short. Copy or download it again."
        ) from None


def _check_bytes(name: str, raw: bytes) -> None:
    """Refuse NUL bytes and text that is not UTF-8, naming the lines."""
    if not raw or raw.isspace():
        raise DataError(f"{name}: the file is empty.")
    if b"\0" in raw:
        lines = [at for at, line in enumerate(raw.split(b"\n"), 1) if b"\0" in line]
        raise DataError(
            f"{name}: holds NUL bytes, which CSV text cannot.",
            [Fault(_lines(lines), "NUL bytes found.", "Export the file again.")],
        )
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        first = f"the first is byte 0x{raw[error.start]:02X}"
        lines = [at for at, line in enumerate(raw.split(b"\n"), 1) if _broken(line)]
        raise DataError(
            f"{name}: is not UTF-8 text.",
            [
                Fault(
                    _lines(lines),
                    f"bytes that are not UTF-8; {first}, the file's byte "
                    f"{error.start + 1:,}.",
                    "Save the file as `CSV UTF-8` (the encoding is not guessed: a wrong "
                    "guess would change names and codes without a word).",
                )
            ],
        ) from None


def _broken(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _check_separator(name: str, raw: bytes) -> None:
    header = io.BytesIO(raw).readline().decode("utf-8")
    bare = re.sub(r'"[^"]*"', "", header)
    for separator, words in _OTHER_SEPARATORS.items():
        if bare.count(separator) > bare.count(","):
            raise DataError(
                f"{name}: the header is separated by {words}, not by commas. "
                "Save the file as comma-separated CSV."
            )


def _read_fast(
    raw: bytes,
) -> tuple[list[str], list[RawColumn], NDArray[np.int32]] | None:
    """Read large well-formed CSV with pyarrow; None where a closer look is needed.

    pyarrow takes the rest of the file for one cell when a quote is never closed. A blank
    line counts as a row, as it does for a spreadsheet program: where that has too few
    cells, the closer look leaves it out.
    """
    quotes = raw.count(b'"')
    if len(raw) < SMALL or quotes % 2:
        return None
    import pyarrow as pa
    from pyarrow import csv as pa_csv

    text = io.TextIOWrapper(io.BytesIO(raw), "utf-8", newline="")  # read as needed
    width = len(next(csv.reader(text)))
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(raw.rstrip(b"\r\n")),
            read_options=pa_csv.ReadOptions(autogenerate_column_names=True),
            parse_options=pa_csv.ParseOptions(
                newlines_in_values=quotes > 0, ignore_empty_lines=False
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types={f"f{at}": pa.string() for at in range(width)},
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    header = [unguard(str(column[0].as_py())) for column in table.columns]
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        cells = list(pool.map(_encode, table.columns))
    numbers = np.arange(2, table.num_rows + 1, dtype=np.int32)
    return header, cells, numbers


def _encode(column: Any) -> RawColumn:
    """An Arrow column below its header, without the apostrophes of `guard`."""
    from pyarrow import compute

    column = column.slice(1)
    if compute.any(compute.starts_with(column, "'")).as_py():
        column = compute.replace_substring_regex(column, r"^'('*[=+\-@\t\r])", r"\1")
    return encode_arrow(column)


def _read_carefully(
    name: str, raw: bytes
) -> tuple[list[str], list[RawColumn], NDArray[np.int32]]:
    """Read line by line, collecting every line that has too many or too few cells."""
    reader = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    ragged: list[tuple[int, int]] = []
    try:
        for number, row in enumerate(reader, 1):
            if not any(cell.strip() for cell in row) and len(row) < 2:
                continue
            if rows and len(row) != len(rows[0]):
                ragged.append((reader.line_num, len(row)))
                continue
            rows.append([unguard(cell) for cell in row])
            numbers.append(number)
    except csv.Error as error:
        raise DataError(
            f"{name}: line {reader.line_num} cannot be read as CSV ({error}). "
            "Look for a quotation mark that is never closed."
        ) from None
    if ragged:
        raise DataError(f"{name}: the rows differ in length.", [_ragged(rows, ragged)])
    cells = [encode_cells(column) for column in zip(*rows[1:], strict=True)]
    cells = cells or [encode_cells(()) for _ in rows[0]]
    return rows[0], cells, np.asarray(numbers[1:], dtype=np.int32)


def _ragged(rows: list[list[str]], ragged: list[tuple[int, int]]) -> Fault:
    found = ", ".join(f"line {line} has {count}" for line, count in ragged[:SHOWN])
    more = f" and {len(ragged) - SHOWN} more lines" if len(ragged) > SHOWN else ""
    return Fault(
        _lines([line for line, _ in ragged]),
        f"the header has {len(rows[0])} cells, but {found}{more}.",
        'Text that holds a comma must stand in quotation marks: "West, North".',
    )


def _lines(lines: list[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:SHOWN])
    more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return f"line{'s' if len(lines) > 1 else ''} {shown}{more}"


def _drop_nameless(
    header: list[str], cells: list[RawColumn]
) -> tuple[list[str], list[RawColumn]]:
    """Leave out columns with neither a name nor a cell, as trailing commas make them."""
    kept = [
        at for at, item in enumerate(header) if item.strip() or any(cells[at].texts)
    ]
    return [header[at] for at in kept], [cells[at] for at in kept]
