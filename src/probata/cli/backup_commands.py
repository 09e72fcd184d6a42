"""Commands that back the service up and put it back."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say
from probata.cli.service_commands import DATA, service

_FOLDER = click.Path(path_type=Path, file_okay=False)


@service.command()
@click.argument("folder", type=click.Path(path_type=Path))
@DATA
@click.option("--dump", is_flag=True, help="A dump of the tables instead of the files.")
@JSON
def backup(folder: Path, data: Path, dump: bool, as_json: bool) -> None:
    """Make a backup in FOLDER, while the service goes on.

    The database's files with the part of its own log that makes them whole, checked; where
    each log of answers ended; the versions. On a server, DATABASE_BACKUP_URL names a role
    that may replicate; without one, use --dump.

    \b
    Example:
      probata service backup backups/monday
    """
    from probata.cli.backup_stages import make_backup

    record, lines = make_backup(folder, data, dump)
    say(record, lines, as_json)


@service.command()
@click.argument("folder", type=click.Path(path_type=Path))
@DATA
@click.option("--wal", type=_FOLDER, help="Archive that `serve --wal` has written.")
@click.option(
    "--until", default="", help="A moment up to which to restore, from --wal."
)
@JSON
def restore(
    folder: Path, data: Path, wal: Path | None, until: str, as_json: bool
) -> None:
    """Restore a backup FOLDER into an empty place, and verify every log there.

    A backup of files comes back as an embedded database in a data folder that is not there
    yet; with --wal up to the last minute. A dump also goes into the empty database that
    DATABASE_URL and DATABASE_OWNER_URL name.

    \b
    Example:
      probata service restore backups/monday --data restored
    """
    from probata.cli.backup_stages import restore_backup

    record, lines = restore_backup(folder, data, wal, until)
    say(record, lines, as_json)
