"""Commands that make the first accounts of the service, and tidy up after the others."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say
from probata.cli.service_commands import DATA, service

ADDRESS = click.option(
    "--address",
    default="http://localhost:8090",
    show_default=True,
    help="Where the service answers, for the link.",
)


@service.command()
@click.argument("email")
@DATA
@click.option("--name", default="", help="The person's name; needed for a new account.")
@ADDRESS
@JSON
def administrator(
    email: str, data: Path, name: str, address: str, as_json: bool
) -> None:
    """Make an administrator, and print a link by which they set their password.

    For the first one, and for when nobody can sign in any more: an account with this
    address becomes an administrator's, is opened, and its password ends. Recorded.

    \b
    Example:
      probata service administrator a.b@example.org --name "A B"
    """
    from probata.cli.administrator_stages import make_administrator

    record, lines = make_administrator(data, email, name, address)
    say(record, lines, as_json)


@service.command()
@click.argument("email")
@DATA
@ADDRESS
@JSON
def link(email: str, data: Path, address: str, as_json: bool) -> None:
    """Print a new one-time link for an account; its password ends. Recorded.

    For whom the pages give no link without mail: programme managers, administrators, data
    protection officers.

    \b
    Example:
      probata service link a.b@example.org
    """
    from probata.cli.administrator_stages import give_link

    record, lines = give_link(data, email, address)
    say(record, lines, as_json)


@service.command()
@DATA
@JSON
def tidy(data: Path, as_json: bool) -> None:
    """Delete ended sessions, and where and when people signed in long ago.

    How long ago is in the retention schedule. To be run every night; recorded.

    \b
    Example:
      probata service tidy
    """
    from probata.cli.administrator_stages import tidy_up

    record, lines = tidy_up(data)
    say(record, lines, as_json)
