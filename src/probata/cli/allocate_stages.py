"""What `probata allocate` does, from files to files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from probata.cli.progress import Progress
from probata.cohort.allocation.allocate import allocate_cases
from probata.cohort.allocation.allocation_files import (
    allocation_files,
    people_table,
    read_before,
    say_all,
    summary,
)
from probata.cohort.allocation.read_team import read_team
from probata.cohort.read_cohort import read_cohort
from probata.outputs import write_folder

Report = tuple[dict[str, Any], list[str]]


def allocate_cohort(
    folder: Path,
    team_file: Path,
    previous: Path | None,
    out: Path | None,
    progress: Progress,
) -> Report:
    """Allocate a cohort folder; write who reads what, or say what stands in the way."""
    cohort = read_cohort(folder)
    team = read_team(team_file, cohort)
    before = {} if previous is None else read_before(previous)
    with progress.stage(f"Allocate {len(cohort.cases):,} cases"):
        allocation = allocate_cases(cohort, team, before)
    target = out or Path("build") / "allocation" / folder.resolve().name
    files = allocation_files(allocation)
    write_folder(target, files)
    table = people_table(allocation)
    rows = list(zip(*table.values(), strict=True))
    record = {
        "folder": str(target),
        "files": sorted(files),
        **summary(allocation),
        "people": [dict(zip(table, row, strict=True)) for row in rows],
        "seconds": progress.seconds,
    }
    kind = "synthetic cases" if cohort.record.synthetic else "cases"
    lines = [f"{target}: {len(cohort.cases):,} {kind} to {len(rows)} people."]
    lines += [
        f"  {name}: {cases} cases, {second} second readings, effort {effort} "
        f"(share {share})"
        for name, _, share, cases, second, effort, _ in rows
    ]
    lines += [f"  {text}" for text in say_all(allocation)]
    return record, lines
