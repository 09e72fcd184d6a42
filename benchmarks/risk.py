"""OGRS3 scores of a million made-up people: `make bench-risk`.

Times reading a Parquet file, scoring and writing apart; the target is 2 s for scoring.
"""

import csv
import tempfile
import time
from importlib import resources
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from probata.risk.coefficients import read_coefficients
from probata.risk.read_people import read_people
from probata.risk.risk_files import risk_files
from probata.risk.score import score_people

PEOPLE = 1_000_000


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


def main() -> None:
    coefficients = read_coefficients("operational")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.parquet"
        parquet.write_table(make_people(PEOPLE), path)
        start = time.perf_counter()
        file = read_people(path, {})
        read = time.perf_counter()
        times = []
        for _ in range(3):
            begun = time.perf_counter()
            scores = score_people(file.people, coefficients)
            times.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        risk_files(file, scores, ())
        written = time.perf_counter() - begun
    print(f"{PEOPLE:,} people, {int(scores.scored.sum()):,} scored")
    print(f"read    {read - start:6.2f} s")
    print(f"score   {min(times):6.2f} s (best of 3; worst {max(times):.2f} s)")
    print(f"write   {written:6.2f} s")


if __name__ == "__main__":
    main()
