"""The commands of the case assessment service; the work in `service_stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".probata"),
    show_default=True,
    help="Folder of the embedded database; not used where DATABASE_URL is set.",
)


@click.command()
@DATA
@click.option("--port", default=8090, show_default=True, help="Port to answer on.")
@click.option("--demo", is_flag=True, help="As a demonstration: made-up cases only.")
@click.option(
    "--wal",
    type=click.Path(path_type=Path, file_okay=False),
    help="Copy the embedded database's own log there, at least once a minute.",
)
def serve(data: Path, port: int, demo: bool, wal: Path | None) -> None:
    """Run the case assessment service until Ctrl-C.

    The embedded database is started, its tables are brought up to date, and the address
    is printed. With --wal, `probata service restore` can go to any moment since a backup.

    \b
    Example:
      probata serve --demo
    """
    from probata.cli.service_stages import run_service

    run_service(data, port, demo, wal)


@click.command()
@DATA
@JSON
def demo(data: Path, as_json: bool) -> None:
    """Fill the database with made-up inspections, and an account for each role.

    Does nothing where there are accounts already.

    \b
    Example:
      probata demo
    """
    from probata.cli.service_stages import load_demo

    record, lines = load_demo(data)
    say(record, lines, as_json)


@click.group()
def service() -> None:
    """Look after the case assessment service.

    \b
    Example:
      probata service verify-log
    """


@service.command()
@DATA
@JSON
def migrate(data: Path, as_json: bool) -> None:
    """Bring the tables up to date, and set what the application's role may do.

    Uses DATABASE_OWNER_URL, the role that owns the tables, where it is set.

    \b
    Example:
      probata service migrate
    """
    from probata.cli.service_stages import migrate_database

    record, lines = migrate_database(data)
    say(record, lines, as_json)


@service.command("verify-log")
@DATA
@click.option(
    "--heads",
    type=click.Path(path_type=Path, dir_okay=False),
    help="`heads.csv` of a backup: where each log had ended by then.",
)
@JSON
def verify_log(data: Path, heads: Path | None, as_json: bool) -> None:
    """Verify every log of answers: nothing changed, deleted, moved or cut off.

    Also works the standing answers out again from the logs, and compares. With --heads,
    finds a log that was made anew as a whole.

    \b
    Example:
      probata service verify-log
    """
    from probata.cli.service_stages import verify_logs

    record, lines = verify_logs(data, heads)
    say(record, lines, as_json)
