"""Makes up the second judgements of bulletins/judged_twice: 160 cases, two peers.

Run: python tests/reference/scripts/second_readings.py > bulletins/judged_twice/second_readings.csv
ASSUMED: both err independently, in 10 of 100 answers, 7 of 100 on the outcome; shares of yes
near those of the early-outcomes cases. It says nothing of real assessors.
"""

import csv
import sys

import numpy as np

SHARES = {
    "engagement": 0.56,
    "desistance": 0.46,
    "safety": 0.38,
    "reasonable_progress": 0.53,
}
ERRORS = {"reasonable_progress": 0.07}
CASES = 160


def main() -> None:
    rng = np.random.default_rng(20261124)
    write = csv.writer(sys.stdout, lineterminator="\n").writerow
    write(["case", "question", "rater", "answer", "record_source"])
    for number in range(1, CASES + 1):
        quality = rng.normal()
        for question, share in SHARES.items():
            cut = np.quantile(rng.normal(size=4001), 1 - share)
            true = quality * 0.8 + rng.normal() * 0.6 > cut
            for rater in ("first", "second"):
                wrong = rng.random() < ERRORS.get(question, 0.1)
                answer = "yes" if true != wrong else "no"
                write([f"D{number:03d}", question, rater, answer, "synthetic"])


if __name__ == "__main__":
    main()
