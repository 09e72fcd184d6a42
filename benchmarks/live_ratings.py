"""Times the live ratings of one unit of 60 cases, 48 judged: `make bench-live`.

Thirteen key questions, each with 40 second judgements; the page of a lead calls this.
"""

import time
from pathlib import Path

import numpy as np

from probata.assessment.live_ratings import DRAWS, rate_live
from probata.assessment.second_judgements import Pairs
from probata.standards.ratings.cases import JudgedCases
from probata.standards.read_framework import read_framework


def main() -> None:
    framework = read_framework(Path("probation_2021"))
    names = tuple(
        item.id for item in framework.file.key_questions if item.asked_of == "case"
    )
    positive = np.random.default_rng(1).random((48, len(names))) < 0.6
    cases = JudgedCases("A", "", names, np.ones_like(positive), positive, 60)
    pairs = {name: Pairs(20, 4, 4, 12) for name in names}
    times = []
    for _ in range(40):
        start = time.process_time()
        rate_live(framework, cases, pairs=pairs)
        times.append(time.process_time() - start)
    print(
        f"{len(names)} key questions, 48 of 60 cases, {DRAWS:,} completed cohorts: "
        f"processor time, median {1000 * sorted(times)[20]:.0f} ms, fastest {1000 * min(times):.0f} ms"
    )


if __name__ == "__main__":
    main()
