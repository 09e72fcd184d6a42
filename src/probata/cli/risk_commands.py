"""`probata risk`: options and help here, the work in `risk_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.progress import Progress
from probata.cli.say import JSON, say


def _headers(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """FIELD=HEADER pairs; refuses what is not a pair, not a field, or given twice."""
    from probata.risk.read_people import KNOWN

    pairs: dict[str, str] = {}
    for value in values:
        field, equals, header = value.partition("=")
        if not equals or field not in KNOWN or field in pairs or not header:
            raise click.BadParameter(
                f"`{value}` is not FIELD=HEADER with a FIELD of its own. "
                f"Fields: {', '.join(KNOWN)}."
            )
        pairs[field] = header
    return pairs


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--coefficients",
    type=click.Choice(["operational", "published"]),
    default="operational",
    show_default=True,
    help="As OASys rounded them, or with the nine decimals of the published model.",
)
@click.option(
    "--column",
    "headers",
    multiple=True,
    metavar="FIELD=HEADER",
    callback=_headers,
    help="A field whose column has another name; may be repeated.",
)
@click.option(
    "--keep",
    multiple=True,
    metavar="HEADER",
    help="A column to carry over to the scores, such as an outcome; may be repeated.",
)
@click.option(
    "--pad-codes",
    is_flag=True,
    help="Put back the leading zeros that a spreadsheet drops from offence codes.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Output folder (default: build/risk/NAME). Holds personal data.",
)
@click.option(
    "--parquet",
    "as_parquet",
    is_flag=True,
    help="Write the scores as Parquet in place of CSV.",
)
@JSON
def risk(
    file: Path,
    coefficients: str,
    headers: dict[str, str],
    keep: tuple[str, ...],
    pad_codes: bool,
    out: Path | None,
    as_parquet: bool,
    as_json: bool,
) -> None:
    """Score people by OGRS3: reoffending within one and two years, and the band.

    FILE (CSV, XLSX or Parquet) has one row a person: sex, date_of_birth,
    date_of_current_conviction, date_at_start_of_followup, n_sanctions (the current
    one included), age_at_first_sanction (or date_of_first_sanction), offence_code
    (or offence: one of the model's twenty kinds). Who cannot be scored stays in the
    file without a score, and is listed and counted with every reason.

    \b
    Examples:
      probata risk people.csv
      probata risk people.xlsx --column n_sanctions="Total sanctions" --pad-codes \\
        --keep reoffended --out build/risk/people
    """
    from probata.cli.risk_stages import Asked, score_file

    asked = Asked(coefficients, headers, keep, pad_codes, as_parquet)
    record, lines = score_file(file, asked, out, Progress(as_json))
    say(record, lines, as_json)
