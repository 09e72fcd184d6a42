"""Ratings as flat CSV files: a row a key question, a standard, a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from probata.guarded_csv import write_rows
from probata.standards.ratings.results import RatingsResult

Table = list[list[Any]]


def rating_files(result: RatingsResult) -> dict[str, bytes]:
    """The JSON of all ratings and one CSV a level, by file name."""
    grades = list(result.grades)
    return {
        "ratings.json": (result.model_dump_json(indent=1) + "\n").encode(),
        "key_questions.csv": _key_questions(result, grades),
        "standards.csv": _standards(result, grades),
        "overall.csv": _overall(result, grades),
    }


def _key_questions(result: RatingsResult, grades: Sequence[str]) -> bytes:
    columns = ["positive", "n", "percent", "ci_low", "ci_high", "grade", "to_limit"]
    header = ["key_question", *columns, *_uncertain_names(grades)]
    rows = [
        [
            unit,
            item.id,
            *(getattr(item, name) for name in columns),
            *_uncertain(item, grades),
        ]
        for unit, parts in _units(result)
        for item in parts.key_questions
    ]
    return _write(result, header, rows)


def _standards(result: RatingsResult, grades: Sequence[str]) -> bytes:
    columns = ["rule", "status", "computed", "grade", "points", "reason"]
    header = ["standard", *columns, "weakest", "allowed", *_uncertain_names(grades)]
    rows = [
        [
            unit,
            item.id,
            *(getattr(item, name) for name in columns),
            " ".join(item.weakest),
            " ".join(item.allowed),
            *_uncertain(item, grades),
        ]
        for unit, parts in _units(result)
        for item in parts.standards
    ]
    return _write(result, header, rows)


def _overall(result: RatingsResult, grades: Sequence[str]) -> bytes:
    columns = ["points", "maximum", "mean", "computed", "grade", "reason"]
    header = [*columns, "open", "left_out", *_uncertain_names(grades)]
    rows = [
        [
            unit,
            *(getattr(parts.overall, name) for name in columns),
            " ".join(parts.overall.open),
            " ".join(parts.overall.left_out),
            *_uncertain(parts.overall, grades),
        ]
        for unit, parts in _units(result)
        if parts.overall is not None
    ]
    return _write(result, header, rows)


def _units(result: RatingsResult) -> Iterable[tuple[Any, Any]]:
    for item in result.units:
        yield (item.level, item.unit, item.region, item.judged, item.cohort), item


def _uncertain_names(grades: Sequence[str]) -> list[str]:
    return [*(f"chance_{name}" for name in grades), "reachable_low", "reachable_high"]


def _uncertain(item: Any, grades: Sequence[str]) -> list[Any]:
    chances = item.chances or {}
    return [*(chances.get(name) for name in grades), *(item.reachable or (None, None))]


def _write(result: RatingsResult, header: Sequence[str], rows: Table) -> bytes:
    """UTF-8 CSV; empty where there is nothing, numbers in full, and the kind of data in each row."""
    source = "synthetic" if result.provenance.synthetic else "given"
    places = ("data", "level", "unit", "region", "judged", "cohort")
    return write_rows(
        [*places, *header], ([source, *place, *cells] for place, *cells in rows)
    )
