"""The commands of `probata cohort`: options and help here, the work in `cohort_stages`."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import click

from probata.cli.progress import Progress
from probata.cli.sampling_commands import power, sample, size
from probata.cli.say import JSON, say


class Day(click.ParamType[datetime.date]):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime.date:
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(f"`{value}` is not a date such as 2023-05-08.", param, ctx)


LIST = click.argument("case_list", metavar="LIST", type=click.Path(path_type=Path))
UNIT = click.option(
    "--unit", required=True, help="Name, alias or id of the delivery unit."
)
FIELDWORK = click.option(
    "--fieldwork",
    type=Day(),
    required=True,
    help="Monday of the first fieldwork week, as YYYY-MM-DD.",
)
HEADINGS = click.option(
    "--headings",
    type=click.Path(path_type=Path),
    help="TOML file that declares the headings and codes of the list (default: packaged).",
)
PLACES = click.option(
    "--places",
    type=click.Path(path_type=Path),
    help="TOML register of regions and delivery units (default: packaged).",
)
RULES = click.option(
    "--rules",
    type=click.Path(path_type=Path),
    help="TOML file with the rules of the cohort (default: packaged).",
)


@click.group()
def cohort() -> None:
    """Ask for a case list, check it, and select the cases to inspect.

    \b
    Example:
      probata cohort request --unit "Swindon and Wiltshire" --fieldwork 2023-05-08
    """


@cohort.command()
@UNIT
@FIELDWORK
@HEADINGS
@PLACES
@RULES
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder to write (default: build/request/UNIT).",
)
@JSON
def request(
    unit: str,
    fieldwork: datetime.date,
    headings: Path | None,
    places: Path | None,
    rules: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Write the specification of the case list to send to a unit, dates filled in.

    \b
    Example:
      probata cohort request --unit "Swindon and Wiltshire" --fieldwork 2023-05-08
    """
    from probata.cli.cohort_stages import Declared, write_request_files

    declared = Declared(headings, places, rules)
    record, lines = write_request_files(declared, unit, fieldwork, out)
    say(record, lines, as_json)


@cohort.command()
@UNIT
@FIELDWORK
@click.option(
    "--cases",
    type=click.IntRange(1, 1_000_000),
    default=1000,
    show_default=True,
    help="Sentences in the list.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option(
    "--faults",
    type=click.IntRange(0, 1000),
    default=0,
    show_default=True,
    help="Rows to spoil with each kind of fault.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("cases_synthetic.csv"),
    show_default=True,
    help="CSV file to write.",
)
@JSON
def example(
    unit: str,
    fieldwork: datetime.date,
    cases: int,
    seed: int,
    faults: int,
    out: Path,
    as_json: bool,
) -> None:
    """Write a made-up case list of a unit, to learn and test with.

    \b
    Example:
      probata cohort example --unit "Swindon and Wiltshire" --fieldwork 2023-05-08
    """
    from probata.cli.cohort_stages import write_example_file

    record, lines = write_example_file(unit, fieldwork, cases, seed, faults, out)
    say(record, lines, as_json)


@cohort.command(name="check")
@LIST
@HEADINGS
@PLACES
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    help="Folder for report.md and findings.csv, to send to whoever made the list.",
)
@JSON
def check_list(
    case_list: Path,
    headings: Path | None,
    places: Path | None,
    report: Path | None,
    as_json: bool,
) -> None:
    """Check a case list (CSV or XLSX) and say what to put right, by row and column.

    \b
    Example:
      probata cohort check cases_synthetic.csv --report build/list_report
    """
    from probata.cli.cohort_stages import Declared, check_case_list

    declared = Declared(headings, places, None)
    record, lines = check_case_list(case_list, declared, report, Progress(as_json))
    say(record, lines, as_json)


KEYS = click.option(
    "--keys",
    type=click.Path(path_type=Path),
    default=Path("cohort_keys"),
    show_default=True,
    help="Folder of the secret and the keys to pseudonyms; only its owner can read it.",
)


@cohort.command()
@LIST
@click.option("--unit", help="Name, alias or id of the delivery unit.")
@click.option(
    "--fieldwork",
    type=Day(),
    help="Monday of the first fieldwork week, as YYYY-MM-DD.",
)
@click.option(
    "--weeks", help="Weeks before fieldwork to inspect, by comma (default: the rules')."
)
@click.option(
    "--programme",
    type=click.Path(path_type=Path),
    help="CSV or XLSX with the columns unit, fieldwork, weeks: many units at once.",
)
@click.option(
    "--set-aside",
    is_flag=True,
    help="Go on without the rows that cannot be used; they are listed.",
)
@HEADINGS
@PLACES
@RULES
@KEYS
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Output folder (default: build/cohort/UNIT).",
)
@JSON
def select(
    case_list: Path,
    unit: str | None,
    fieldwork: datetime.date | None,
    weeks: str | None,
    programme: Path | None,
    set_aside: bool,
    headings: Path | None,
    places: Path | None,
    rules: Path | None,
    keys: Path,
    out: Path | None,
    as_json: bool,
) -> None:
    """Select the cohort of a unit from its case list, with the reason for each case.

    \b
    Examples:
      probata cohort select cases_synthetic.csv --unit "Swindon and Wiltshire" \\
        --fieldwork 2023-05-08
      probata cohort select national.csv --programme programme.csv --set-aside
    """
    from probata.cli.cohort_stages import Declared
    from probata.cli.selection_stages import Asked, select_cohort

    record, lines = select_cohort(
        case_list,
        Declared(headings, places, rules),
        Asked(unit, fieldwork, weeks, programme),
        set_aside,
        keys,
        out,
        Progress(as_json),
    )
    say(record, lines, as_json)


@cohort.command()
@click.argument("case")
@click.option(
    "--cohort",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder that `probata cohort select` wrote.",
)
@click.option(
    "--keys",
    type=click.Path(path_type=Path),
    help="Folder of the secret; needed where CASE is a case reference number.",
)
@JSON
def explain(case: str, folder: Path, keys: Path | None, as_json: bool) -> None:
    """Explain why a case was selected or left out: each rule with what it saw.

    CASE is a pseudonym (C-... for a case, P-... for a person) or, with --keys, a case
    reference number.

    \b
    Example:
      probata cohort explain X104729 --keys cohort_keys \\
        --cohort build/cohort/swindon_and_wiltshire
    """
    from probata.cli.selection_stages import explain_case

    record, lines = explain_case(folder, case, keys)
    say(record, lines, as_json)


for command in (size, power, sample):
    cohort.add_command(command)
