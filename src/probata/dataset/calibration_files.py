"""Reads the files of a calibration bench: the panel's answers and the assessors' scores.

read_bench(scores, panel, answers) -> Bench
read_rule(path) -> Rule
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from probata.assessment.calibration import Rule, Score
from probata.declarations import (
    Declared,
    absent_columns,
    build_declared,
    read_declaration,
)
from probata.errors import DataError, Fault
from probata.tabular.files import read_file
from probata.tabular.raw import RawRows

PANEL = ("case", "question", "answer")
SCORES = ("assessor", "occasion", "case", "question", "answer")
GUIDANCE = "guidance"  # a further column of the scores, if there is one
_SHOWN = 5

Row = tuple[int, dict[str, str]]
Key = tuple[str, str]  # case, question


@dataclass(frozen=True)
class Polarity:
    """Which answers are positive and which neutral; every other is negative."""

    positive: frozenset[str] = frozenset({"yes"})
    neutral: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Bench:
    """All scores beside the panel's answers; `empty` rows gave no answer."""

    scores: tuple[Score, ...]
    empty: int
    synthetic: bool
    sources: tuple[tuple[str, str], ...]  # name, sha256


class _RuleFile(Declared):
    """The shape of a rule file: one table `[rule]`."""

    rule: Rule = Field(default_factory=Rule)


def read_rule(path: Path) -> Rule:
    """Read the rule of accreditation. Raises InputMissing or DeclarationError."""
    return build_declared(_RuleFile, read_declaration(path)).rule


def read_bench(scores: Path, panel: Path, polarity: Polarity) -> Bench:
    """Read both files and lay the scores beside the panel's answers.

    Raises InputMissing, or DataError with the faults of each file.
    """
    panel_rows, score_rows = read_file(panel), read_file(scores)
    _require(panel, panel_rows, PANEL)
    _require(scores, score_rows, SCORES)
    known = _read_panel(panel, panel_rows)
    found, empty = _read_scores(scores, score_rows, known, polarity)
    return Bench(
        scores=tuple(found),
        empty=empty,
        synthetic=panel_rows.synthetic or score_rows.synthetic,
        sources=tuple((rows.name, rows.sha256) for rows in (score_rows, panel_rows)),
    )


def _require(path: Path, rows: RawRows, columns: tuple[str, ...]) -> None:
    absent = absent_columns(f"{path.name}, header", rows.columns, columns)
    if absent:
        raise DataError(f"{path}: cannot be used.", absent)


def _rows(rows: RawRows) -> Iterator[Row]:
    columns = {
        name: [column.texts[at] for at in column.index]
        for name, column in rows.columns.items()
    }
    for at, number in enumerate(rows.numbers):
        yield int(number), {name: texts[at] for name, texts in columns.items()}


def _refuse(path: Path, faults: list[Fault]) -> None:
    if not faults:
        return
    told = faults[:_SHOWN]
    if len(faults) > _SHOWN:
        more = f"{len(faults) - _SHOWN:,} more faults like these."
        told.append(Fault(path.name, more))
    raise DataError(f"{path}: cannot be used.", told)


def _read_panel(path: Path, rows: RawRows) -> dict[Key, str]:
    faults: list[Fault] = []
    found: dict[Key, str] = {}
    for number, row in _rows(rows):
        where = f"{path.name}, row {number}"
        key = row["case"], row["question"]
        if not all(row[name] for name in PANEL):
            faults.append(Fault(where, "has an empty cell.", "Fill it in."))
        elif key in found:
            words = "answers the same question of the case a second time."
            faults.append(Fault(where, words, "Keep what the panel settled."))
        else:
            found[key] = row["answer"]
    _refuse(path, faults)
    return found


def _read_scores(
    path: Path, rows: RawRows, panel: dict[Key, str], polarity: Polarity
) -> tuple[list[Score], int]:
    faults: list[Fault] = []
    found: list[Score] = []
    seen: set[tuple[str, ...]] = set()
    empty = 0
    for number, row in _rows(rows):
        where = f"{path.name}, row {number}"
        asked = row["case"], row["question"]
        key = row["assessor"], row["occasion"], *asked
        if not all(key):
            faults.append(Fault(where, "has an empty cell.", "Fill it in."))
        elif asked not in panel:
            words = "is of a case and question without an answer of the panel."
            faults.append(Fault(where, words, "Add it to the panel's answers."))
        elif key in seen:
            words = "answers the same question of the case again on this occasion."
            faults.append(Fault(where, words, "Keep the answer that counts."))
        elif row["answer"]:
            found.append(_score(row, panel[asked], polarity))
        else:
            empty += 1
        seen.add(key)
    _refuse(path, faults)
    return found, empty


def _score(row: dict[str, str], panel: str, polarity: Polarity) -> Score:
    answer = row["answer"]
    harsher = None
    if not {answer, panel} & polarity.neutral:
        harsher = int(panel in polarity.positive) - int(answer in polarity.positive)
    return Score(
        assessor=row["assessor"],
        occasion=row["occasion"],
        case=row["case"],
        question=row["question"],
        guidance=row.get(GUIDANCE, ""),
        agrees=answer == panel,
        harsher=harsher,
    )
