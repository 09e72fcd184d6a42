"""The commands on the releases of the service; the work in `service_release_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say
from probata.cli.service_commands import DATA


@click.group("release")
def service_release() -> None:
    """Look at the data releases of the service; making them takes two people there.

    \b
    Example:
      probata service release verify
    """


@service_release.command("list")
@DATA
@JSON
def list_releases(data: Path, as_json: bool) -> None:
    """List the releases, the latest first.

    \b
    Example:
      probata service release list
    """
    from probata.cli.service_release_stages import list_stored

    record, lines = list_stored(data)
    say(record, lines, as_json)


@service_release.command("verify")
@DATA
@JSON
def verify_releases(data: Path, as_json: bool) -> None:
    """Make every release again from the logs, and compare it with what is stored.

    Ends with exit code 14 where one is not the same, byte by byte.

    \b
    Example:
      probata service release verify
    """
    from probata.cli.service_release_stages import verify_stored

    record, lines = verify_stored(data)
    say(record, lines, as_json)
