"""What the commands of the service do."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from probata.cli.say import Report
from probata.errors import (
    ExtraMissing,
    Fault,
    InputMissing,
    OutputError,
    VerificationError,
)
from probata.outputs import write_private

if TYPE_CHECKING:
    from probata.service.embedded import Embedded
    from probata.service.operations.keep_database import DatabaseKeeper

LOOK_EVERY = 0.5  # seconds between looks whether the embedded database runs


@contextmanager
def ready_database(data: Path, wal: Path | None = None) -> Iterator[Embedded | None]:
    """The database that the environment names, or the embedded one; then Django set up.

    Gives the embedded one where it is used. DATABASE_URL and DATABASE_OWNER_URL are set
    for what follows. The embedded one copies its log to `wal`.
    """
    demand_service()
    embedded = None
    if "DATABASE_URL" not in os.environ:
        from probata.service.embedded import start_embedded

        embedded = start_embedded(data, wal)
        os.environ["DATABASE_URL"] = embedded.url
        os.environ["DATABASE_OWNER_URL"] = embedded.owner_url
    if "PROBATA_SECRET_KEY" not in os.environ:
        os.environ["PROBATA_SECRET_KEY"] = _local_secret(data)
    os.environ.setdefault("PROBATA_KEYS", str((data / "keys").resolve()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "probata.service.settings")
    import django

    django.setup()
    try:
        yield embedded
    finally:
        from django.db import connections

        connections.close_all()
        if embedded is not None:
            embedded.stop()


def demand_service() -> None:
    try:
        import django  # noqa: F401
    except ImportError:
        raise ExtraMissing(
            "The service needs the extra `service`: pip install 'probata[service]'."
        ) from None


def _local_secret(data: Path) -> str:
    """The key that signs sessions, made once for a local folder."""
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        write_private(path, secrets.token_urlsafe(50).encode())
    return path.read_text()


def migrate_database(data: Path) -> Report:
    with ready_database(data):
        from probata.service.migrate import migrate

        count = migrate(os.environ.get("DATABASE_OWNER_URL"))
    return {"migrations": count}, [f"The tables are up to date ({count} steps)."]


def load_demo(data: Path) -> Report:
    os.environ["PROBATA_DEMO"] = "yes"
    with ready_database(data):
        from probata.service.demo.load import load_demonstration
        from probata.service.migrate import migrate

        migrate(os.environ.get("DATABASE_OWNER_URL"))
        loaded = load_demonstration()
    lines = [
        "Every case, name and answer is made up.",
        (
            f"{loaded.inspections} inspections, {loaded.cases} cases, "
            f"{loaded.answers} answers."
        ),
        "Accounts (all with the password printed here, of this demonstration only):",
        *[f"  {email:<34} {words}" for email, words in loaded.accounts],
        f"  password: {loaded.password}",
    ]
    if not loaded.new:
        lines[1:2] = ["The demonstration was loaded before; nothing was changed."]
    record = {
        "new": loaded.new,
        "inspections": loaded.inspections,
        "cases": loaded.cases,
        "answers": loaded.answers,
        "accounts": [email for email, _ in loaded.accounts],
    }
    return record, lines


def run_service(data: Path, port: int, demo: bool, wal: Path | None = None) -> None:
    if demo:
        os.environ["PROBATA_DEMO"] = "yes"
    os.environ.setdefault("PROBATA_HTTPS", "no")
    if wal is not None and "DATABASE_URL" in os.environ:
        raise InputMissing(
            "--wal is for the embedded database; a server archives its own log "
            "(docs/how-to/deploy.md)."
        )
    with ready_database(data, wal) as embedded:
        from probata.service.inspections.declared import declarations
        from probata.service.migrate import migrate
        from probata.service.operations.keep_database import DatabaseKeeper

        declarations()  # a file of the organisation's own that is wrong is told now
        migrate(os.environ.get("DATABASE_OWNER_URL"))
        click.echo(f"Probata answers at http://localhost:{port} (Ctrl-C ends it)")
        code = _serve(port, DatabaseKeeper(embedded) if embedded else None)
    if code not in (0, -signal.SIGINT, -signal.SIGTERM):
        raise OutputError(
            "The service has stopped.",
            [Fault(f"port {port}", f"gunicorn ended with {code}.", "Try --port.")],
        )


def _serve(port: int, keeper: DatabaseKeeper | None) -> int:
    """Run gunicorn until it ends; Ctrl-C and a stop from outside reach it in order.

    Meanwhile the embedded database, if it is that, is kept running.
    """
    command = [
        *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"),
        *("-c", "python:probata.service.operations.gunicorn_settings"),
    ]
    child = subprocess.Popen(command)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while True:
        try:
            return child.wait(LOOK_EVERY if keeper else None)
        except subprocess.TimeoutExpired:
            if keeper:
                keeper.look()
        except KeyboardInterrupt:
            continue


def verify_logs(data: Path, heads: Path | None = None) -> Report:
    if heads is not None and not heads.is_file():
        raise InputMissing(f"{heads} is not there.")
    with ready_database(data):
        from probata.service.cases.verify_log import verify_every_log
        from probata.service.operations.heads import check_heads

        found = verify_every_log()
        moved = check_heads(heads.read_text(), heads.name) if heads else []
    if found.faults or moved:
        raise VerificationError(
            f"{found.fault_count + len(moved)} faults in {found.assessments} logs.",
            [*found.faults, *moved],
        )
    words = (
        f"{found.events:,} events of {found.assessments:,} assessments: nothing "
        "changed, deleted, moved or cut off; the standing answers follow from them."
    )
    kept = [f"Each log passes through where it had ended by {heads}."] if heads else []
    return (
        {
            "assessments": found.assessments,
            "events": found.events,
            "disposed": found.disposed,
            "intact": True,
        },
        [
            words,
            f"{found.disposed:,} assessments were disposed of by the retention schedule.",
            *kept,
        ],
    )
