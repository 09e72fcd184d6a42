"""The command that rebuilds an output folder and compares: its options and help."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.commands import EARLIER
from probata.cli.progress import Progress
from probata.cli.say import JSON, say


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Case file that the folder was made from, where it was not a synthetic twin.",
)
@click.option(
    "--study",
    type=click.Path(path_type=Path),
    help="Folder of the study (default: the one that the folder's manifest names).",
)
@EARLIER
@JSON
def verify(
    folder: Path,
    data: Path | None,
    study: Path | None,
    earlier: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Rebuild an output folder from its study and data, and compare byte by byte.

    Nothing that was kept from an earlier run is used, and nothing is written. Exit code
    0: every file is the same. 14: one or more differ; the message says in which numbers.
    Any other: it cannot be rebuilt, for the reason given.

    \b
    Examples:
      probata verify build/early_outcomes
      probata verify build/mine --data my_cases.csv
    """
    from probata.cli.verify_stages import verify_folder

    record, lines = verify_folder(folder, data, study, earlier, Progress(as_json))
    say(record, lines, as_json)
