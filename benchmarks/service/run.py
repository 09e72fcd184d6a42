"""Runs the benchmark of the service, on a fresh embedded database with made-up cases.

  load      three loads; then what `log` does (`make bench-service`)
  log       2,000 interleavings of two tabs, 1,000 tamperings with the log
  kills     workers and the database killed under 60 saving inspectors
  sessions  whole case sessions with kills throughout (`make bench-service-long`)
  restore   a million events verified, backed up, restored (`make bench-service-restore`)

Prints a table against what is to be reached and writes it into the report
docs/reference/service-benchmark.md; with --json prints the record and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

from drill import run_drill
from interleave import cases_for_two, run_interleavings
from kills import run_kills, run_sessions
from load import CASES, run_load
from place import Service
from report import missed, write_part
from tamper import answered_cases, run_tamperings

Given = argparse.Namespace
Found = dict[str, dict[str, Any]]


def load(given: Given) -> Found:
    loads = []
    with Service() as service:
        service.start()
        for case in CASES:
            _say(f"{case.name} ...")
            loads.append(run_load(service, case))
    # On a database of its own, for which Django has to begin anew.
    options = [
        f"--{name}={getattr(given, name)}" for name in ("interleavings", "tamperings")
    ]
    done = subprocess.run(
        [sys.executable, __file__, "log", "--json", *options],
        stdout=subprocess.PIPE,
        check=True,
    )
    return {"load": {"loads": loads}, **json.loads(done.stdout)}


def log(given: Given) -> Found:
    with Service():
        _say(f"{given.tamperings:,} tamperings ...")
        made = run_tamperings(
            given.tamperings,
            given.seed,
            os.environ["DATABASE_OWNER_URL"],
            answered_cases(6, 12, given.seed),
        )
        _say(f"{given.interleavings:,} interleavings ...")
        cases = cases_for_two(given.interleavings)
        two = run_interleavings(given.interleavings, given.seed, cases)
    return {"log": {"interleavings": two, "tamperings": made}}


def kills(given: Given) -> Found:
    with Service() as service:
        service.start()
        _say("killing under load ...")
        done = run_kills(
            service,
            given.inspectors,
            workers=given.workers,
            databases=given.databases,
            seed=given.seed,
        )
    return {"kills": done}


def sessions(given: Given) -> Found:
    with Service() as service:
        service.start()
        _say(f"{given.sessions:,} case sessions ...")
        done = run_sessions(
            service, given.sessions, given.saves, given.inspectors, seed=given.seed
        )
    return {"sessions": done}


def restore(given: Given) -> Found:
    with Service() as service:
        _say(f"{given.cases:,} cases of {given.events} events ...")
        return {"restore": run_drill(service, given.cases, given.events)}


RUNS: dict[str, Callable[[Given], Found]] = {
    "load": load,
    "log": log,
    "kills": kills,
    "sessions": sessions,
    "restore": restore,
}


def read_arguments() -> Given:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", choices=RUNS)
    numbers = {
        "interleavings": 2000,
        "tamperings": 1000,
        "inspectors": 60,
        "workers": 20,
        "databases": 10,
        "sessions": 2600,
        "saves": 20,
        "cases": 10_000,
        "events": 100,
        "seed": 6,
    }
    for name, usual in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"{usual}")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main() -> int:
    given = read_arguments()
    warnings.simplefilter("ignore")  # of libraries, about themselves
    logging.disable()  # the service's own log is in a file of its own
    before, began = os.getloadavg()[0], time.monotonic()
    found = RUNS[given.run](given)
    about = {
        "command": " ".join(["python", "benchmarks/service/run.py", *sys.argv[1:]]),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "load_before": round(before, 2),
        "load_after": round(os.getloadavg()[0], 2),
        "took": round(time.monotonic() - began),
    }
    records = {name: {**record, **about} for name, record in found.items()}
    if given.json:
        print(json.dumps(records))
        return 0
    for name, record in records.items():
        print(*write_part(name, record), sep="\n")
    print(f"\n{about['took']} s in all; load {about['load_before']} before.")
    return 1 if any(missed(name, item) for name, item in records.items()) else 0


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
