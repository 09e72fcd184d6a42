"""Makes a backup: the database's files with their own log (base), or a dump of its tables.

back_up(folder, url, programs, dump, at) -> Backup
"""

from __future__ import annotations

import datetime
import json
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from probata import __version__
from probata.service.operations.backup_folder import (
    ABOUT,
    BASE,
    DUMP,
    HEADS,
    MANIFEST,
    Backup,
    check_files,
    demand_empty,
    sha256_of,
)
from probata.service.operations.heads import write_heads
from probata.service.operations.programs import Programs, version_of_server


def back_up(
    folder: Path, url: str, programs: Programs, dump: bool, at: datetime.datetime
) -> Backup:
    """Make a backup in a folder that is not there yet; the service goes on meanwhile.

    It appears whole or not at all. `url` is a role that may replicate (base) or that owns
    the tables (dump). Raises OutputError.
    """
    demand_empty(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as undo:
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        undo.callback(shutil.rmtree, made, ignore_errors=True)
        heads = write_heads()
        (made / HEADS).write_text(heads.text)
        if dump:
            programs.run(
                *("pg_dump", "--format=custom", f"--file={made / DUMP}"), url=url
            )
        else:
            _copy_files(made / BASE, url, programs)
        about = Backup(
            kind=DUMP if dump else BASE,
            made_at=at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
            probata=__version__,
            postgresql=version_of_server(url),
            assessments=heads.assessments,
            events=heads.events,
            heads_sha256=sha256_of(made / HEADS),
            dump_sha256=sha256_of(made / DUMP) if dump else "",
            manifest_sha256="" if dump else sha256_of(made / MANIFEST),
        )
        (made / ABOUT).write_text(json.dumps(asdict(about), indent=2) + "\n")
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
        undo.pop_all()
    return about


def _copy_files(base: Path, url: str, programs: Programs) -> None:
    """The files as they are, and the database's log that makes them whole; checked."""
    programs.run(
        "pg_basebackup",
        f"--pgdata={base}",
        *("--wal-method=stream", "--checkpoint=fast", "--manifest-checksums=SHA256"),
        url=url,
    )
    check_files(base.parent)
