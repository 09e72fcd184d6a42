"""Times agreement over 10,500 real ratings with 2,000 resamples, beside two other programs.

Run with `make bench-agreement`; needs the shared public data. `krippendorff` gives alpha
alone and no interval; its time is for one value, ours for four measures with two each.
"""

import csv
import gzip
import time
from pathlib import Path

import numpy as np

from probata.assessment.agreement import measure_agreement
from probata.assessment.ratings import Ratings, from_long

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "risk_ratings_compas"
REPLICATES = 2_000


def read_sets(column: str) -> list[Ratings]:
    """The two files, each under two conditions."""
    found = []
    for outcome in ("any", "violent"):
        path = FOLDER / f"ratings_{outcome}_reoffending.csv.gz"
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        for condition in sorted({row["condition"] for row in rows}):
            kept = [row for row in rows if row["condition"] == condition]
            cases = np.unique([row["case_id"] for row in kept], return_inverse=True)[1]
            values, codes = np.unique(
                [float(r[column]) for r in kept], return_inverse=True
            )
            table = from_long(cases, codes, tuple(map(str, values)))
            found.append(Ratings(table.codes, table.categories, tuple(values)))
    return found


def main() -> None:
    for column, scale in (("rating_binary", "nominal"), ("rating_pct", "interval")):
        sets = read_sets(column)
        start = time.perf_counter()
        for ratings in sets:
            measure_agreement(
                ratings,
                ("percent", "gwet", "alpha", "fleiss"),
                scale,
                bootstrap=REPLICATES,
            )
        ours = time.perf_counter() - start
        judgements = sum(int((item.codes >= 0).sum()) for item in sets)
        print(
            f"{judgements:,} ratings, {scale}: {ours:.2f} s, {REPLICATES:,} resamples"
        )
        start = time.perf_counter()
        for ratings in sets:
            measure_agreement(ratings, ("alpha",), scale)
        alone = time.perf_counter() - start
        try:
            import krippendorff
        except ImportError:
            print("  krippendorff is not installed; no comparison")
            continue
        start = time.perf_counter()
        for ratings in sets:
            values = ratings.scale()
            data = np.where(ratings.codes < 0, np.nan, values[ratings.codes])
            krippendorff.alpha(data.T, level_of_measurement=scale)
        theirs = time.perf_counter() - start
        print(
            f"  alpha alone: {alone:.3f} s with its error, krippendorff {theirs:.3f} s"
        )


main()
