"""`probata allocate`: options and help here, the work in `allocate_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.progress import Progress
from probata.cli.say import JSON, say


@click.command()
@click.argument("folder", metavar="COHORT", type=click.Path(path_type=Path))
@click.option(
    "--team",
    type=click.Path(path_type=Path),
    required=True,
    help="TOML file with the people who read, and what their readers need.",
)
@click.option(
    "--previous",
    type=click.Path(path_type=Path),
    help="Folder of an earlier allocation; as few readings as possible move.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Output folder (default: build/allocation/NAME).",
)
@JSON
def allocate(
    folder: Path,
    team: Path,
    previous: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Share a cohort among inspectors and local assessors, evenly and without conflicts.

    COHORT is the folder that `probata cohort select` or `sample` wrote.

    \b
    Examples:
      probata allocate build/cohort/swindon_and_wiltshire --team team.toml
      probata allocate build/cohort/swindon_and_wiltshire --team team.toml \\
        --previous build/allocation/swindon_and_wiltshire --out build/allocation/second
    """
    from probata.cli.allocate_stages import allocate_cohort

    record, lines = allocate_cohort(folder, team, previous, out, Progress(as_json))
    say(record, lines, as_json)
