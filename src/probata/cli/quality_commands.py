"""The commands of quality assurance: options and help here, the work in `quality_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.commands import STRICT
from probata.cli.progress import Progress
from probata.cli.say import JSON, say

FILE = click.Path(path_type=Path)


@click.group()
def quality() -> None:
    """Choose cases for a second judgement; hold assessors against a panel."""


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


@quality.command()
@click.argument("scores", type=FILE)
@click.option(
    "--panel",
    type=FILE,
    required=True,
    help="The panel's answers: columns case, question, answer.",
)
@click.option("--rule", type=FILE, help="TOML file with the rule of accreditation.")
@click.option(
    "--positive",
    multiple=True,
    default=("yes",),
    show_default=True,
    help="An answer that is positive; may be repeated.",
)
@click.option(
    "--neutral",
    multiple=True,
    help="An answer that is neither positive nor negative; may be repeated.",
)
@click.option("--out", type=FILE, help="Folder for the page and calibration.json.")
@click.option(
    "--formats",
    default="html",
    show_default=True,
    help="Formats to write with --out, by comma, or `all`.",
)
@STRICT
@JSON
def calibration(
    scores: Path,
    panel: Path,
    rule: Path | None,
    positive: tuple[str, ...],
    neutral: tuple[str, ...],
    out: Path | None,
    formats: str,
    strict: bool,
    as_json: bool,
) -> None:
    """Hold assessors' SCORES of benchmark cases against the panel's answers.

    SCORES has a row an answer: columns assessor, occasion, case, question, answer and
    perhaps guidance (the version that was read). For each assessor: agreement with a
    verdict by the rule, severity and drift; for each question: where guidance is read in
    two ways.

    \b
    Examples:
      probata quality calibration scores.csv --panel panel.csv
      probata quality calibration scores.csv --panel panel.csv --rule rule.toml \\
        --neutral not_needed --out build/calibration
    """
    from probata.cli.calibration_stages import Asked, hold_bench

    asked = Asked(scores, panel, rule, positive, neutral, out, formats, strict)
    record, lines = hold_bench(asked, Progress(as_json))
    say(record, lines, as_json)


@quality.command("bench-example")
@click.option("--out", type=FILE, required=True, help="Folder for the files.")
@JSON
def bench_example(out: Path, as_json: bool) -> None:
    """Write a made-up calibration bench: panel.csv, scores.csv and rule.toml.

    \b
    Example:
      probata quality bench-example --out build/bench
    """
    from probata.cli.calibration_stages import write_example

    record, lines = write_example(out)
    say(record, lines, as_json)
