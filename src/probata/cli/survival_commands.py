"""`probata survival`: options and help here, the work in `survival_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.commands import STRICT
from probata.cli.progress import Progress
from probata.cli.say import JSON, say

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("codebook", type=FILE)
@click.option("--data", type=FILE, required=True, help="Case file to read.")
@click.option("--time", required=True, help="Variable of the time followed, a number.")
@click.option("--event", required=True, help="Categorical variable of what ended it.")
@click.option(
    "--happened",
    default="1",
    show_default=True,
    help="The category of --event that is the event; any other is leaving.",
)
@click.option("--by", default="", help="Categorical variable: a curve for each group.")
@click.option(
    "--cox",
    "predictors",
    multiple=True,
    help="A predictor of the Cox regression; may be repeated.",
)
@click.option(
    "--ties",
    type=click.Choice(["efron", "breslow"]),
    default="efron",
    show_default=True,
    help="How the regression treats equal times.",
)
@click.option("--out", type=FILE, help="Output folder (default: build/survival/EVENT).")
@click.option(
    "--formats",
    default="html,xlsx,ods",
    show_default=True,
    help="Formats to write, by comma, or `all`.",
)
@STRICT
@JSON
def survival(
    codebook: Path,
    data: Path,
    time: str,
    event: str,
    happened: str,
    by: str,
    predictors: tuple[str, ...],
    ties: str,
    out: Path | None,
    formats: str,
    strict: bool,
    as_json: bool,
) -> None:
    """Report when an event happened: Kaplan-Meier curves, log-rank test, Cox regression.

    CODEBOOK declares the variables of the data, such as the days_followed and event that
    `probata outcomes` writes.

    \b
    Example:
      probata survival codebook.toml --data outcomes.csv --time days_followed \\
        --event event --by engagement --cox engagement --cox sex
    """
    from probata.analysis.survival.cox import Ties
    from probata.analysis.survival.run import Asked
    from probata.cli.survival_stages import report_survival

    method: Ties = "breslow" if ties == "breslow" else "efron"
    asked = Asked(time, event, happened, by, predictors, method)
    record, lines = report_survival(
        codebook, data, asked, out, formats, strict, Progress(as_json)
    )
    say(record, lines, as_json)
