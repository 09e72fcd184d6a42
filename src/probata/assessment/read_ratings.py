"""Reads judgements of which several are about the same case: one row a judgement.

read_ratings(path, columns, ...) -> tuple[RatedQuestion, ...]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from probata.assessment.ratings import NOT_RATED, Floats, Ratings, from_long
from probata.declarations import absent_columns
from probata.errors import DataError, Fault
from probata.tabular.files import read_file
from probata.tabular.raw import RawColumn, RawRows

_SHOWN = 5  # rows that a fault names


@dataclass(frozen=True)
class Columns:
    """The columns of the file. `weight`: one over the probability of being chosen."""

    case: str
    rating: str
    rater: str = ""
    question: str = ""
    weight: str = ""

    def named(self) -> tuple[str, ...]:
        given = (self.case, self.rating, self.rater, self.question, self.weight)
        return tuple(name for name in given if name)


@dataclass(frozen=True)
class RatedQuestion:
    """The judgements of one question; `unrated` rows gave no answer and are left out."""

    name: str
    ratings: Ratings
    raters: int
    unrated: int


def read_ratings(
    path: Path, columns: Columns, order: Sequence[str] = (), *, numeric: bool = False
) -> tuple[RatedQuestion, ...]:
    """Every question of a file, in the order of the file.

    `order`: the answers from one end of the scale to the other; those found, sorted,
    where it is empty. `numeric`: they are numbers and their distances matter. With two
    raters the first column of the ratings is the one whose name sorts first.
    Raises InputMissing, or DataError with every fault.
    """
    rows = read_file(path)
    _require(path, rows, columns)
    faults = list(_find_faults(rows, columns, order, numeric=numeric))
    if faults:
        raise DataError(f"{path}: cannot be used.", faults)
    question = rows.columns.get(columns.question)
    if question is None:
        return (_build("", rows, columns, np.ones(rows.n, bool), order, numeric),)
    return tuple(
        _build(name, rows, columns, question.holds(name), order, numeric)
        for name in dict.fromkeys(question.texts[at] for at in question.index)
    )


def _require(path: Path, rows: RawRows, columns: Columns) -> None:
    absent = absent_columns(f"{path.name}, header", rows.columns, columns.named())
    if absent:
        raise DataError(f"{path}: cannot be used.", absent)


def _find_faults(
    rows: RawRows, columns: Columns, order: Sequence[str], *, numeric: bool
) -> Iterator[Fault]:
    for name in (columns.case, columns.rater, columns.question):
        if name:
            yield from _tell(rows, name, rows.columns[name].holds(""), "is empty.", "Fill it in, or leave the row out.")  # fmt: skip
    rating = rows.columns[columns.rating]
    if order:
        known = _in(rating, {*order, ""})
        yield from _tell(rows, columns.rating, ~known, f"is none of {', '.join(order)}.", "Name every answer with --order.")  # fmt: skip
    if numeric:
        numbers = _in(rating, {text for text in rating.texts if _is_number(text)} | {""})  # fmt: skip
        yield from _tell(rows, columns.rating, ~numbers, "is no number.", "Take --scale ordinal and --order for answers in words.")  # fmt: skip
    if columns.weight:
        weight = rows.columns[columns.weight]
        right = {text for text in weight.texts if _is_number(text) and float(text) > 0}
        yield from _tell(rows, columns.weight, ~_in(weight, right), "is no number above 0.", "Give one over the probability that the case was chosen.")  # fmt: skip
        yield from _find_uneven(rows, columns)
    if columns.rater:
        yield from _find_twice(rows, columns)


def _find_uneven(rows: RawRows, columns: Columns) -> Iterator[Fault]:
    case, weight = rows.columns[columns.case].index, rows.columns[columns.weight].index
    first = np.full(case.max() + 1, -1)
    first[case[::-1]] = weight[::-1]
    differs = weight != first[case]
    yield from _tell(rows, columns.weight, differs, "differs from the case's first row.", "A case has one weight.")  # fmt: skip


def _find_twice(rows: RawRows, columns: Columns) -> Iterator[Fault]:
    names = (columns.case, columns.rater, columns.question)
    keys = np.column_stack([rows.columns[name].index for name in names if name])
    _, first = np.unique(keys, axis=0, return_index=True)
    again = np.ones(rows.n, dtype=bool)
    again[first] = False
    yield from _tell(rows, columns.rater, again, "judged this case before.", "Keep the judgement that counts.")  # fmt: skip


def _tell(
    rows: RawRows, name: str, wrong: NDArray[np.bool_], problem: str, mend: str
) -> Iterator[Fault]:
    """The first rows one by one, and how many more there are."""
    numbers = rows.numbers[wrong]
    for number in numbers[:_SHOWN]:
        yield Fault(f"{rows.name}, row {number}, column {name}", problem, mend)
    if len(numbers) > _SHOWN:
        yield Fault(f"{rows.name}, column {name}", f"{len(numbers) - _SHOWN:,} more rows: {problem}")  # fmt: skip


def _in(column: RawColumn, texts: set[str]) -> NDArray[np.bool_]:
    return np.asarray([text in texts for text in column.texts], dtype=bool)[
        column.index
    ]


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _build(
    name: str,
    rows: RawRows,
    columns: Columns,
    at: NDArray[np.bool_],
    order: Sequence[str],
    numeric: bool,
) -> RatedQuestion:
    rating = rows.columns[columns.rating]
    unrated = at & rating.holds("")
    kept = at & ~unrated
    found = {rating.texts[place] for place in np.unique(rating.index[kept])}
    categories = tuple(order) or tuple(sorted(found, key=float if numeric else None))
    if len(categories) < 2:
        # One answer alone: a scale of two keeps the arithmetic, and agreement says why
        # there is nothing beyond chance.
        categories = (
            (*categories, "any other answer")[:2] if categories else ("-", "--")
        )
    lookup = np.array([categories.index(t) if t in categories else NOT_RATED for t in rating.texts])  # fmt: skip
    codes = lookup[rating.index[kept]]
    cases, place = np.unique(rows.columns[columns.case].index[kept], return_inverse=True)  # fmt: skip
    raters = 0
    if columns.rater:
        who, rater = _sorted_codes(rows.columns[columns.rater], kept)
        raters = len(who)
    ratings = from_long(place, codes, categories)
    if raters == 2:
        table = np.full((len(cases), 2), NOT_RATED)
        table[place, rater] = codes
        ratings = Ratings(table, categories)
    values = tuple(float(item) for item in categories) if numeric else None
    weights = _weights(rows, columns, kept, place, len(cases))
    return RatedQuestion(
        name,
        Ratings(ratings.codes, categories, values, weights),
        raters,
        int(unrated.sum()),
    )


def _sorted_codes(
    column: RawColumn, kept: NDArray[np.bool_]
) -> tuple[list[str], NDArray[np.int64]]:
    used = sorted({column.texts[at] for at in column.index[kept]})
    number = {text: at for at, text in enumerate(used)}
    codes = np.array([number.get(text, -1) for text in column.texts])
    return used, codes[column.index[kept]]


def _weights(
    rows: RawRows,
    columns: Columns,
    kept: NDArray[np.bool_],
    place: NDArray[np.int64],
    cases: int,
) -> Floats | None:
    if not columns.weight:
        return None
    column = rows.columns[columns.weight]
    values = np.array([float(text or "nan") for text in column.texts])
    weights = np.ones(cases)
    weights[place] = values[column.index[kept]]
    return weights
