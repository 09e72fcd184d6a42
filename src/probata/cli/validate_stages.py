"""What `probata validate` does, from a file to a report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from probata.analysis.rounding import number_text
from probata.analysis.validation import GroupValidation, Scale, validate_score
from probata.cli.progress import Progress
from probata.cli.publishing import Said, add_said
from probata.cli.say import Report
from probata.dataset.read_scored import ScoredColumns, read_scored
from probata.outputs import refuse_foreign, write_folder

# What the files of a bulletin are called here.
NAMES = {"bulletin": "report"}


@dataclass(frozen=True)
class Asked:
    """Which score, and what to write of it."""

    columns: ScoredColumns
    scale: str
    out: Path | None
    formats: str
    strict: bool


def validate_file(path: Path, asked: Asked, progress: Progress) -> Report:
    """Measure a score; write one folder whole or not at all."""
    from probata.publication.accessibility.report import check_files, refuse_barriers
    from probata.publication.formats import read_formats, write_formats
    from probata.publication.validation_report import make_validation_report

    formats = read_formats(asked.formats)
    columns = asked.columns
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", columns.score).strip("-.") or "score"
    target = asked.out or Path("build") / "validate" / name
    refuse_foreign(target)
    with progress.stage(f"Read {path.name}"):
        scored = read_scored(path, columns)
    with progress.stage(f"Measure the score of {scored.y.size:,} people"):
        scale = next(item for item in get_args(Scale) if item == asked.scale)
        named = (columns.score, columns.outcome, columns.positive)
        found = validate_score(scored, scale, named)
    with progress.stage("Write the report"):
        files = write_formats(
            make_validation_report(found), [item for item in formats if item != "csv"]
        )
        files = {_rename(item): content for item, content in files.items()}
        files["validation.json"] = (found.model_dump_json(indent=1) + "\n").encode()
    with progress.stage("Check accessibility"):
        checked = check_files(files)
    if asked.strict:
        refuse_barriers(checked)
    write_folder(target, files)
    record: dict[str, Any] = found.model_dump(exclude={"bins"}) | {
        "folder": str(target),
        "files": sorted(files),
    }
    lines = [f"{target}: {columns.score} of {scored.y.size:,} people."]
    lines += [_line(item) for item in (found.everybody, *found.groups)]
    lines += [
        f"  Left out: {count:,} with {reason}."
        for reason, count in found.left_out.items()
        if count
    ]
    lines += [f"  {item}" for item in sorted(files)]
    return add_said((record, lines), Said((), tuple(checked)))


def _rename(name: str) -> str:
    stem, dot, ending = name.partition(".")
    return f"{NAMES.get(stem, stem)}{dot}{ending}"


def _line(item: GroupValidation) -> str:
    name = f"{item.variable} {item.group}" if item.variable else "everybody"
    share = item.observed
    text = f"  {name}: {share.positive:,} of {share.n:,}"
    if item.auc is None:
        return f"{text}; not measured ({item.reason})"
    return f"{text}; AUC {number_text(item.auc.value, 3)}"
