"""The service is killed under saving inspectors: what was acknowledged is there, once.

Each test runs a smaller part of `make bench-service` and its sisters, in a process and on a
database of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.database
RUN = Path(__file__).parents[2] / "benchmarks" / "service" / "run.py"
NOTHING_GONE = ("lost", "changed", "duplicated", "faults_of_logs", "errors")


def run(name: str, **numbers: int) -> dict[str, Any]:
    given = [f"--{option}={number}" for option, number in numbers.items()]
    left_out = {"DATABASE_URL", "DATABASE_OWNER_URL", "PROBATA_SECRET_KEY"}
    environment = {k: v for k, v in os.environ.items() if k not in left_out}
    done = subprocess.run(
        [sys.executable, str(RUN), name, "--json", *given],
        capture_output=True,
        text=True,
        timeout=500,
        env=environment,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)[name]
    return found


def test_nothing_acknowledged_is_lost_when_workers_and_database_are_killed() -> None:
    found = run("kills", inspectors=12, workers=4, databases=2)
    assert (found["killed_workers"], found["killed_databases"]) == (4, 2)
    assert found["acknowledged"] > 60 and found["sent_again"] > 0
    assert {name: found[name] for name in NOTHING_GONE} == dict.fromkeys(
        NOTHING_GONE, 0
    )


def test_whole_case_sessions_lose_nothing() -> None:
    found = run("sessions", sessions=24, saves=20, inspectors=12)
    assert found["acknowledged"] == found["in_log"] == 24 * 20
    assert {name: found[name] for name in NOTHING_GONE} == dict.fromkeys(
        NOTHING_GONE, 0
    )


def test_no_interleaving_overwrites_and_each_tampering_is_found() -> None:
    found = run("log", interleavings=40, tamperings=60)
    two, made = found["interleavings"], found["tamperings"]
    assert two["saved"] > 40 and two["told_late"] > 10
    assert not any(
        two[name] for name in ("overwritten", "not_told", "not_in_log", "other")
    )
    assert made["found"] == made["tamperings"] == 60 and len(made["by_kind"]) == 9
    assert made["faults_before"] == made["faults_after"] == 0
