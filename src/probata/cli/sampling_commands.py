"""The commands of `probata cohort` that plan and draw samples: options and help."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say

COHORT = click.argument("folder", metavar="COHORT", type=click.Path(path_type=Path))
PERCENT = click.FloatRange(0, 100, min_open=True, max_open=True)
CONFIDENCE = click.option(
    "--confidence",
    type=PERCENT,
    default=80.0,
    show_default=True,
    help="Confidence in per cent.",
)
SHARE = click.option(
    "--share",
    type=PERCENT,
    default=50.0,
    show_default=True,
    help="Expected percentage; 50 needs the most cases.",
)


@click.command()
@click.option(
    "--eligible",
    type=click.IntRange(min=1),
    multiple=True,
    help="Eligible cases; may be given several times (default: a table).",
)
@click.option(
    "--margin", type=PERCENT, default=5.0, show_default=True, help="Points either way."
)
@SHARE
@click.option(
    "--sample",
    "drawn",
    type=click.IntRange(min=1),
    help="Tell the margin of error of so many cases instead.",
)
@JSON
def size(
    eligible: tuple[int, ...],
    margin: float,
    share: float,
    drawn: int | None,
    as_json: bool,
) -> None:
    """How many cases a percentage needs, at 80 and 95 per cent confidence.

    \b
    Examples:
      probata cohort size
      probata cohort size --eligible 120 --margin 7.5
      probata cohort size --eligible 120 --sample 48
    """
    from probata.cli.sampling_stages import tell_margins, tell_sizes

    if drawn is not None:
        record, lines = tell_margins(eligible, drawn, share)
    else:
        record, lines = tell_sizes(eligible, margin, share)
    say(record, lines, as_json)


@click.command()
@click.option(
    "--first", type=click.IntRange(min=1), required=True, help="Cases of one group."
)
@click.option(
    "--second",
    type=click.IntRange(min=1),
    help="Cases of the other group (default: as many).",
)
@SHARE
@click.option(
    "--other",
    type=PERCENT,
    help="The other group's percentage (default: what is found).",
)
@click.option(
    "--level",
    type=PERCENT,
    default=5.0,
    show_default=True,
    help="Two-sided significance level in per cent.",
)
@click.option(
    "--power",
    "wanted",
    type=PERCENT,
    default=80.0,
    show_default=True,
    help="Wanted power in per cent.",
)
@JSON
def power(
    first: int,
    second: int | None,
    share: float,
    other: float | None,
    level: float,
    wanted: float,
    as_json: bool,
) -> None:
    """Which differences between two percentages so many cases can find.

    \b
    Examples:
      probata cohort power --first 48 --second 1500 --share 50
      probata cohort power --first 48 --second 1500 --share 50 --other 65
    """
    from probata.cli.sampling_stages import tell_power

    record, lines = tell_power(first, second or first, share, other, level, wanted)
    say(record, lines, as_json)


@click.command()
@COHORT
@click.option(
    "--size",
    "wanted",
    type=click.IntRange(min=1),
    help="Cases to draw from each unit (default: by margin and confidence).",
)
@click.option(
    "--margin", type=PERCENT, default=5.0, show_default=True, help="Points either way."
)
@CONFIDENCE
@click.option(
    "--by", default="", help="Columns of the cohort to stratify by, by comma."
)
@click.option(
    "--seed", type=click.IntRange(min=0), required=True, help="Seed of the draw."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Output folder (default: build/sample/NAME).",
)
@JSON
def sample(
    folder: Path,
    wanted: int | None,
    margin: float,
    confidence: float,
    by: str,
    seed: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Draw a stratified sample of a cohort, with inclusion probabilities and a reserve.

    COHORT is the folder that `probata cohort select` wrote.

    \b
    Example:
      probata cohort sample build/cohort/swindon_and_wiltshire --by start_kind,rosh \\
        --seed 20230508
    """
    from probata.cli.sampling_stages import draw_sample_files

    record, lines = draw_sample_files(
        folder, wanted, (margin, confidence), by, seed, out
    )
    say(record, lines, as_json)
