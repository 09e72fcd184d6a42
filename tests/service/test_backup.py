"""Backup and restore, as one runs them: in processes and places of their own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.database
ANSWER = """
import sys
from pathlib import Path
from probata.cli.service_stages import ready_database
with ready_database(Path(sys.argv[1])):
    sys.path.insert(0, sys.argv[2])
    from probata.service.migrate import migrate
    import os
    migrate(os.environ["DATABASE_OWNER_URL"])
    from tamper import answered_cases
    answered_cases(3, 5, int(sys.argv[3]))
"""
BENCHMARKS = Path(__file__).parents[2] / "benchmarks" / "service"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Not in pytest's own, which another run closes to PostgreSQL's user."""
    made = Path(tempfile.mkdtemp(prefix="probata-backup-"))
    yield made
    shutil.rmtree(made)


def environment() -> dict[str, str]:
    left_out = {"DATABASE_URL", "DATABASE_OWNER_URL", "PROBATA_SECRET_KEY"}
    return {name: value for name, value in os.environ.items() if name not in left_out}


def probata(*arguments: object) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "probata", *map(str, arguments), "--json"],
        capture_output=True,
        text=True,
        env=environment(),
    )
    return done.returncode, json.loads(done.stdout or done.stderr.splitlines()[-1])


def answer(data: Path, seed: int) -> None:
    """Three more cases with five answers each: 18 events."""
    subprocess.run(
        [sys.executable, "-c", ANSWER, str(data), str(BENCHMARKS), str(seed)],
        check=True,
        env=environment(),
        capture_output=True,
    )


@pytest.fixture(scope="module")
def data(folder: Path) -> Path:
    answer(folder / "data", 1)
    return folder / "data"


@pytest.fixture(scope="module")
def backup(folder: Path, data: Path) -> Path:
    code, told = probata("service", "backup", folder / "backup", "--data", data)
    assert code == 0 and (told["kind"], told["events"]) == ("base", 18)
    return folder / "backup"


def test_a_backup_comes_back_verified(folder: Path, data: Path, backup: Path) -> None:
    answer(data, 2)
    code, told = probata("service", "restore", backup, "--data", folder / "again")
    assert code == 0 and (told["events"], told["intact"]) == (18, True)
    verify = ("service", "verify-log", "--data", folder / "again", "--heads")
    code, told = probata(*verify, backup / "heads.csv")
    assert code == 0 and told["events"] == 18
    text = (backup / "heads.csv").read_text()
    (folder / "other.csv").write_text(text[:-6] + "00000\n")
    code, told = probata(*verify, folder / "other.csv")
    assert code == 14 and "other.csv" in json.dumps(told)
    assert probata(*verify, folder / "none.csv")[0] == 3
    assert probata(*verify, backup / "backup.json")[0] == 3


def test_a_dump_comes_back_verified(folder: Path, data: Path) -> None:
    code, told = probata("service", "backup", folder / "dump", "--data", data, "--dump")
    assert code == 0 and told["kind"] == "dump"
    events = told["events"]
    code, told = probata(
        "service", "restore", folder / "dump", "--data", folder / "new"
    )
    assert code == 0 and told["events"] == events
    code, told = probata(
        "service", "restore", folder / "dump", "--data", folder / "new"
    )
    assert code == 8 and "has tables already" in json.dumps(told)


def test_the_archive_brings_back_what_came_after_the_backup(folder: Path) -> None:
    data, wal = folder / "archived", folder / "wal"
    answer(data, 3)
    port = 20_000 + os.getpid() % 5000 + 7
    serving = subprocess.Popen(
        [
            *(sys.executable, "-m", "probata", "serve", "--port", str(port)),
            *("--data", str(data), "--wal", str(wal)),
        ],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        code, _ = probata("service", "backup", folder / "early", "--data", data)
        assert code == 0
        answer(data, 4)
        _switch(data)
    finally:
        serving.terminate()
        serving.wait(60)
    code, told = probata(
        *("service", "restore", folder / "early", "--wal", wal),
        *("--data", folder / "late"),
    )
    assert code == 0, told
    assert told["events"] == 36


def _wait_for(port: int) -> None:
    """Until the service answers; before, its database may be started once more."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the service did not come up")


def _switch(data: Path) -> None:
    """What happens by itself within a minute: the log so far goes to the archive."""
    import psycopg

    with psycopg.connect(
        f"postgresql://postgres@/postgres?host={data / 'postgres'}", autocommit=True
    ) as connection:
        name = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        assert name is not None
        for _ in range(100):
            done = connection.execute(
                "SELECT last_archived_wal FROM pg_stat_archiver"
            ).fetchone()
            if done and done[0] and done[0] >= name[0]:
                return
            time.sleep(0.1)
    raise AssertionError("the log was not archived")


def _no_heads(copy: Path) -> None:
    (copy / "heads.csv").unlink()


def _other_heads(copy: Path) -> None:
    text = (copy / "heads.csv").read_text()
    (copy / "heads.csv").write_text(text[:-2] + "x\n")


def _half(copy: Path) -> None:
    shutil.rmtree(copy / "base")


def _a_file_less(copy: Path) -> None:
    (next((copy / "base" / "base").iterdir()) / "1259").unlink()


def _cut_short(copy: Path) -> None:
    (copy / "backup.json").write_text('{"kind": "base"')


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (_no_heads, "is not there"),
        (_other_heads, "is not what was written"),
        (_half, "backup_manifest"),
        (_a_file_less, "1259"),
        (_cut_short, "cannot be read"),
    ],
)
def test_half_a_backup_is_not_restored(
    folder: Path, backup: Path, harm: Any, says: str
) -> None:
    copy = folder / "copy"
    shutil.copytree(backup, copy)
    harm(copy)
    code, told = probata("service", "restore", copy, "--data", folder / "never")
    shutil.rmtree(copy)
    assert code in (3, 8) and says in json.dumps(told)
    assert not (folder / "never").exists()
    assert [item.name for item in folder.glob(".never*")] == []


def test_wrong_places_are_named(folder: Path, data: Path, backup: Path) -> None:
    for given, code, says in (
        ((folder / "nowhere", "--data", folder / "x"), 3, "is not there"),
        ((data, "--data", folder / "x"), 3, "is not a backup"),
        ((backup, "--data", data), 8, "is not empty"),
        ((backup, "--data", folder / "x", "--until", "2026-01-01"), 3, "--wal"),
        ((backup, "--data", folder / "x", "--wal", folder / "none"), 3, "no archive"),
        (
            (backup, "--data", folder / "x", "--wal", data, "--until", "now'\n"),
            3,
            "no moment",
        ),
    ):
        found, told = probata("service", "restore", *given)
        assert found == code and says in json.dumps(told), told
    found, told = probata("service", "backup", backup, "--data", data)
    assert found == 8 and "is not empty" in json.dumps(told)


def test_a_log_made_anew_does_not_pass_the_heads_of_a_backup(
    database: Any, place: Any
) -> None:
    """Somebody works every hash of a log out again; a backup knows where it had ended."""
    from probata.service.cases.models import Assessment
    from probata.service.operations.heads import check_heads, write_heads

    assessment = place.case()
    kept = write_heads()
    assert check_heads(kept.text, "monday") == []
    other = kept.text.replace(Assessment.objects.get(pk=assessment.pk).head, "0" * 64)
    (fault,) = check_heads(other, "monday")
    assert str(assessment.pk) in fault.where and "monday" in fault.problem
