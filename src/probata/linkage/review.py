"""The queue for clerical review, and the decisions that come back.

write_queue(linkage, records, scored, decided, names) -> bytes
read_decisions(paths, records, names) -> {pair: is it one person?}
write_decisions(decisions, names) -> bytes
refuse_to_lose(queue, given) where a queue with decisions would be replaced

The queue shows names and dates of birth, for nobody can decide without them: it is the
one output that does, and stands in a folder that only its owner can read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from probata.declarations import absent_columns
from probata.errors import DataError, Fault, UserError
from probata.linkage.decide import Decided, Pair
from probata.linkage.engine import Scored
from probata.linkage.linkage_file import LinkageFile
from probata.linkage.records import FileRecords, Records
from probata.tabular.csv_writer import write_csv
from probata.tabular.files import read_file
from probata.tabular.raw import RawRows

SAME = ("same", "yes", "y")
DIFFERENT = ("different", "no", "n")
ENDS = ("record_1", "record_2")
DECISION = "decision"


def write_queue(
    linkage: LinkageFile,
    records: Records,
    scored: Scored,
    decided: Decided,
    names: list[str],
) -> bytes:
    """The pairs to look at, the likeliest first, both records side by side.

    `names` are the pseudonyms of all records by place.
    """
    rows = np.flatnonzero(decided.queued())
    left, right = scored.left[rows].tolist(), scored.right[rows].tolist()
    columns: dict[str, list[str]] = {
        ENDS[0]: [names[at] for at in left],
        ENDS[1]: [names[at] for at in right],
        "probability": [f"{value:.6f}" for value in scored.probability[rows]],
        "why": [str(text) for text in decided.status[rows]],
    }
    for field in linkage.field_names():
        for number, ends in ((1, left), (2, right)):
            columns[f"{field}_{number}"] = [_shown(records, field, at) for at in ends]
    columns[DECISION] = [""] * len(rows)
    return write_csv(columns)


def _shown(records: Records, field: str, record: int) -> str:
    file, row = records.file_of(record)
    return str(file.shown[field][row])


def write_decisions(decisions: Mapping[Pair, bool], names: list[str]) -> bytes:
    """The decisions that were used, so that they outlive the queue; to be given again."""
    pairs = sorted(decisions)
    return write_csv(
        {
            ENDS[0]: [names[one] for one, _ in pairs],
            ENDS[1]: [names[other] for _, other in pairs],
            DECISION: [SAME[0] if decisions[p] else DIFFERENT[0] for p in pairs],
        }
    )


def refuse_to_lose(queue: Path, given: Sequence[Path]) -> None:
    """Raise UserError where a queue that holds decisions would be replaced unread."""
    if not queue.exists() or queue.resolve() in [path.resolve() for path in given]:
        return
    if len(queue.read_bytes().splitlines()) < 2:
        return  # nothing was left to decide
    raw = read_file(queue)
    if DECISION in raw.columns and any(raw.columns[DECISION].texts):
        raise UserError(
            f"{queue}: holds decisions, and a new queue would replace it. Give it with "
            "--reviewed, or save it under another name."
        )


def read_decisions(
    paths: Sequence[Path], records: Records, names: list[str]
) -> dict[Pair, bool]:
    """Read queues with their decisions filled in; rows without one are left open.

    Raises InputMissing or DataError with every fault of a file. A pair is known by its
    pseudonyms, so that a queue of an earlier run fits as long as the secret is the same.
    """
    decisions: dict[Pair, bool] = {}
    for path in paths:
        _read_queue(path, records, names, decisions)
    return decisions


def _read_queue(
    path: Path, records: Records, names: list[str], decisions: dict[Pair, bool]
) -> None:
    """Add the decisions of one file to those read so far."""
    raw = read_file(path)
    wanted = (*ENDS, DECISION)
    if absent := absent_columns(raw.name, raw.columns, wanted):
        raise DataError(f"{path}: is not a queue for review.", absent)
    places = {name: at for at, name in enumerate(names)}
    faults: list[Fault] = []
    cells = [_cells(raw, name) for name in wanted]
    for number, one, other, word in zip(raw.numbers, *cells, strict=True):
        where = f"{raw.name}, row {number}"
        fault = _find_fault(records, places, (one, other), word)
        if fault:
            faults.append(Fault(where, *fault))
            continue
        if not word:
            continue
        first, second = sorted((places[one], places[other]))
        same = word.lower() in SAME
        if decisions.setdefault((first, second), same) is not same:
            problem = "the pair was decided the other way before."
            faults.append(Fault(where, problem, "Keep one of the two."))
    if faults:
        raise DataError(f"{path}: the decisions cannot be used.", faults)


def _cells(raw: RawRows, name: str) -> list[str]:
    column = raw.columns[name]
    return [column.texts[at] for at in column.index]


def _find_fault(
    records: Records, places: dict[str, int], ends: tuple[str, str], word: str
) -> tuple[str, str] | None:
    """What is wrong with a row. The cells are not quoted: they may hold names."""
    if word and word.lower() not in SAME + DIFFERENT:
        return (
            "the decision is neither `same` nor `different`.",
            "Write one of them, or leave it empty.",
        )
    if not word:
        return None
    if any(name not in places for name in ends):
        return (
            "a pseudonym is not of these files under this secret.",
            "Use the queue that was written with the same --keys folder.",
        )
    if ends[0] == ends[1]:
        return "a record stands against itself.", "Take the row out."
    inside = [_file(records, places[name]) is records.files[0] for name in ends]
    if len(records.files) == 2 and inside[0] == inside[1]:
        return "both records are of one file.", "Take the row out."
    return None


def _file(records: Records, record: int) -> FileRecords:
    return records.file_of(record)[0]
