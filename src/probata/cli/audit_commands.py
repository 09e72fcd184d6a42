"""The audit of published tables and drafts: options and help here."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="ROLE=HEADING",
    help="What a column holds, where its heading does not tell: n, count, percent, "
    "modelled, mean, ratio, estimate, error, chi2, df, p, ci, ci_low, ci_high, label or other.",
)
@click.option(
    "--percent-of",
    type=click.Choice(["row", "total"]),
    help="Whether percentages are of the n of their row or of the total (default: found "
    "out from the numbers).",
)
@click.option(
    "--cases",
    type=click.IntRange(min=1),
    help="The number of cases in all, for tables without a row for the total.",
)
@click.option(
    "--names",
    type=click.Path(path_type=Path),
    help="File of names that are right, one a line; columns of names are held against it.",
)
@JSON
def audit(
    files: tuple[Path, ...],
    columns: tuple[str, ...],
    percent_of: str | None,
    cases: int | None,
    names: Path | None,
    as_json: bool,
) -> None:
    """Check published tables and drafts: arithmetic, disclosure, wording.

    FILES are CSV, HTML, DOCX, XLSX, ODS, Markdown or plain text. The percentages of a
    text are held against its own tables and those of CSV, XLSX and ODS files named with
    it. Ends with exit code 13 where something cannot be.

    \b
    Examples:
      probata audit build/early_outcomes/bulletin.html
      probata audit draft.docx tables.csv --cases 1539 --names units.txt
    """
    from probata.cli.audit_stages import audit_files

    record, lines, code = audit_files(files, columns, percent_of, cases, names)
    say(record, lines, as_json)
    if code:
        raise SystemExit(code)
