"""The command on live ratings: options and help here, the work in `live_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.commands import STRICT
from probata.cli.progress import Progress
from probata.cli.ratings_commands import COLUMN, ENTRIES, FILE, FRAMEWORK, SEED, UNITS
from probata.cli.say import JSON, say


@click.command()
@click.argument("unit")
@FRAMEWORK
@click.option(
    "--judgements",
    type=FILE,
    required=True,
    help="Judged cases, one row a case, or the folder of a data release.",
)
@click.option("--cases", type=click.IntRange(min=1), help="Cases in the unit's cohort.")
@UNITS
@ENTRIES
@click.option(
    "--second",
    type=FILE,
    help="Cases judged twice: columns case, question, rater (first, second), answer.",
)
@click.option(
    "--by",
    "kind",
    type=click.Choice(["peer", "panel"]),
    default="peer",
    show_default=True,
    help="Who gave the second judgements: other assessors, or a panel that is right.",
)
@click.option(
    "--minimum",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Cases judged twice before a question's own pairs are used.",
)
@COLUMN
@click.option(
    "--draws",
    type=click.IntRange(min=100, max=1_000_000),
    default=2_000,
    show_default=True,
    help="Completed cohorts behind the chances.",
)
@SEED
@click.option("--out", type=FILE, help="Folder for the page and live_ratings.json.")
@click.option(
    "--formats",
    default="html",
    show_default=True,
    help="Formats to write with --out, by comma, or `all`.",
)
@STRICT
@JSON
def live(
    unit: str,
    framework: Path,
    judgements: Path,
    cases: int | None,
    units: Path | None,
    entries: Path | None,
    second: Path | None,
    kind: str,
    minimum: int,
    columns: tuple[str, ...],
    draws: int,
    seed: int,
    out: Path | None,
    formats: str,
    strict: bool,
    as_json: bool,
) -> None:
    """Say where the ratings of a UNIT are heading while cases are open.

    For whoever leads the inspection: percentages so far, what is still possible, the
    chance of each grade, and what disagreement between assessors adds.

    \b
    Examples:
      probata live "Essex North" --framework probation_2021 \\
        --judgements cases.csv --cases 60
      probata live "Essex North" --framework probation_2021 \\
        --judgements cases.csv --units units.csv --second second.csv --out build/live
    """
    from probata.cli.live_stages import Live, say_live
    from probata.cli.ratings_stages import Inputs

    inputs = Inputs(judgements, units, entries, columns, draws, seed)
    wanted = Live(unit, cases, second, kind, minimum, out, formats, strict)
    record, lines = say_live(framework, inputs, wanted, Progress(as_json))
    say(record, lines, as_json)
