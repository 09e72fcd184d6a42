"""Reads Parquet files of plain columns, and writes columns of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.errors import DataError, Fault
from probata.tabular.csv_writer import Cells
from probata.tabular.raw import RawColumn, encode_arrow, name_columns


def read_parquet(
    name: str, raw: bytes
) -> tuple[dict[str, RawColumn], NDArray[np.int32]]:
    """Read every column; raises DataError for nested or binary columns."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(pa.BufferReader(raw)).read()
    except (pa.ArrowInvalid, OSError) as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"{name}: is not a readable Parquet file; it may be damaged ({reason})."
        ) from None
    names = name_columns(name, table.column_names)
    refuse_nested(name, names, table.schema.types)
    columns = {
        item: encode_arrow(decode_column(column))
        for item, column in zip(names, table.columns, strict=True)
    }
    return columns, np.arange(2, table.num_rows + 2, dtype=np.int32)


def refuse_nested(name: str, names: Sequence[str], types: Iterable[Any]) -> None:
    """Raise DataError with every column that holds something else than plain values."""
    faults = [
        Fault(
            f"{name}, column {item}",
            f"holds {kind}, which is not a plain value.",
            "Store text, whole numbers, numbers, booleans or dates.",
        )
        for item, kind in zip(names, types, strict=True)
        if not _plain(kind)
    ]
    if faults:
        raise DataError(f"{name}: some columns cannot be used.", faults)


def _plain(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        kind = kind.value_type
    return any(
        test(kind)
        for test in (
            types.is_null,
            types.is_boolean,
            types.is_integer,
            types.is_floating,
            types.is_decimal,
            types.is_string,
            types.is_large_string,
            types.is_date,
            types.is_timestamp,
        )
    )


def decode_column(column: Any) -> Any:
    """An Arrow column with plain values in place of dictionary codes and nanoseconds."""
    import pyarrow as pa
    from pyarrow import types

    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if types.is_timestamp(column.type):
        # Python's datetime has no nanoseconds; a fraction of a second is no date anyway.
        column = column.cast(pa.timestamp("us"), safe=False)
    if types.is_null(column.type):
        column = column.cast(pa.string())
    return column


def write_parquet(columns: Mapping[str, Cells]) -> bytes:
    """Columns of one length: text as it stands, an empty one too, and whole numbers."""
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table({name: _column(cells) for name, cells in columns.items()})
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink)
    return bytes(sink.getvalue())


def _column(cells: Cells) -> Any:
    import pyarrow as pa

    if isinstance(cells, RawColumn):
        return pa.array(cells.texts, pa.string()).take(pa.array(cells.index))
    return pa.array(cells)
