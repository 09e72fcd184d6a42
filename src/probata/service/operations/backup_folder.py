"""What a backup folder holds, and whether it is whole.

read_backup(folder) -> Backup
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from probata.errors import Fault, InputMissing, OutputError

BASE, DUMP, HEADS, ABOUT = "base", "dump", "heads.csv", "backup.json"
MANIFEST = f"{BASE}/backup_manifest"
MOST_SHOWN = 20


@dataclass(frozen=True)
class Backup:
    """What is in a backup folder; `assessments` and `events` are those at its beginning."""

    kind: str
    made_at: str
    probata: str
    postgresql: int
    assessments: int
    events: int
    heads_sha256: str
    dump_sha256: str = ""  # of a dump
    manifest_sha256: str = ""  # of files: that of PostgreSQL's list of them


def demand_empty(folder: Path) -> None:
    """Raise OutputError for a place in which there is something."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(
            "Nothing was written.",
            [
                Fault(
                    f"{folder}", "is not empty.", "Name a folder that is not there yet."
                )
            ],
        )


def read_backup(folder: Path) -> Backup:
    """What a backup folder holds. Raises InputMissing for one that is none, or not whole."""
    if not folder.is_dir():
        raise InputMissing(f"{folder} is not there.")
    try:
        about = Backup(**json.loads((folder / ABOUT).read_text()))
    except FileNotFoundError:
        raise InputMissing(
            f"{folder} is not a backup: it holds no {ABOUT}. "
            "Name the folder that `probata service backup` has made."
        ) from None
    except (ValueError, TypeError):
        raise InputMissing(f"{folder / ABOUT} cannot be read.") from None
    faults = list(_missing(folder, about))
    if faults:
        raise InputMissing(f"{folder} is not a whole backup.", faults)
    return about


def _missing(folder: Path, about: Backup) -> Iterator[Fault]:
    told = {HEADS: about.heads_sha256}
    told[DUMP if about.kind == DUMP else MANIFEST] = (
        about.dump_sha256 if about.kind == DUMP else about.manifest_sha256
    )
    for name, sha256 in told.items():
        yield from _faults_of_file(folder, name, sha256)


def check_files(folder: Path) -> None:
    """Raise InputMissing unless a backup of files holds each as PostgreSQL has listed it.

    The list is the one that `pg_verifybackup` reads; the program of that name in the
    embedded database's wheel crashes.
    """
    listed = json.loads((folder / MANIFEST).read_text())["Files"]
    faults = [
        fault
        for item in listed
        for fault in _faults_of_file(
            folder, f"{BASE}/{item['Path']}", item["Checksum"], item["Size"]
        )
    ]
    if faults:
        raise InputMissing(f"{folder} is not a whole backup.", faults[:MOST_SHOWN])


def _faults_of_file(
    folder: Path, name: str, sha256: str, size: int | None = None
) -> Iterator[Fault]:
    path = folder / name
    mend = "Take another backup, or copy this one anew."
    if not path.is_file():
        yield Fault(name, "is not there.", mend)
    elif size not in (None, path.stat().st_size) or sha256_of(path) != sha256:
        yield Fault(name, "is not what was written.", mend)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
