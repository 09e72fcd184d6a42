"""Reads the rows of Parquet data sets, a part at a time or all at once.

read_part(part) -> RawRows ...     batches of rows, each small
read_folder(path) -> RawRows       all files of a folder
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from probata.dataset.parts import Part, list_parts, open_parquet
from probata.tabular.parquet_rows import decode_column, refuse_nested
from probata.tabular.raw import (
    RawColumn,
    RawRows,
    dictionary_codes,
    encode_arrow,
    encode_cells,
    name_columns,
)

BATCH_ROWS = 65_536
# Field metadata with the value labels that an SPSS or Stata file had.
LABELS = b"probata.labels"


def read_part(part: Part) -> Iterator[RawRows]:
    """The rows of a part in batches of at most BATCH_ROWS, numbered as in a spreadsheet.

    Raises DataError for a damaged file, and for nested or binary columns.
    """
    name = Path(part.path).name
    first = part.first
    with open_parquet(part.path) as file:
        header = name_columns(name, file.schema_arrow.names)
        refuse_nested(name, header, file.schema_arrow.types)
        labels = [_labels(field) for field in file.schema_arrow]
        for batch in file.iter_batches(
            batch_size=BATCH_ROWS, row_groups=list(part.groups), use_threads=False
        ):
            columns = {
                item: _column(column, *marked)
                for item, column, marked in zip(
                    header, batch.columns, labels, strict=True
                )
            }
            numbers = np.arange(first + 2, first + 2 + batch.num_rows, dtype=np.int32)
            first += batch.num_rows
            yield RawRows(name, "", batch.num_rows, columns, numbers)


def read_folder(path: Path) -> RawRows:
    """All files of a folder at once, numbered as if they were one.

    Raises as `list_parts` and `read_part` do.
    """
    import pyarrow as pa

    data = list_parts(path)
    tables = []
    for file in dict.fromkeys(part.path for part in data.parts):
        with open_parquet(file) as opened:
            tables.append(opened.read().select(data.columns))
    names = name_columns(path.name, data.columns)
    first = tables[0].schema
    refuse_nested(path.name, names, first.types)
    columns = {}
    for item, field in zip(names, first, strict=True):
        parts = [decode_column(table[field.name]) for table in tables]
        text = pa.string() if len({part.type for part in parts}) > 1 else parts[0].type
        chunks = [piece for part in parts for piece in part.cast(text).chunks]
        coded = encode_arrow(pa.chunked_array(chunks, text))
        columns[item] = RawColumn(
            coded.texts, coded.index, *_labels(field), coded.spaced
        )
    numbers = np.arange(2, data.rows + 2, dtype=np.int32)
    return RawRows(data.name, data.sha256, data.rows, columns, numbers)


def _labels(field: Any) -> tuple[dict[str, str], frozenset[str]]:
    kept = (field.metadata or {}).get(LABELS)
    if kept is None:
        return {}, frozenset()
    found = json.loads(kept)
    return found["labels"], frozenset(found["user_missing"])


def _column(
    column: Any, labels: dict[str, str], user_missing: frozenset[str]
) -> RawColumn:
    import pyarrow as pa

    if pa.types.is_dictionary(column.type) and not column.dictionary.null_count:
        coded = _from_dictionary(column)
    else:
        coded = encode_arrow(decode_column(pa.chunked_array([column])))
    return RawColumn(coded.texts, coded.index, labels, user_missing, coded.spaced)


def _from_dictionary(column: Any) -> RawColumn:
    """A column that is coded already: only its dictionary is read as text."""
    words = encode_cells([*column.dictionary.to_pylist(), None])
    at = dictionary_codes(column)
    spaced = None if words.spaced is None else words.spaced[at]
    return RawColumn(words.texts, words.index[at], spaced=spaced)
