"""The commands on data releases: options and help here, the work in `release_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say

FOLDER = click.Path(path_type=Path)


@click.group()
def release() -> None:
    """Verify and compare data releases: locked rows of signed assessments.

    \b
    Example:
      probata release verify releases/1
    """


@release.command()
@click.argument("folder", type=FOLDER)
@JSON
def verify(folder: Path, as_json: bool) -> None:
    """Make sure that a release is what was released: files, rows, every cell.

    Exit code 0: it is. 14: it is not; each file or case is named.

    \b
    Example:
      probata release verify releases/1
    """
    from probata.cli.release_stages import verify_release

    record, lines = verify_release(folder)
    say(record, lines, as_json)


@release.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option("--out", type=FOLDER, help="CSV file for every cell that differs.")
@JSON
def diff(old: Path, new: Path, out: Path | None, as_json: bool) -> None:
    """Tell what a release changes against another, by case and question.

    Cases go by their pseudonyms. Answers are shown before and after; of facts and other
    columns only that they differ.

    \b
    Example:
      probata release diff releases/1 releases/2 --out changes.csv
    """
    from probata.cli.release_stages import diff_releases

    record, lines = diff_releases(old, new, out)
    say(record, lines, as_json)
