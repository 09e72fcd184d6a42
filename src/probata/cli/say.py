"""How every command answers: lines for people, or one JSON object."""

from __future__ import annotations

from typing import Any

import click

# What a command has to tell: a record for machines, lines for people.
Report = tuple[dict[str, Any], list[str]]
JSON = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object; no progress."
)


def say(record: dict[str, Any], lines: list[str], as_json: bool) -> None:
    """Print what a command has to tell, in the form that the user asked for."""
    import json

    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False))
    else:
        click.echo("\n".join(lines))
