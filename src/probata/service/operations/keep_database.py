"""Starts the embedded database again when it has ended, however it ended.

A server's database is looked after by its system; the embedded one has only us.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from subprocess import SubprocessError

import psutil

from probata.service.embedded import Embedded

LOG = logging.getLogger("probata.database")
PAUSE = 0.25  # seconds between attempts


class DatabaseKeeper:
    """Looks now and then whether the database runs. It is asked by whoever waits anyway."""

    def __init__(self, embedded: Embedded) -> None:
        self._embedded = embedded
        self._folder = Path(embedded.server.pgdata)

    def look(self) -> None:
        """Start the database again if it does not run; returns when it runs."""
        if self._runs():
            return
        LOG.error("The database has ended. It is started again.")
        began, attempts = time.monotonic(), 0
        while True:
            attempts += 1
            if self._start():
                break
            time.sleep(PAUSE)
        fields = {
            "seconds": round(time.monotonic() - began, 2),
            "attempts": attempts,
        }
        LOG.warning("The database runs again.", extra={"fields": fields})

    def _runs(self) -> bool:
        try:
            lines = (self._folder / "postmaster.pid").read_text().split("\n")
            return _alive(int(lines[0]))
        except (OSError, ValueError):
            return False

    def _start(self) -> bool:
        if not self._runs():
            # Its parts end by themselves once the first process is gone. Until then nothing
            # else may write to the same files.
            if _processes_in(self._folder):
                return False
            self._unlock()
        try:
            self._embedded.server.ensure_postgres_running()
        except (SubprocessError, AssertionError, OSError):
            return False
        return True

    def _unlock(self) -> None:
        """Take away what the dead process has left.

        Its number may be that of one that is dead and not cleared away, or by now of another
        program; PostgreSQL would take it for its own and not start.
        """
        info = self._embedded.server.get_postmaster_info()
        (self._folder / "postmaster.pid").unlink(missing_ok=True)
        if info.socket_path is not None:
            Path(f"{info.socket_path}.lock").unlink(missing_ok=True)


def _alive(number: int) -> bool:
    try:
        process = psutil.Process(number)
        return process.status() != psutil.STATUS_ZOMBIE and process.name() == "postgres"
    except psutil.Error:
        return False


def _processes_in(folder: Path) -> list[int]:
    """Processes of PostgreSQL that work in a folder of data."""
    found = []
    for process in psutil.process_iter(["name"]):
        try:
            if process.info["name"] == "postgres" and Path(process.cwd()) == folder:
                if process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process.pid)
        except psutil.Error:
            continue
    return found
