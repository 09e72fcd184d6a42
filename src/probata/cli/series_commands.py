"""The command on a series: options and help here, the work in `series_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.commands import STRICT
from probata.cli.progress import Progress
from probata.cli.say import JSON, say


@click.command()
@click.argument("series", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Output folder (default: build/ID of the series).",
)
@click.option(
    "--formats",
    default="html,csv,xlsx,ods",
    show_default=True,
    help="Formats to write, by comma, or `all`.",
)
@STRICT
@JSON
def series(
    series: Path, out: Path | None, formats: str, strict: bool, as_json: bool
) -> None:
    """Follow one study over several releases: trends, breaks, what changed.

    SERIES is a series.toml or its folder. Between framework versions it needs what
    `probata standards compare OLD NEW --json` writes.

    \b
    Example:
      probata series bulletins/progress_series
    """
    from probata.cli.series_stages import make_series

    record, lines = make_series(series, out, formats, strict, Progress(as_json))
    say(record, lines, as_json)
