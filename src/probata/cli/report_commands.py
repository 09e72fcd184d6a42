"""The command on a unit's report: options and help here, the work in `report_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.commands import STRICT
from probata.cli.progress import Progress
from probata.cli.ratings_commands import (
    COLUMN,
    DRAWS,
    ENTRIES,
    FILE,
    FRAMEWORK,
    SEED,
    UNITS,
)
from probata.cli.say import JSON, say


@click.command()
@click.argument("unit")
@FRAMEWORK
@click.option(
    "--judgements",
    type=FILE,
    required=True,
    help="Judged cases of this and other units: one row a case.",
)
@UNITS
@ENTRIES
@click.option("--flow", type=FILE, help="Flow file of the cohort (flow.csv).")
@click.option("--flow-unit", help="The unit's id in the flow file, if not its name.")
@COLUMN
@DRAWS
@SEED
@click.option(
    "--out", type=FILE, help="Output folder (default: build/units/NAME of the unit)."
)
@click.option(
    "--formats",
    default="html,xlsx,ods",
    show_default=True,
    help="Formats to write, by comma, or `all`.",
)
@click.option(
    "--minimum-n",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="Fewest cases with an answer, and half of it with one of the answers; what has "
    "fewer is held back. 0: nothing is.",
)
@STRICT
@JSON
def report(
    unit: str,
    framework: Path,
    judgements: Path,
    units: Path | None,
    entries: Path | None,
    flow: Path | None,
    flow_unit: str | None,
    columns: tuple[str, ...],
    draws: int,
    seed: int,
    out: Path | None,
    formats: str,
    minimum_n: int,
    strict: bool,
    as_json: bool,
) -> None:
    """Write the data annexe of a UNIT's inspection: ratings, comparison, every question.

    \b
    Example:
      probata report "Essex North" --framework probation_2021 --judgements cases.csv
    """
    from probata.cli.ratings_stages import Inputs
    from probata.cli.report_stages import Annexe, make_report

    inputs = Inputs(judgements, units, entries, columns, draws, seed)
    wanted = Annexe(unit, flow, flow_unit or unit, out, formats, strict, minimum_n)
    record, lines = make_report(framework, inputs, wanted, Progress(as_json))
    say(record, lines, as_json)
