"""Which grade a percentage and a score get, as tables that a policy reader can check."""

from fractions import Fraction
from pathlib import Path

import pytest

from probata.standards.ratings.banding import band_of, percentage
from probata.standards.read_framework import read_framework

I, R, G, O = "inadequate", "requires_improvement", "good", "outstanding"  # noqa: E741

PERCENTAGES = [  # positive, cases, rounded to, grade
    (0, 40, None, I),
    (49, 100, None, I),
    (62, 125, None, I),  # 49.6 is below 50 as it is ...
    (62, 125, 0, R),  # ... and 50 when it is rounded first
    (99, 200, 0, R),  # 49.5 is rounded up
    (494, 1000, 0, I),
    (50, 100, None, R),
    (64, 100, None, R),
    (129, 200, 0, G),  # 64.5
    (65, 100, None, G),
    (79, 100, None, G),
    (80, 100, None, O),
    (40, 40, None, O),
]


@pytest.mark.parametrize(("positive", "n", "round_to", "grade"), PERCENTAGES)
def test_bands_of_key_questions(positive, n, round_to, grade):
    ratings = read_framework(Path("probation_2021")).file.ratings
    found = band_of(percentage(positive, n, round_to), ratings.rules[0].bands)
    assert ratings.grades[found].id == grade


SCORES = [  # standards, and the last score of each of the three lower grades
    (9, 4, 13, 22),  # probation 2021 to 2023, of 27
    (7, 3, 10, 17),  # of 21
    (10, 5, 15, 25),  # of 30
    (12, 6, 18, 30),  # youth justice, of 36
]


@pytest.mark.parametrize(("standards", "low", "middle", "high"), SCORES)
def test_bands_of_scores(standards, low, middle, high):
    ratings = read_framework(Path("youth_justice_2018")).file.ratings
    expected = [
        I if points <= low else R if points <= middle else G if points <= high else O
        for points in range(3 * standards + 1)
    ]
    found = [
        ratings.grades[band_of(Fraction(points, standards), ratings.overall.bands)].id
        for points in range(3 * standards + 1)
    ]
    assert found == expected


def test_both_frameworks_band_their_scores_alike():
    rules = [
        read_framework(Path(name)).file.ratings.overall
        for name in ("probation_2021", "youth_justice_2018")
    ]
    assert rules[0].bands == rules[1].bands
