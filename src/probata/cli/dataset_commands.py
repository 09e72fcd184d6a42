"""The commands on data sets as a whole: options and help here, the work in `dataset_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.progress import Progress
from probata.cli.say import JSON, say


@click.group()
def dataset() -> None:
    """Prepare large data sets.

    \b
    Example:
      probata dataset partition my_cases.csv --out my_cases
    """


@dataset.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder for the Parquet files; replaced if Probata made it.",
)
@click.option(
    "--rows-a-file",
    type=click.IntRange(min=1),
    default=2_097_152,
    show_default=True,
    help="Rows of each file; a row group has up to 131,072.",
)
@JSON
def partition(data: Path, out: Path, rows_a_file: int, as_json: bool) -> None:
    """Write case data of any format as Parquet files that can be read in parts.

    DATA is a case file, or a folder of Parquet files. Cells stay as they are; value
    labels and user-missing codes of SPSS and Stata files are kept beside the columns.

    \b
    Example:
      probata dataset partition my_cases.csv --out my_cases
    """
    from probata.cli.dataset_stages import cut_data

    record, lines = cut_data(data, out, rows_a_file, Progress(as_json))
    say(record, lines, as_json)
