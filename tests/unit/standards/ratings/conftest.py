"""A framework with every kind of rule, and units judged as a test says."""

import numpy as np
import pytest

from probata.standards.ratings.cases import Entry, JudgedCases
from probata.standards.ratings.rate import rate_all
from probata.standards.read_framework import read_framework

FRAMEWORK = """
[framework]
id = "rated"
title = "A rated framework"
version = "1"
valid_from = 2020-01-01
sources = { us = "Ours" }

[answers]
yes_no = [
  { id = "yes", label = "Yes", polarity = "positive" },
  { id = "no", label = "No", polarity = "negative" },
]

[[domains]]
id = "d"
title = "Domain"
"""
STANDARD = """
[[standards]]
id = "{0}"
domain = "d"
title = "{0}"
rated = true
source = "us"
confidence = "proposed"
"""
QUESTION = """
[[key_questions]]
id = "{0}"
standard = "{1}"
title = "{0}"
text = "Is {0} good?"
source = "us"
confidence = "proposed"
"""
RATINGS = """
[ratings]
grades = [
  { id = "low", label = "Low", points = 0 },
  { id = "mid", label = "Mid", points = 1 },
  { id = "high", label = "High", points = 2 },
]

[[ratings.rules]]
id = "cases"
kind = "bands"
standards = ["s", "t"]
bands = [{ grade = "low" }, { grade = "mid", from = 50 }, { grade = "high", from = 80 }]
discretion = 5
source = "us"
confidence = "proposed"

[[ratings.rules]]
id = "panel"
kind = "judgement"
standards = ["p"]
source = "us"
confidence = "proposed"

[ratings.overall]
kind = "points"
bands = [{ grade = "low" }, { grade = "mid", above = 0.5 }, { grade = "high", above = 1.5 }]
source = "us"
confidence = "proposed"
"""


class Rater:
    """Rates units under the framework, with parts of its rules replaced."""

    def __init__(self, folder):
        self.path = folder / "rated.toml"

    @staticmethod
    def unit(name="A", cohort=None, region="", **shares):
        """A unit in which key question q has `yes` of `n` positive: q=(yes, n)."""
        n = max(of for _, of in shares.values())
        counted = np.array(
            [[row < of for _, of in shares.values()] for row in range(n)]
        )
        positive = np.array(
            [[row < yes for yes, _ in shares.values()] for row in range(n)]
        )
        return JudgedCases(
            name, region, tuple(shares), counted, positive & counted, cohort
        )

    def framework(self, *changes):
        text = FRAMEWORK + "".join(STANDARD.format(name) for name in "stp")
        text += QUESTION.format("q1", "s") + QUESTION.format("q2", "s")
        text += QUESTION.format("q3", "t") + RATINGS
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self.path.write_text(text)
        return read_framework(self.path)

    def __call__(self, *units, changes=(), entries=(), draws=0):
        found = {
            (unit, standard): Entry(unit, standard, grade, "Because.")
            for unit, standard, grade in entries
        }
        return rate_all(self.framework(*changes), units, found, draws, 1)


@pytest.fixture
def rate(tmp_path):
    return Rater(tmp_path)
