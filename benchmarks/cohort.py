"""Times the selection of every unit's cohort from a national case list of made-up people.

Run with `make bench-cohort`. Prints wall-clock seconds and the highest memory of the whole
command, as the operating system counts them, and checks that every planted fault is told.
"""

import csv
import datetime
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from probata.cohort.example import make_example, write_example
from probata.cohort.example_faults import plant_faults
from probata.cohort.places import read_places

ROWS = 240_000
SENTENCES = 184_000  # about 1.3 rows each, one for every requirement
FAULTS = 50  # sentences spoilt with each kind of fault
FIELDWORK = datetime.date(2023, 5, 8)
SECONDS, MEGABYTES = 20.0, 1_500.0


def make_list(path: Path) -> dict[str, list[int]]:
    """Write exactly ROWS rows over all units of 2023; returns where faults are."""
    places = read_places()
    units = [
        (unit.name, places.region_of(unit).name)
        for unit in places.units
        if unit.holds(FIELDWORK)
    ]
    random = np.random.default_rng(1)
    columns = make_example(units, FIELDWORK, SENTENCES, random)
    kept = ROWS - 2 * FAULTS  # the faults add rows of their own
    columns = {name: column[:kept] for name, column in columns.items()}
    spoilt, planted = plant_faults(columns, FAULTS, random)
    path.write_bytes(write_example(spoilt))
    return planted


def write_programme(path: Path) -> int:
    """Every unit, fieldwork in the same week."""
    units = [unit for unit in read_places().units if unit.holds(FIELDWORK)]
    lines = [f'"{unit.name}",{FIELDWORK.isoformat()}' for unit in units]
    path.write_text("unit,fieldwork\n" + "\n".join(lines) + "\n")
    return len(units)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        planted = make_list(folder / "national.csv")
        units = write_programme(folder / "programme.csv")
        size = (folder / "national.csv").stat().st_size / 1e6
        command = [
            *(sys.executable, "-m", "probata", "cohort", "select", "national.csv"),
            *("--programme", "programme.csv", "--set-aside", "--json"),
        ]
        start = time.perf_counter()
        run = subprocess.run(command, cwd=folder, capture_output=True, check=True)
        seconds = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_000
        record = json.loads(run.stdout)
        cohorts = record["cohorts"].values()
        print(f"{record['rows']:,} rows ({size:.0f} MB), {units} units")
        print(f"{seconds:.1f} s (at most {SECONDS:.0f}), {memory:.0f} MB")
        print(f"stages: {record['seconds']}")
        print(f"{sum(item['cohort'] for item in cohorts):,} cases in the cohorts")
        print(f"{record['rows_set_aside']:,} rows set aside")
        report = folder / "build" / "cohort" / "programme" / "set_aside.csv"
        told = {int(row["row"]) for row in csv.DictReader(report.open())}
        notes = {"spaces", "repeated_row"}  # need nobody's word
        missed = {
            kind: sorted(set(rows) - told)
            for kind, rows in planted.items()
            if kind not in notes
        }
        assert not any(missed.values()), missed
        print(f"{len(planted)} kinds of fault, {FAULTS} sentences each: all told")
        if seconds > SECONDS or memory > MEGABYTES:
            sys.exit("slower or larger than it may be")


if __name__ == "__main__":
    main()
