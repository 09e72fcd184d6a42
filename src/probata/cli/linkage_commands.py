"""The command `probata link`: options and help here, the work in `linkage_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.progress import Progress
from probata.cli.say import JSON, say
from probata.errors import UserError


@click.command()
@click.argument("linkage", metavar="LINKAGE", type=click.Path(path_type=Path))
@click.option(
    "--reviewed",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A queue for review with its decisions filled in (CSV or XLSX); may be repeated.",
)
@click.option(
    "--study",
    type=click.Path(path_type=Path),
    help="Bulletin folder: its odds ratios at every threshold go into the report.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Case data of the study, which name each case as the first file does.",
)
@click.option(
    "--keys",
    type=click.Path(path_type=Path),
    default=Path("linkage_keys"),
    show_default=True,
    help="Folder of the secret, the queue and the keys; only its owner can read it.",
)
@click.option(
    "--formats",
    default="html",
    show_default=True,
    help="Formats of the report, by comma, or `all`.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Output folder (default: build/linkage/NAME).",
)
@JSON
def link(
    linkage: Path,
    reviewed: tuple[Path, ...],
    study: Path | None,
    data: Path | None,
    keys: Path,
    formats: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Link records about the same person in two files, or find duplicates in one.

    LINKAGE is a file that names the files and their columns (docs/reference/linkage.md).
    The output folder holds pseudonyms, match probabilities and a report of the quality;
    the queue for review, which names people, goes to the folder of the keys.

    \b
    Examples:
      probata link reoffending/linkage.toml
      probata link reoffending/linkage.toml \\
        --reviewed linkage_keys/reoffending/review.csv
    """
    from probata.cli.linkage_stages import LinkOptions, link_files
    from probata.cli.linkage_study import StudyFiles

    if (study is None) != (data is None):
        raise UserError("--study and --data go together: the study and its cases.")
    files = StudyFiles(study, data) if study and data else None
    options = LinkOptions(reviewed, files, keys, formats, out)
    record, lines = link_files(linkage, options, Progress(as_json))
    say(record, lines, as_json)


@click.command(name="link-example")
@click.option(
    "--people",
    type=click.IntRange(100, 200_000),
    default=1000,
    show_default=True,
    help="People with a case; half as many have convictions and no case.",
)
@click.option(
    "--cases",
    type=click.Path(path_type=Path),
    help="Synthetic cases with drawn outcomes: make people, how the sentences ended, and "
    "convictions for these instead.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("reoffending"),
    show_default=True,
    help="Folder to write.",
)
@JSON
def link_example(
    people: int, cases: Path | None, seed: int, out: Path, as_json: bool
) -> None:
    """Write two made-up files that disagree about the same people, and their linkage file.

    With --cases, three files about cases that a twin drew: the bulletin on completion and
    reoffending is made from such files.

    \b
    Examples:
      probata link-example --out reoffending
      probata link-example --cases drawn.csv --out sources
    """
    from probata.cli.linkage_stages import write_link_example, write_link_sources

    if cases is None:
        record, lines = write_link_example(people, seed, out)
    else:
        record, lines = write_link_sources(cases, seed, out)
    say(record, lines, as_json)
