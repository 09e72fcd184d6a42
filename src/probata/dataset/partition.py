"""Writes a case file of any format as a folder of Parquet files that can be read in parts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from probata.dataset.parts import is_parted, list_parts
from probata.dataset.read_parts import LABELS
from probata.dataset.rows import read_rows
from probata.errors import DataError
from probata.outputs import growing_folder
from probata.tabular.raw import RawRows, name_columns

GROUP_ROWS = 131_072
FILE_ROWS = 2_097_152
# CSV up to this size is read by the strict reader, which names every faulty line.
STRICT_BYTES = 100_000_000


def partition(path: Path, folder: Path, file_rows: int = FILE_ROWS) -> tuple[int, int]:
    """Write `folder` from a case file or a folder of Parquet files: (rows, files).

    Cells stay as they are, as text; value labels and user-missing codes of SPSS and Stata
    files go into the metadata of their columns. Parquet and CSV over STRICT_BYTES need
    little memory, other formats are read whole. The folder takes its place at the end,
    whole. Raises InputMissing, DataError or OutputError.
    """
    return write_parts(_batches(path), folder, file_rows)


def write_parts(
    batches: Iterable[Any], folder: Path, file_rows: int = FILE_ROWS
) -> tuple[int, int]:
    """Write Arrow tables of one schema as files of `file_rows` rows: (rows, files).

    The folder takes its place at the end, whole. Raises DataError where there is no row,
    OutputError.
    """
    rows = files = 0
    with growing_folder(folder) as made, ExitStack() as opened:
        writer: Any = None
        room = 0
        for batch in batches:
            start = 0
            while start < batch.num_rows:
                if not room:
                    opened.close()
                    target = made / f"part-{files:05d}.parquet"
                    writer = opened.enter_context(_writer(target, batch.schema))
                    files, room = files + 1, file_rows
                piece = batch.slice(start, min(room, batch.num_rows - start))
                writer.write_table(piece, row_group_size=GROUP_ROWS)
                start, room = start + piece.num_rows, room - piece.num_rows
            rows += batch.num_rows
        if not rows:
            raise DataError(f"{folder}: there are no rows to write.")
    return rows, files


def _writer(path: Path, schema: Any) -> Any:
    from pyarrow import parquet

    return parquet.ParquetWriter(path, schema, compression="zstd")


def _batches(path: Path) -> Iterator[Any]:
    """Arrow tables of one schema, each of about GROUP_ROWS rows."""
    if is_parted(path):
        return _parquet_batches(path)
    name = path.name.lower()
    if name.endswith((".csv", ".csv.gz")) and _size(path) > STRICT_BYTES:
        return _csv_batches(path)
    table = _as_table(read_rows(path))
    return iter(
        table.slice(at, GROUP_ROWS) for at in range(0, table.num_rows, GROUP_ROWS)
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _as_table(raw: RawRows) -> Any:
    """Columns of text with their labels, as `parts.read_part` reads them again."""
    import pyarrow as pa

    fields, columns = [], []
    for name, column in raw.columns.items():
        coded = pa.DictionaryArray.from_arrays(column.index, pa.array(column.texts))
        kept = {
            "labels": dict(column.labels),
            "user_missing": sorted(column.user_missing),
        }
        metadata = {LABELS: json.dumps(kept)} if any(kept.values()) else None
        fields.append(pa.field(name, coded.type, metadata=metadata))
        columns.append(coded)
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


def _parquet_batches(path: Path) -> Iterator[Any]:
    import pyarrow as pa
    from pyarrow import parquet

    data = list_parts(path)
    schema = None
    for part in data.parts:
        try:
            with parquet.ParquetFile(part.path) as file:
                for batch in file.iter_batches(GROUP_ROWS, list(part.groups)):
                    table = pa.Table.from_batches([batch]).select(data.columns)
                    schema = schema or table.schema
                    yield table.cast(schema)
        except pa.ArrowException as error:
            raise DataError(
                f"{Path(part.path).name}: cannot be read ({_first(error)})."
            ) from None


def _csv_batches(path: Path) -> Iterator[Any]:
    import pyarrow as pa
    from pyarrow import csv

    options = csv.ConvertOptions(strings_can_be_null=False)
    parse = csv.ParseOptions(newlines_in_values=True)
    try:
        with pa.input_stream(str(path), compression="detect") as stream:
            header = csv.open_csv(stream, parse_options=parse).schema.names
        names = name_columns(path.name, header)
        options.column_types = {item: pa.string() for item in header}
        blocks = csv.ReadOptions(block_size=1 << 24)
        with pa.input_stream(str(path), compression="detect") as stream:
            for batch in csv.open_csv(stream, blocks, parse, options):
                table = pa.Table.from_batches([batch]).rename_columns(names)
                yield _coded(table)
    except pa.ArrowException as error:
        raise DataError(
            f"{path.name}: is not well-formed CSV in UTF-8 ({_first(error)})."
        ) from None


def _coded(table: Any) -> Any:
    """The same with each column as a dictionary, which Parquet keeps small."""
    import pyarrow as pa

    columns = [
        column.dictionary_encode().unify_dictionaries() for column in table.columns
    ]
    return pa.Table.from_arrays(columns, names=table.column_names)


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
