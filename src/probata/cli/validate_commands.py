"""`probata validate`: options and help here, the work in `validate_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.commands import STRICT
from probata.cli.progress import Progress
from probata.cli.say import JSON, say


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--score", required=True, help="Column of the score.")
@click.option(
    "--outcome", required=True, help="Column of the outcome: two values, empty cells."
)
@click.option(
    "--positive",
    default="1",
    show_default=True,
    help="The value of the outcome that the score is meant to tell.",
)
@click.option(
    "--scale",
    type=click.Choice(["points", "percent", "probability"]),
    default="points",
    show_default=True,
    help="What the score is; calibration can be judged for the last two.",
)
@click.option(
    "--by", "groups", multiple=True, help="Column of groups; may be repeated."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Output folder (default: build/validate/SCORE).",
)
@click.option(
    "--formats",
    default="html,xlsx,ods",
    show_default=True,
    help="Formats to write, by comma, or `all`.",
)
@STRICT
@JSON
def validate(
    file: Path,
    score: str,
    outcome: str,
    positive: str,
    scale: str,
    groups: tuple[str, ...],
    out: Path | None,
    formats: str,
    strict: bool,
    as_json: bool,
) -> None:
    """Report how well a score tells an outcome: discrimination, calibration, by group.

    FILE (CSV, XLSX, Parquet, SPSS or Stata) has one row a person. An empty cell, or NA,
    is missing.

    \b
    Examples:
      probata validate compas.csv --score decile_score --outcome two_year_recid --by race
      probata validate build/risk/people/scores.csv --score ogrs3_two_year_percent \\
        --scale percent --outcome reoffended --positive yes
    """
    from probata.cli.validate_stages import Asked, validate_file
    from probata.dataset.read_scored import ScoredColumns

    columns = ScoredColumns(score, outcome, positive, groups)
    asked = Asked(columns, scale, out, formats, strict)
    record, lines = validate_file(file, asked, Progress(as_json))
    say(record, lines, as_json)
