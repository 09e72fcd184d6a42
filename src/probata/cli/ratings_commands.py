"""The command on ratings: options and help here, the work in `ratings_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.progress import Progress
from probata.cli.say import JSON, say

FILE = click.Path(path_type=Path)

FRAMEWORK = click.option(
    "--framework",
    type=FILE,
    required=True,
    help="Framework TOML file, or the name of one that comes with Probata.",
)
UNITS = click.option(
    "--units", type=FILE, help="Units: columns unit, cases (of the cohort), region."
)
ENTRIES = click.option(
    "--entries",
    type=FILE,
    help="Grades that people gave: columns unit, standard, grade, reason.",
)
COLUMN = click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=COLUMN",
    help="The file's column of delivery_unit, region or a question.",
)
DRAWS = click.option(
    "--draws",
    type=click.IntRange(min=0, max=1_000_000),
    default=10_000,
    show_default=True,
    help="Completed cohorts behind the chances; 0 for none.",
)
SEED = click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=2023,
    show_default=True,
    help="Seed of the completed cohorts.",
)


@click.command()
@click.argument("framework", type=FILE)
@click.option("--judgements", type=FILE, help="Judged cases: one row a case.")
@UNITS
@ENTRIES
@COLUMN
@DRAWS
@SEED
@click.option("--published", type=FILE, help="Published ratings to work out again.")
@click.option(
    "--map", "mapping", type=FILE, help="How the columns of --published are read."
)
@click.option("--out", type=FILE, help="Folder for ratings.json and CSV files.")
@JSON
def ratings(
    framework: Path,
    judgements: Path | None,
    units: Path | None,
    entries: Path | None,
    columns: tuple[str, ...],
    draws: int,
    seed: int,
    published: Path | None,
    mapping: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Rate units from judged cases, or work published ratings out again.

    FRAMEWORK is a TOML file, or the name of one that comes with Probata.

    \b
    Examples:
      probata ratings probation_2021 --judgements cases.csv --units units.csv
      probata ratings youth_justice_2018 --published ratings.csv
    """
    from probata.cli.ratings_stages import Inputs, check_ratings, make_ratings

    if (judgements is None) == (published is None):
        raise click.UsageError("Give either --judgements or --published.")
    if judgements is not None:
        if mapping is not None:
            raise click.UsageError("--map goes with --published.")
        inputs = Inputs(judgements, units, entries, columns, draws, seed)
        record, lines = make_ratings(framework, inputs, out, Progress(as_json))
    else:
        assert published is not None
        if units or entries or columns:
            raise click.UsageError(
                "--units, --entries and --column go with --judgements."
            )
        record, lines = check_ratings(framework, published, mapping, out)
    say(record, lines, as_json)
