"""The command on agreement: options and help here, the work in `agreement_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say

FILE = click.Path(path_type=Path)
SCALES = ("nominal", "ordinal", "linear", "interval")


@click.command()
@click.argument("file", type=FILE)
@click.option("--case", required=True, help="Column of the case.")
@click.option("--rating", required=True, help="Column of the judgement.")
@click.option("--rater", default="", help="Column of who judged.")
@click.option(
    "--question", default="", help="Column of the question; each is measured."
)
@click.option("--weight", default="", help="Column of 1 / probability of being chosen.")
@click.option(
    "--scale",
    type=click.Choice(SCALES),
    default="nominal",
    show_default=True,
    help="How near two answers are.",
)
@click.option(
    "--order", default="", metavar="A,B,C", help="The answers in order, with commas."
)
@click.option(
    "--bootstrap",
    type=click.IntRange(min=0, max=100_000),
    default=2000,
    show_default=True,
    help="Samples behind the second interval; 0 for none.",
)
@click.option("--seed", type=click.IntRange(min=0), default=2023, show_default=True)
@click.option(
    "--minimum",
    type=click.IntRange(min=2),
    default=10,
    show_default=True,
    help="Cases judged twice before a number is shown.",
)
@click.option("--out", type=FILE, help="Folder for agreement.csv.")
@JSON
def agreement(
    file: Path,
    case: str,
    rating: str,
    rater: str,
    question: str,
    weight: str,
    scale: str,
    order: str,
    bootstrap: int,
    seed: int,
    minimum: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Measure how far judges of the same cases agree.

    FILE has one row a judgement (CSV or XLSX): which case, what was judged and, if
    known, by whom.

    \b
    Examples:
      probata agreement second.csv --case case --rater rater --rating answer
      probata agreement second.csv --case case --rating answer --question prompt
    """
    from probata.assessment.read_ratings import Columns
    from probata.cli.agreement_stages import Settings, measure_file

    columns = Columns(case, rating, rater, question, weight)
    answers = tuple(item.strip() for item in order.split(",") if item.strip())
    settings = Settings(scale, answers, bootstrap, seed, minimum)
    record, lines = measure_file(file, columns, settings, out)
    say(record, lines, as_json)
