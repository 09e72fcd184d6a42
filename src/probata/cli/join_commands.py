"""`probata join`: options and help here, the work in `join_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say

FILE = click.Path(path_type=Path)


def _paths(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> dict[str, Path]:
    """NAME=PATH pairs; refuses what is not a pair, or given twice."""
    pairs: dict[str, Path] = {}
    for value in values:
        name, equals, path = value.partition("=")
        if not equals or not name or not path or name in pairs:
            raise click.BadParameter(
                f"`{value}` is not NAME=PATH with a NAME of its own."
            )
        pairs[name] = Path(path)
    return pairs


@click.command(name="join")
@click.argument("rules", type=FILE)
@click.argument(
    "files", nargs=-1, required=True, callback=_paths, metavar="NAME=PATH..."
)
@click.option("--out", type=FILE, required=True, help="CSV file to write.")
@JSON
def join(rules: Path, files: dict[str, Path], out: Path, as_json: bool) -> None:
    """Put columns of other files beside each case, by the keys that RULES declares.

    FILES are `cases=PATH` and one NAME=PATH for each file of RULES (joins.toml). Every
    case stays; a key that stands in several rows with other values is refused.

    \b
    Example:
      probata join joins.toml cases=cases.csv interviews=interviews.csv --out joined.csv
    """
    from probata.cli.join_stages import join_to_file

    record, lines = join_to_file(rules, files, out)
    say(record, lines, as_json)
