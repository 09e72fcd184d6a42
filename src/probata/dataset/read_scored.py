"""Reads a file of scored people with their outcomes.

read_scored(path, ScoredColumns) -> Scored
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from probata.dataset.columns import Coded
from probata.dataset.rows import read_rows
from probata.declarations import suggest
from probata.errors import DataError, Fault
from probata.tabular.raw import RawColumn, RawRows

Floats = NDArray[np.float64]
MOST_GROUPS = 50
EMPTY = ("", "NA")  # as R writes an empty cell


@dataclass(frozen=True)
class ScoredColumns:
    """Which columns are what; `positive` is the value of the outcome that is predicted."""

    score: str
    outcome: str
    positive: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scored:
    """People with score and outcome. `y` (n,) 0 or 1; `left_out` counts the others."""

    name: str
    sha256: str
    rows: int
    score: Floats
    y: Floats
    groups: Mapping[str, Coded]
    left_out: Mapping[str, int]
    synthetic: bool = False


def read_scored(path: Path, columns: ScoredColumns) -> Scored:
    """Read the columns; rows without a score or an outcome are counted and left out.

    Raises InputMissing, ExtraMissing, and DataError where a column is absent, a score
    is not a number, the outcome has not two values, or a group has too many.
    """
    rows = read_rows(path)
    _demand(rows, columns)
    score = _numbers(rows, columns.score)
    y, known = _outcome(rows, columns)
    has_score = ~np.isnan(score)
    use = known & has_score
    left_out = {
        "no outcome": int((~known).sum()),
        "an outcome but no score": int((known & ~has_score).sum()),
    }
    groups = {name: _group(rows, name, use) for name in columns.groups}
    if not 0 < y[use].sum() < use.sum():
        raise DataError(
            f"{path}: the people with a score all have the same outcome, so that nothing "
            "can be said of the score."
        )
    return Scored(
        rows.name,
        rows.sha256,
        rows.n,
        score[use],
        y[use],
        groups,
        left_out,
        rows.synthetic,
    )


def _demand(rows: RawRows, columns: ScoredColumns) -> None:
    faults = [
        Fault(rows.name, f"has no column `{name}`.", suggest(name, rows.columns))
        for name in (columns.score, columns.outcome, *columns.groups)
        if name not in rows.columns
    ]
    if faults:
        raise DataError(f"{rows.name}: cannot be used.", faults)


def _numbers(rows: RawRows, header: str) -> Floats:
    """NaN where the cell is empty. Raises DataError where one is not a number."""
    column = rows.columns[header]
    values = np.full(len(column.texts), np.nan)
    wrong = []
    for at, text in enumerate(column.texts):
        if text in EMPTY or text in column.user_missing:
            continue
        try:
            values[at] = float(text)
        except ValueError:
            wrong.append(at)
        if not np.isfinite(values[at]):
            wrong.append(at)
    found = np.isin(column.index, wrong)
    if found.any():
        where = f"{rows.name}, column {header}, first in row {rows.numbers[found][0]}"
        problem = f"{int(found.sum()):,} cells are not numbers."
        mend = "Leave a cell empty where there is no score."
        raise DataError(f"{rows.name}: cannot be used.", [Fault(where, problem, mend)])
    return np.asarray(values[column.index])


def _outcome(rows: RawRows, columns: ScoredColumns) -> tuple[Floats, NDArray[np.bool_]]:
    column = rows.columns[columns.outcome]
    missing = {*EMPTY, *column.user_missing}
    others = [text for text in column.texts if text not in missing]
    if columns.positive not in others or len(others) != 2:
        problem = (
            f"has {len(others)} values"
            if len(others) != 2
            else f"has no value `{columns.positive}`"
        )
        where = f"{rows.name}, column {columns.outcome}"
        mend = (
            "An outcome has two values and empty cells; name the one that is predicted "
            "with --positive."
        )
        raise DataError(
            f"{rows.name}: cannot be used.", [Fault(where, f"{problem}.", mend)]
        )
    y = column.holds(columns.positive).astype(np.float64)
    known = ~np.isin(
        column.index, [at for at, text in enumerate(column.texts) if text in missing]
    )
    return y, np.asarray(known)


def _group(rows: RawRows, header: str, use: NDArray[np.bool_]) -> Coded:
    """The values of a group column in their order; an empty cell is the value `unknown`."""
    column: RawColumn = rows.columns[header]
    texts = ["unknown" if text in EMPTY else text for text in column.texts]
    held = sorted({texts[at] for at in np.unique(column.index[use]).tolist()})
    if len(held) > MOST_GROUPS:
        raise DataError(
            f"{rows.name}: `{header}` has {len(held):,} values, more than the "
            f"{MOST_GROUPS} that can be told apart. Group them first."
        )
    place = {text: at for at, text in enumerate(held)}
    codes = np.asarray([place.get(text, -1) for text in texts], dtype=np.int16)
    return Coded(codes[column.index][use], tuple(held))
