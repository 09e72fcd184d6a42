"""What `probata risk` does, from files to files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probata.cli.progress import Progress
from probata.cli.say import Report
from probata.declarations import suggest
from probata.errors import DataError, Fault
from probata.outputs import OutFolder, write_folders
from probata.risk.coefficients import SETS, Coefficients, read_coefficients
from probata.risk.problems import ERRORS, REMARKS, Problem
from probata.risk.read_people import PeopleFile, read_people
from probata.risk.risk_files import note_repeated_ids, risk_files, summary
from probata.risk.score import score_people


@dataclass(frozen=True)
class Asked:
    """How a file is to be read and scored, as the options of the command say."""

    coefficients: str
    headers: Mapping[str, str]
    keep: Sequence[str]
    pad_codes: bool
    as_parquet: bool


def score_file(
    path: Path, asked: Asked, out: Path | None, progress: Progress
) -> Report:
    """Score a file of people; write scores, rows without one, and the counts."""
    with progress.stage(f"Read {path.name}"):
        file = read_people(path, asked.headers, asked.pad_codes)
    _check_kept(file, asked.keep)
    with progress.stage(f"Score {file.people.n:,} people"):
        scores = score_people(file.people, _the_set(asked.coefficients))
    note_repeated_ids(file, scores)
    target = out or Path("build") / "risk" / path.name.split(".")[0]
    with progress.stage("Write the scores"):
        files = risk_files(file, scores, asked.keep, asked.as_parquet)
        write_folders([OutFolder(target, files, private=True)])
    record = summary(file, scores)
    record |= {
        "folder": str(target),
        "files": sorted(files),
        "seconds": progress.seconds,
    }
    return record, _lines(target, record)


def _the_set(name: str) -> Coefficients:
    return next(read_coefficients(known) for known in SETS if known == name)


def _check_kept(file: PeopleFile, keep: Sequence[str]) -> None:
    faults = [
        Fault(
            file.rows.name, f"has no column `{name}`.", suggest(name, file.rows.columns)
        )
        for name in keep
        if name not in file.rows.columns
    ]
    faults += [
        Fault(
            file.rows.name, f"`{name}` would take the place of a column of the scores."
        )
        for name in keep
        if name == "row" or name.startswith("ogrs3_")
    ]
    if faults:
        raise DataError("Some columns cannot be kept.", faults)


def _lines(target: Path, record: dict[str, Any]) -> list[str]:
    bands = ", ".join(f"{name} {count:,}" for name, count in record["bands"].items())
    kind = "synthetic people" if record["synthetic"] else "people"
    lines = [
        (
            f"{target}: {record['scored']:,} of {record['rows']:,} {kind} scored "
            f"({record['version']}, {record['coefficients']} coefficients): {bands}."
        ),
    ]
    for title, problems, key in (
        ("not scored", ERRORS, "errors"),
        ("worth a look", REMARKS, "remarks"),
    ):
        lines += _problem_lines(title, problems, record[key])
    return [*lines, *(f"  {name}" for name in record["files"])]


def _problem_lines(
    title: str, problems: tuple[Problem, ...], counts: dict[str, int]
) -> list[str]:
    return [
        f"  {counts[item.name]:,} {title}: {item.meaning} {item.mend}"
        for item in problems
        if item.name in counts
    ]
