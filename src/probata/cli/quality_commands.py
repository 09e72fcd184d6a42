"""The commands of quality assurance: options and help here, the work in `quality_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say

FILE = click.Path(path_type=Path)


@click.group()
def quality() -> None:
    """Choose cases for a second judgement."""


@quality.command()
@click.argument("file", type=FILE)
@click.option("--case", default="case", show_default=True, help="Column of the case.")
@click.option(
    "--assessor", default="assessor", show_default=True, help="Column of who judged it."
)
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    help="Share of all cases, at random (default: 0.1 unless --each).",
)
@click.option(
    "--each", type=click.IntRange(min=1), help="So many of every assessor, at random."
)
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="COLUMN=SHARE",
    help="Besides, a share of the cases with yes in a column; may be repeated.",
)
@click.option(
    "--seed", required=True, help="Any words; keep them secret until the end."
)
@click.option("--out", type=FILE, required=True, help="Folder for quality_sample.csv.")
@JSON
def sample(
    file: Path,
    case: str,
    assessor: str,
    share: float | None,
    each: int | None,
    targets: tuple[str, ...],
    seed: str,
    out: Path,
    as_json: bool,
) -> None:
    """Draw the cases that are judged a second time, with recorded probabilities.

    FILE has one row a signed case (CSV or XLSX). Run it as often as you like: a case is
    chosen or not by the seed and its id, so more rows never change what was drawn.

    \b
    Examples:
      probata quality sample signed.csv --seed "autumn 2026" --out build/quality
      probata quality sample signed.csv --each 3 --target serious=0.5 \\
        --seed "autumn 2026" --out build/quality
    """
    from probata.cli.quality_stages import draw_quality_sample

    if share is not None and each is not None:
        raise click.UsageError("Give either --share or --each.")
    record, lines = draw_quality_sample(
        file, (case, assessor), share, each, targets, seed, out
    )
    say(record, lines, as_json)
