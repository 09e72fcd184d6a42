"""What `probata validate` does, from a file to a report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from probata.analysis.rounding import number_text
from probata.analysis.validation import GroupValidation, Scale, validate_score
from probata.cli.progress import Progress
from probata.cli.publishing import add_said
from probata.cli.report_files import write_report
from probata.cli.say import Report
from probata.dataset.read_scored import ScoredColumns, read_scored
from probata.outputs import refuse_foreign


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
    from probata.publication.formats import read_formats
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
    numbers = (found.model_dump_json(indent=1) + "\n").encode()
    files, said = write_report(
        make_validation_report(found),
        formats,
        target,
        ("validation.json", numbers),
        asked.strict,
        progress,
    )
    record: dict[str, Any] = found.model_dump(exclude={"bins"}) | {
        "folder": str(target),
        "files": files,
    }
    lines = [f"{target}: {columns.score} of {scored.y.size:,} people."]
    lines += [_line(item) for item in (found.everybody, *found.groups)]
    lines += [
        f"  Left out: {count:,} with {reason}."
        for reason, count in found.left_out.items()
        if count
    ]
    lines += [f"  {item}" for item in files]
    return add_said((record, lines), said)


def _line(item: GroupValidation) -> str:
    name = f"{item.variable} {item.group}" if item.variable else "everybody"
    share = item.observed
    text = f"  {name}: {share.positive:,} of {share.n:,}"
    if item.auc is None:
        return f"{text}; not measured ({item.reason})"
    return f"{text}; AUC {number_text(item.auc.value, 3)}"
