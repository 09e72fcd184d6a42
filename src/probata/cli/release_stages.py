"""Verifies and compares data releases, from folders to lines."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from probata.cli.say import Report
from probata.dataset.read_release import (
    ReleaseDifference,
    compare_releases,
    read_release,
    write_changes,
)
from probata.outputs import write_file

SHOWN = 20


def verify_release(folder: Path) -> Report:
    """Raise with every difference, or tell what the release is."""
    manifest = read_release(folder).manifest
    kind = "synthetic cases" if manifest.synthetic else "cases"
    framework = f"{manifest.framework.id} {manifest.framework.version}"
    record = {
        "folder": str(folder),
        "synthetic": manifest.synthetic,
        "number": manifest.number,
        "corrects": manifest.corrects,
        "framework": manifest.framework.model_dump(),
        "cases": manifest.cases,
        "units": len(manifest.units),
        "left_out": manifest.left_out,
    }
    lines = [
        f"{folder}: release {manifest.number}, as it was released.",
        f"  {manifest.cases} {kind} of {len(manifest.units)} units, {framework}",
        *(f"  left out, {reason}: {n}" for reason, n in manifest.left_out.items()),
    ]
    return record, lines


def diff_releases(old: Path, new: Path, out: Path | None) -> Report:
    """What the new release changes; written to a file where one is named."""
    found = compare_releases(read_release(old), read_release(new))
    if out is not None:
        write_file(out, write_changes(found))
    record = {
        "follows": found.follows,
        "added": list(found.added),
        "removed": list(found.removed),
        "columns": found.columns,
        "changed": [asdict(item) for item in found.changed],
    }
    return record, _lines(found, old, new, out)


def _lines(
    found: ReleaseDifference, old: Path, new: Path, out: Path | None
) -> list[str]:
    relation = "corrects" if found.follows else "does not say that it corrects"
    added, removed = len(found.added), len(found.removed)
    counts = (
        f"{added} cases added, {removed} removed, {len(found.changed)} cells differ"
    )
    lines = [f"{new} {relation} {old}.", f"  {counts}"]
    for item in found.changed[:SHOWN]:
        how = f"{item.before} -> {item.after}" if item.before else "differs"
        lines.append(f"  {item.case_id}, {item.column}: {how}")
    if len(found.changed) > SHOWN:
        lines.append(f"  and {len(found.changed) - SHOWN} more; --out writes them all")
    if out is not None:
        lines.append(f"Every difference is in {out}.")
    return lines
