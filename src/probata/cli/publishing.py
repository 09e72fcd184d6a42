"""From results to the files of each format, with what the checks of them found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from probata.analysis.open_data.write import write_open_data
from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.cli.engine_choice import Asked
from probata.cli.progress import Progress
from probata.cli.say import Report

if TYPE_CHECKING:  # the checks are imported where they run
    from probata.publication.accessibility.report import Checked


@dataclass(frozen=True)
class Wanted:
    """What to write: formats as typed, whether barriers stop it, whether axe-core reads.

    `earlier` are results of bulletins that are out, besides those that the study names.
    `engine` is who adds the sums.
    """

    formats: str
    strict: bool = False
    listing: bool = False
    axe: bool = False
    earlier: tuple[Path, ...] = ()
    engine: Asked = Asked()


@dataclass(frozen=True)
class Said:
    """What the author should look at, and what the checks of the files found."""

    warnings: tuple[str, ...]
    checked: tuple[Checked, ...]


def publish_document(
    study: Study,
    results: Results,
    formats: tuple[str, ...],
    wanted: Wanted,
    progress: Progress,
) -> tuple[dict[str, bytes], Said]:
    """The files of each format, checked."""
    from probata.publication.accessibility.report import check_files, refuse_barriers
    from probata.publication.assemble import make_bulletin as assemble
    from probata.publication.formats import OPEN_DATA, write_formats

    files: dict[str, bytes] = {}
    with progress.stage("Write the bulletin"):
        made = assemble(study, results)
    for name in formats:
        with progress.stage(f"Write {name}"):
            if name == OPEN_DATA:
                files |= write_open_data(results, study)
            else:
                files |= write_formats(made.document, [name])
    with progress.stage("Check accessibility"):
        checked = check_files(files, wanted.axe)
    if wanted.strict:
        refuse_barriers(checked)
    return files, Said(made.warnings, tuple(checked))


def add_said(report: Report, said: Said) -> Report:
    record, lines = report
    record["warnings"] = list(said.warnings)
    record["accessibility"] = [
        {
            "file": item.file,
            "check": item.check,
            "not_run": item.not_run,
            "faults": [str(fault) for fault in item.faults],
        }
        for item in said.checked
    ]
    lines.extend(f"  To look at: {item}" for item in said.warnings)
    lines.append("  Accessibility:")
    for item in said.checked:
        lines.append(f"    {item}")
        lines.extend(f"      {fault}" for fault in item.faults)
    return report
