"""Reads a published list of ratings and works every row out again.

check_published_file(path, framework, columns) -> tuple[PublishedRating, ...]
"""

from __future__ import annotations

from pathlib import Path

from probata.declarations import suggest
from probata.errors import DataError, Fault
from probata.standards.framework import Framework
from probata.standards.ratings.published import PublishedRating, check_published
from probata.standards.ratings.published_columns import PublishedList
from probata.tabular.files import read_file


def check_published_file(
    path: Path, framework: Framework, columns: PublishedList
) -> tuple[PublishedRating, ...]:
    """Every row of a list of published ratings; other columns are not read.

    Raises InputMissing, or DataError with every column that is missing.
    """
    raw = read_file(path)
    faults = [
        Fault(
            f"{path.name}, header",
            f"the column `{name}` is missing.",
            suggest(name, raw.columns),
        )
        for name in columns.names
        if name not in raw.columns
    ]
    if faults:
        raise DataError(f"{path}: is not such a list.", faults)
    read = {name: raw.columns[name] for name in columns.names}
    return tuple(
        check_published(
            framework,
            columns,
            int(number),
            {name: column.texts[column.index[at]] for name, column in read.items()},
        )
        for at, number in enumerate(raw.numbers)
    )
