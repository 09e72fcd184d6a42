"""What the commands of backup and restore do."""

from __future__ import annotations

import datetime
import os
import time
from dataclasses import asdict
from pathlib import Path

from probata.cli.say import Report
from probata.cli.service_stages import demand_service, ready_database
from probata.errors import Fault, InputMissing, OutputError, VerificationError

NOT_IN_IT = (
    "Not in it: the secret key (PROBATA_SECRET_KEY, or `secret_key` in the data folder) and "
    "the secret of pseudonyms (PROBATA_KEYS, or `keys`). Keep copies of them elsewhere: "
    "without them one-time codes are void, and no release can be corrected."
)
BRING_KEY = (
    "Before you serve it: give it the former secret key and the former secret of "
    "pseudonyms; the backup does not hold them."
)


def make_backup(folder: Path, data: Path, dump: bool) -> Report:
    """Back up the database that the environment names, or the embedded one."""
    began = time.monotonic()
    with ready_database(data) as embedded:
        from probata.service.audit.record import record_command
        from probata.service.operations.backup import back_up
        from probata.service.operations.programs import programs_of

        url = os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])
        if not dump:
            url = os.environ.get("DATABASE_BACKUP_URL", url)
        now = datetime.datetime.now(datetime.UTC)
        made = back_up(folder, url, programs_of(embedded), dump, now)
        record_command("service backup", "exported", None, events=made.events)
    seconds = time.monotonic() - began
    return {**asdict(made), "seconds": round(seconds, 1)}, [
        f"{folder}: {made.assessments:,} assessments, {made.events:,} events, {seconds:.1f} s.",
        NOT_IN_IT,
    ]


def restore_backup(backup: Path, data: Path, wal: Path | None, until: str) -> Report:
    """Restore into an empty place, and verify every log there."""
    demand_service()
    from probata.service.operations.backup_folder import DUMP, HEADS, read_backup

    began = time.monotonic()
    about = read_backup(backup)
    if about.kind == DUMP and (wal is not None or until):
        raise InputMissing(
            "A dump is of one moment: --wal and --until go with a backup of files."
        )
    if until and wal is None:
        raise InputMissing("--until needs --wal, the archive of the database's log.")
    if until and not _is_moment(until):
        raise InputMissing(
            f"--until is no moment: {until}. Write 2026-11-24 10:41:00+00:00."
        )
    if about.kind != DUMP:
        _restore_files(backup, data, wal, until)
    with ready_database(data) as embedded:
        from probata.service.cases.verify_log import verify_every_log
        from probata.service.migrate import migrate
        from probata.service.operations.heads import check_heads
        from probata.service.operations.programs import programs_of
        from probata.service.operations.restore import restore_dump

        owner = os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])
        if about.kind == DUMP:
            restore_dump(backup, owner, programs_of(embedded))
        migrate(os.environ.get("DATABASE_OWNER_URL"))
        restored = time.monotonic() - began
        kept = (backup / HEADS).read_text()
        faults = [] if until else check_heads(kept, str(backup))
        found = verify_every_log()
    if faults or found.faults:
        raise VerificationError(
            f"The backup was restored, and {len(faults) + found.fault_count} faults were "
            "found in its logs. Do not work on it before they are explained.",
            [*faults, *found.faults],
        )
    seconds = time.monotonic() - began
    record = {
        "assessments": found.assessments,
        "events": found.events,
        "intact": True,
        "seconds": round(seconds, 1),
        "verify_seconds": round(seconds - restored, 1),
    }
    words = (
        f"{found.events:,} events of {found.assessments:,} assessments are back and "
        f"verified: nothing changed, deleted, moved or cut off ({seconds:.1f} s)."
    )
    return record, [words, BRING_KEY]


def _is_moment(text: str) -> bool:
    try:
        return datetime.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _restore_files(backup: Path, data: Path, wal: Path | None, until: str) -> None:
    if "DATABASE_URL" in os.environ:
        raise OutputError(
            "Nothing was restored.",
            [
                Fault(
                    "DATABASE_URL",
                    "names a server, whose files only its own system may put back.",
                    "See docs/how-to/deploy.md, or use a backup made with --dump.",
                )
            ],
        )
    from probata.service.operations.programs import embedded_programs
    from probata.service.operations.restore import restore_base

    restore_base(backup, data, embedded_programs(), wal, until)
