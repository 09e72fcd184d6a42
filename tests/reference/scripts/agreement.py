"""Writes tests/reference/data/agreement.csv: measures of agreement by other programs.

    python -m venv irr && irr/bin/pip install irrCAC==0.4.4 krippendorff statsmodels
    irr/bin/python tests/reference/scripts/agreement.py

irrCAC (Gwet's own formulas) needs an old numpy, so it has an environment of its own.
"""

import csv
import itertools
import sys
import warnings
from pathlib import Path

import irrCAC.raw
import krippendorff
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2]))
from agreement_examples import EXAMPLES

OUT = Path(__file__).parents[1] / "data" / "agreement.csv"
WEIGHTS = {"identity": "nominal", "ordinal": "ordinal", "linear": "linear", "quadratic": "interval"}  # fmt: skip
NAMES = {"fleiss": "fleiss", "bp": "brennan_prediger", "gwet": "gwet", "krippendorff": "alpha"}  # fmt: skip
METRICS = ("nominal", "ordinal", "interval")


def main() -> None:
    warnings.simplefilter("ignore")
    rows = []
    for name, table in EXAMPLES.items():
        given = [
            [np.nan if cell is None else float(cell) for cell in row] for row in table
        ]
        frame = pd.DataFrame(given)
        for weights, method in itertools.product(WEIGHTS, NAMES):
            if (weights, method) == ("ordinal", "krippendorff"):
                continue  # Gwet's ordinal weights, which are not Krippendorff's metric
            found = getattr(
                irrCAC.raw.CAC(frame, weights=weights, digits=12), method
            )()["est"]
            row = (name, WEIGHTS[weights], NAMES[method], found["coefficient_value"], found["se"], "irrCAC")  # fmt: skip
            rows.append(row)
        for metric in METRICS:
            value = krippendorff.alpha(frame.T.to_numpy(), level_of_measurement=metric)
            rows.append((name, metric, "alpha", value, "", "krippendorff"))
    with OUT.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("data", "scale", "measure", "value", "error", "program"))
        writer.writerows(rows)


main()
