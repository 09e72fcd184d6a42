"""Writes columns as CSV, large tables quickly.

write_csv(columns) -> bytes     columns of text, coded columns, whole numbers
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.guarded_csv import ready, write_rows
from probata.tabular.raw import RawColumn

Cells = Sequence[str] | RawColumn | NDArray[np.integer[Any]]
MANY = 20_000  # rows; below, importing pyarrow costs more than it saves
CHUNK = 100_000  # rows that are joined at a time
_PERHAPS = r"""^['=+\-@\t\r]|[,"\r\n]"""  # text that may not be written as it stands


def write_csv(columns: Mapping[str, Cells]) -> bytes:
    """Columns of one length as UTF-8 CSV with a header.

    The bytes do not depend on how a column is given, nor on the number of rows.
    """
    cells = list(columns.values())
    if len(cells) < 2 or _length(cells[0]) < MANY:
        return write_rows(columns, zip(*map(_texts, cells), strict=True))
    return b"".join([write_rows(columns, []), *_joined(cells)])


def _length(cells: Cells) -> int:
    return len(cells.index if isinstance(cells, RawColumn) else cells)


def _texts(cells: Cells) -> Iterable[object]:
    if isinstance(cells, RawColumn):
        return (cells.texts[at] for at in cells.index.tolist())
    return cells.tolist() if isinstance(cells, np.ndarray) else cells


def _joined(cells: Sequence[Cells]) -> Iterator[Any]:
    """The lines of each chunk of rows, end to end as Arrow keeps them."""
    import pyarrow as pa
    from pyarrow import compute

    arrays = [_arrow(column) for column in cells[:-1]] + [_arrow(cells[-1], "\n")]
    sizes = {len(places) for _, places in arrays}
    if len(sizes) > 1:
        raise ValueError(f"columns of different lengths: {sorted(sizes)}")

    def join(start: int) -> Any:
        parts = [_chunk(texts, places, start) for texts, places in arrays]
        return compute.binary_join_element_wise(*parts, ",").buffers()[2]

    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        yield from pool.map(join, range(0, sizes.pop(), CHUNK))


def _chunk(texts: Any, places: Any, start: int) -> Any:
    if texts is None:
        return places.slice(start, CHUNK)
    return texts[0] if len(texts) == 1 else texts.take(places.slice(start, CHUNK))


def _arrow(cells: Cells, end: str = "") -> tuple[Any, Any]:
    """Distinct texts and the place of each row's; or None and the text of each row."""
    import pyarrow as pa

    if isinstance(cells, RawColumn):
        return _ready_array(cells.texts, end), pa.array(cells.index)
    if isinstance(cells, np.ndarray):
        return None, _ready_array(pa.array(cells).cast(pa.string()), end)
    return None, _ready_array(cells, end)


def _ready_array(texts: Any, end: str) -> Any:
    """Texts as they stand in a line, each with the `end` behind it."""
    import pyarrow as pa
    from pyarrow import compute

    array = pa.array(texts, pa.string())
    if compute.any(compute.match_substring_regex(array, _PERHAPS)).as_py():
        array = pa.array([ready(text) for text in array.to_pylist()], pa.string())
    return compute.binary_join_element_wise(array, end, "") if end else array
