"""What `probata outcomes` does, from files to files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from probata.cli.progress import Progress
from probata.cli.say import Report
from probata.dataset.outcomes.follow_up import follow_up
from probata.dataset.outcomes.outcome_file import OutcomeFile
from probata.dataset.outcomes.outcome_files import (
    OWN,
    Outcomes,
    outcome_files,
    summary,
)
from probata.dataset.outcomes.read_outcomes import (
    read_case_rows,
    read_event_rows,
    read_outcome_file,
)
from probata.dataset.outcomes.states import CASE_STATES, EVENT_STATES
from probata.errors import DeclarationError
from probata.outputs import OutFolder, write_folders


def find_outcomes(
    cases_path: Path,
    events_path: Path,
    rules: Path,
    out: Path | None,
    progress: Progress,
) -> Report:
    """Follow every case up; write rows for a study, what was left out, and the counts."""
    file, sha256 = read_outcome_file(rules)
    _check_carried(rules, file)
    with progress.stage(f"Read {cases_path.name} and {events_path.name}"):
        cases = read_case_rows(cases_path, file)
        events = read_event_rows(events_path, file, cases)
    with progress.stage(f"Follow {cases.rows.n:,} cases up"):
        found = follow_up(cases, events, file)
    made = Outcomes(file, sha256, cases, events, found)
    target = out or Path("build") / "outcomes" / file.outcome.id
    files = outcome_files(made)
    write_folders([OutFolder(target, files, private=True)])
    record: dict[str, Any] = summary(made) | {
        "folder": str(target),
        "files": sorted(files),
        "seconds": progress.seconds,
    }
    return record, _lines(target, record)


def _check_carried(path: Path, file: OutcomeFile) -> None:
    """A column that is carried over must not take the name of one that is written."""
    names = [file.cases.id, *file.cases.carry]
    if taken := [name for name in names if name in OWN]:
        shown = ", ".join(f"`{name}`" for name in taken)
        raise DeclarationError(
            f"{path}: {shown} would take the place of a column of the outcome. Rename "
            "it in the case file."
        )


def _lines(target: Path, record: dict[str, Any]) -> list[str]:
    kind = "synthetic cases" if record["synthetic"] else "cases"
    lines = [
        (
            f"{target}: {record['title']}, {record['cases']:,} {kind} and "
            f"{record['events']:,} events."
        )
    ]
    for title, states, key in (
        ("cases", CASE_STATES, "case_states"),
        ("events", EVENT_STATES, "event_states"),
    ):
        lines += [
            f"  {record[key][item.name]:,} {title}: {item.meaning}"
            for item in states
            if record[key][item.name]
        ]
    return [*lines, *(f"  {name}" for name in record["files"])]
