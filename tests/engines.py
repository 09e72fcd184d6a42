"""Data sets in parts, and results compared number by number."""

from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from probata.analysis.engines.chunks import Recipe, Store
from probata.analysis.engines.engine import open_stream
from probata.analysis.engines.run import run_on
from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.dataset.columns import Source
from probata.dataset.parts import PartedData, list_parts
from probata.dataset.rows import read_rows

# What may differ between engines: who did the work, and in how many steps.
APART = {"provenance", "engine", "iterations"}


def write_parted(source: Path, folder: Path, file_rows: int, group_rows: int) -> Path:
    """The rows of a case file as Parquet files, by the test's own hand."""
    raw = read_rows(source)
    columns = {
        name: pa.array([column.texts[at] for at in column.index])
        for name, column in raw.columns.items()
    }
    table = pa.table(columns)
    folder.mkdir()
    for at in range(0, table.num_rows, file_rows):
        path = folder / f"cases-{at:07d}.parquet"
        parquet.write_table(table.slice(at, file_rows), path, row_group_size=group_rows)
    return folder


@contextmanager
def streaming(study: Study, data: PartedData, folder: Path, processes: int = 1):
    with open_stream(Store(folder, Recipe.of(study)), data.parts, processes) as engine:
        yield engine


def run_parted(study: Study, path: Path, folder: Path, processes: int = 1) -> Results:
    data = list_parts(path)
    source = Source(data.name, data.sha256, data.rows)
    with streaming(study, data, folder, processes) as engine:
        return run_on(study, engine, source)


def assert_same(one: Any, other: Any, tolerance: float, path: str = "") -> None:
    """Equal, with every number within `tolerance` of the other or of its size."""
    if isinstance(one, Results):
        one, other = one.model_dump(mode="json"), other.model_dump(mode="json")
    if isinstance(one, dict):
        assert one.keys() == other.keys(), path
        for key in one.keys() - APART:
            assert_same(one[key], other[key], tolerance, f"{path}.{key}")
    elif isinstance(one, list):
        assert len(one) == len(other), path
        for at, pair in enumerate(zip(one, other, strict=True)):
            assert_same(*pair, tolerance, f"{path}[{at}]")
    elif isinstance(one, float):
        assert np.isclose(other, one, rtol=tolerance, atol=tolerance), (
            path,
            one,
            other,
        )
    else:
        assert one == other, path
