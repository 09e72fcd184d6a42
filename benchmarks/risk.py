"""OGRS3 scores of a million made-up people: `make bench-risk`.

Times reading, scoring and writing apart, and the whole command with its files; the target is
2 s for the whole on a machine that does nothing else. The load average is printed with it.
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from importlib import resources
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from probata.risk.coefficients import read_coefficients
from probata.risk.read_people import read_people
from probata.risk.risk_files import risk_files
from probata.risk.score import score_people

PEOPLE = 1_000_000
TARGET = 2
# pandas is here for the tests alone; pyarrow would load it where it is installed.
COMMAND = """
import sys
from probata.cli.main import main
class NoPandas:
    def find_spec(self, name, path=None, target=None):
        if name == "pandas":
            raise ImportError(name)
sys.meta_path.insert(0, NoPandas())
main(sys.argv[1:])
"""


def make_people(n: int) -> pa.Table:
    """Ages, sanctions and offence codes drawn evenly; some rows are wrong by chance."""
    random = np.random.default_rng(1)
    table = resources.files("probata.risk").joinpath("packaged/ogrs3_offence_codes.csv")
    codes = [row["offence_code"] for row in csv.DictReader(table.open())]
    birth = random.integers(-9_000, 12_000, n)
    conviction = birth + random.integers(9 * 365, 60 * 365, n)
    age = (conviction - birth) // 366
    day = pa.date32()
    return pa.table(
        {
            "case_id": np.arange(n),
            "sex": np.asarray(["M", "F"])[random.integers(0, 2, n)],
            "date_of_birth": pa.array(birth.astype(np.int32)).cast(day),
            "date_of_current_conviction": pa.array(conviction.astype(np.int32)).cast(
                day
            ),
            "date_at_start_of_followup": pa.array(
                (conviction + random.integers(0, 700, n)).astype(np.int32)
            ).cast(day),
            "n_sanctions": random.integers(1, 60, n),
            "age_at_first_sanction": np.maximum(10, age - random.integers(0, 20, n)),
            "offence_code": np.asarray(codes)[random.integers(0, len(codes), n)],
        }
    )


def measure(path: Path, folder: Path) -> None:
    """The parts in one process, then the command as a user runs it, files and start included."""
    start = time.perf_counter()
    file = read_people(path, {})
    read = time.perf_counter()
    scores = score_people(file.people, read_coefficients("operational"))
    scored = time.perf_counter()
    risk_files(file, scores, ())
    written = time.perf_counter()
    command = [sys.executable, "-c", COMMAND, "risk", str(path), "--json"]
    times = []
    for at in range(3):
        begun = time.perf_counter()
        subprocess.run(
            [*command, "--out", str(folder / f"out_{at}")],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        times.append(time.perf_counter() - begun)
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{path.suffix[1:]}: {file.rows.n:,} people, {int(scores.scored.sum()):,} scored"
    )
    print(f"  read  {read - start:6.2f} s")
    print(f"  score {scored - read:6.2f} s")
    print(f"  write {written - scored:6.2f} s")
    print(
        f"  whole {min(times):6.2f} s (best of 3; worst {max(times):.2f} s; target {TARGET} s)"
    )
    print(f"  of the processor, since the start: {cpu.ru_utime + cpu.ru_stime:.2f} s")


def main() -> None:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"load average before {load} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = make_people(PEOPLE)
        csv_file, parquet_file = folder / "people.csv", folder / "people.parquet"
        arrow_csv.write_csv(people, csv_file)
        parquet.write_table(people, parquet_file)
        for path in (csv_file, parquet_file):
            measure(path, folder)


if __name__ == "__main__":
    main()
