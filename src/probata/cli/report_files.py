"""Writes a report that is not a bulletin: its document in each format, checked, in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from probata.cli.progress import Progress
from probata.cli.publishing import Said
from probata.outputs import write_folder

if TYPE_CHECKING:  # the writers are imported where they run
    from probata.publication.document import Document


def write_report(
    document: Document,
    formats: tuple[str, ...],
    target: Path,
    results: tuple[str, bytes],
    strict: bool,
    progress: Progress,
) -> tuple[list[str], Said]:
    """Write `report.*`, the spreadsheets and `results` (name, content), whole or not at all.

    The open data of bulletins (`csv`) have no place here; the results hold every number.
    """
    from probata.publication.accessibility.report import check_files, refuse_barriers
    from probata.publication.formats import OPEN_DATA, write_formats

    with progress.stage("Write the report"):
        written = write_formats(
            document, [item for item in formats if item != OPEN_DATA]
        )
        files = {
            name.replace("bulletin.", "report.", 1): content
            for name, content in written.items()
        }
        files[results[0]] = results[1]
    with progress.stage("Check accessibility"):
        checked = check_files(files)
    if strict:
        refuse_barriers(checked)
    write_folder(target, files)
    return sorted(files), Said((), tuple(checked))
