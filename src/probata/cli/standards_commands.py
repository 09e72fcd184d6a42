"""The commands on frameworks: options and help here, the work in `standards_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say

FRAMEWORK = click.argument("framework", type=click.Path(path_type=Path))


@click.group()
def standards() -> None:
    """Check, read and compare frameworks; make codebooks of them.

    A framework is a TOML file, or the name of one that comes with Probata.

    \b
    Example:
      probata standards show probation_2021
    """


@standards.command("list")
@JSON
def list_frameworks(as_json: bool) -> None:
    """List the frameworks that come with Probata.

    \b
    Example:
      probata standards list
    """
    from probata.cli.standards_stages import list_packaged

    record, lines = list_packaged()
    say(record, lines, as_json)


@standards.command()
@FRAMEWORK
@JSON
def check(framework: Path, as_json: bool) -> None:
    """Check a framework: every fault with its line, then what is worth a look.

    \b
    Example:
      probata standards check my_framework.toml
    """
    from probata.cli.standards_stages import check_framework_file

    record, lines = check_framework_file(framework)
    say(record, lines, as_json)


@standards.command()
@FRAMEWORK
@click.option(
    "--language",
    default="en",
    show_default=True,
    help="Language of the words; English where they are not translated.",
)
@JSON
def show(framework: Path, language: str, as_json: bool) -> None:
    """Show a framework as a tree of standards, questions and answers.

    \b
    Example:
      probata standards show probation_2021
    """
    from probata.cli.standards_stages import show_framework

    record, lines = show_framework(framework, language)
    say(record, lines, as_json)


@standards.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@JSON
def compare(old: Path, new: Path, as_json: bool) -> None:
    """Say what changed from OLD to NEW, and what that breaks in a time series.

    Parts are matched by id, or by `was` in NEW.

    \b
    Example:
      probata standards compare probation_2021 my_next_version.toml
    """
    from probata.cli.standards_stages import compare_files

    record, lines = compare_files(old, new)
    say(record, lines, as_json)


@standards.command()
@FRAMEWORK
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("codebook.toml"),
    show_default=True,
    help="Codebook file to write.",
)
@JSON
def codebook(framework: Path, out: Path, as_json: bool) -> None:
    """Write the codebook of the data set that assessments under FRAMEWORK make.

    \b
    Example:
      probata standards codebook probation_2021 --out codebook.toml
    """
    from probata.cli.standards_stages import write_framework_codebook

    record, lines = write_framework_codebook(framework, out)
    say(record, lines, as_json)
