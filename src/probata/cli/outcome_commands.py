"""`probata outcomes`: options and help here, the work in `outcome_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.progress import Progress
from probata.cli.say import JSON, say

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("cases", type=FILE)
@click.argument("events", type=FILE)
@click.option(
    "--rules",
    type=FILE,
    required=True,
    help="TOML file: follow-up, waiting period, columns, which events count.",
)
@click.option(
    "--out",
    type=FILE,
    help="Output folder (default: build/outcomes/ID). Holds data on single cases.",
)
@JSON
def outcomes(
    cases: Path, events: Path, rules: Path, out: Path | None, as_json: bool
) -> None:
    """Follow cases up: proven reoffending, time at risk, completion.

    CASES has one row a case, EVENTS one row an offence, recall or other event of a
    case. Every case and every event ends up in exactly one state, and all are counted.

    \b
    Example:
      probata outcomes cases.csv events.csv --rules outcomes.toml
    """
    from probata.cli.outcome_stages import find_outcomes

    record, lines = find_outcomes(cases, events, rules, out, Progress(as_json))
    say(record, lines, as_json)
