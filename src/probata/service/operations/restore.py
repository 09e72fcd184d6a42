"""Puts a backup back into an empty place.

restore_base(backup, data, programs, wal, until) -> None
restore_dump(backup, url, programs) -> None
"""

from __future__ import annotations

import shlex
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from probata.errors import Fault, InputMissing, OutputError
from probata.service.operations.backup_folder import (
    BASE,
    DUMP,
    check_files,
    demand_empty,
)
from probata.service.operations.programs import Programs

# What the backed up database kept of its own run in its folder: locks, who used it, its log.
OF_THE_RUN = shutil.ignore_patterns(".s.PGSQL.*", ".handle_pids.json", "log")


def restore_base(
    backup: Path, data: Path, programs: Programs, wal: Path | None, until: str
) -> None:
    """The embedded database in a new folder, brought to where the backup ended.

    With `wal`, to where that archive of the database's log ends, or to a moment before
    (`until`, as PostgreSQL writes times). Raises InputMissing, OutputError.
    """
    demand_empty(data)
    _demand_version(backup, programs)
    check_files(backup)
    if wal is not None and not (wal.is_dir() and any(wal.iterdir())):
        raise InputMissing(f"{wal} holds no archive of the database's log.")
    data.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as undo:
        made = Path(tempfile.mkdtemp(prefix=f".{data.name}-", dir=data.parent))
        undo.callback(shutil.rmtree, made, ignore_errors=True)
        made.chmod(0o755)  # the database's own user has to come through
        files = made / "postgres"
        shutil.copytree(backup / BASE, files, ignore=OF_THE_RUN)
        if programs.user:
            for path in [files, *files.rglob("*")]:
                shutil.chown(path, programs.user, programs.user)
        files.chmod(0o700)
        _recover(files, programs, wal, until)
        if data.exists():
            data.rmdir()
        made.rename(data)
        undo.pop_all()


def _demand_version(backup: Path, programs: Programs) -> None:
    stored = int((backup / BASE / "PG_VERSION").read_text())
    if stored != programs.version():
        raise InputMissing(
            f"{backup} holds the files of PostgreSQL {stored}, and the embedded database "
            f"is PostgreSQL {programs.version()}. Restore it on a server of that version, "
            "or use a backup made with --dump."
        )


def _recover(files: Path, programs: Programs, wal: Path | None, until: str) -> None:
    """Let the database bring its files up to date, alone, and stop it again."""
    settings = files / "postgresql.auto.conf"
    # Without its archiving, or it would write to the archive of the one it comes from.
    usual = "".join(
        line
        for line in settings.read_text().splitlines(keepends=True)
        if not line.startswith("archive_")
    )
    lines = []
    if wal is not None:
        source = shlex.quote(str(wal.resolve())).replace("'", "''").replace("%", "%%")
        lines.append(f"restore_command = 'cp {source}/%f \"%p\"'")
        lines.append("recovery_target_action = promote")
        lines += [f"recovery_target_time = '{until}'"] if until else []
        (files / "recovery.signal").touch()
    settings.write_text("\n".join([usual, *lines, ""]))
    with tempfile.TemporaryDirectory(prefix="probata-") as sockets:
        # Apart from the files, whose path may be too long for a socket's name.
        if programs.user:
            shutil.chown(sockets, programs.user, programs.user)
        try:
            _bring_up_to_date(files, programs, sockets)
        except OutputError as error:
            last = _last_fault(files / "log")
            raise OutputError(
                "The backup could not be brought up to date; nothing was restored.",
                [*error.faults, Fault("the database's log", last)],
            ) from None
    settings.write_text(usual)


def _bring_up_to_date(files: Path, programs: Programs, sockets: str) -> None:
    where = ("-w", "-t", "86400", "-D", str(files))
    options = f"-h '' -k {shlex.quote(sockets)}"
    log = ("-l", str(files / "log"))
    programs.run("pg_ctl", *where, *log, "-o", options, "start", as_user=True)
    _wait_for_end(sockets)
    programs.run("pg_ctl", *where, "stop", as_user=True)


def _wait_for_end(sockets: str) -> None:
    import time

    import psycopg

    with psycopg.connect(
        dbname="postgres", user="postgres", host=sockets, autocommit=True
    ) as connection:
        while True:
            row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
            if row == (False,):
                return
            time.sleep(0.2)


def _last_fault(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    bad = [line for line in lines if "FATAL" in line or "PANIC" in line]
    return (bad or lines or ["is empty"])[-1]


def restore_dump(backup: Path, url: str, programs: Programs) -> None:
    """The tables into an empty database, as their owner. Raises OutputError."""
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    if row is None or row[0] is not None:
        raise OutputError(
            "Nothing was restored.",
            [Fault("the database", "has tables already.", "Name an empty database.")],
        )
    programs.run(
        "pg_restore",
        *("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"),
        str(backup / DUMP),
        url=url,
    )
