"""How likely each grade is once every case is judged, from the cases judged so far.

The open cases of a cohort are drawn by a Polya urn (Ghosh and Meeden 1997, Bayesian
Methods for Finite Population Sampling, ch. 2) that holds the judged cases, each with all
its answers, and two half cases: one with every answer positive, one with none. For a
single key question asked of all cases this is the beta-binomial posterior of Jeffreys'
prior, Beta(1/2, 1/2); for several it keeps the way in which answers go together. Without
a known cohort the urn is drawn from without end (Dirichlet weights).

It takes judged cases to be a random part of the cohort, and judgements to be without
error.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.standards.ratings.cases import JudgedCases

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Draws:
    """Completed cohorts: (draws, k) positive and counted answers, whole numbers or shares."""

    key_questions: tuple[str, ...]
    positive: Floats
    counted: Floats

    def percent(self, question: str) -> Floats:
        """(draws,) the percentage of positive answers in each completed cohort."""
        at = self.key_questions.index(question)
        return 100 * self.positive[:, at] / self.counted[:, at]


def draw_cohorts(cases: JudgedCases, draws: int, seed: int) -> Draws:
    """Complete a unit's cohort many times. The order of the cases makes no difference."""
    rng = np.random.default_rng([seed, zlib.crc32(cases.unit.encode())])
    patterns, weights = _patterns(cases)
    counted, positive = patterns[:, 0, :], patterns[:, 1, :]
    shares = rng.gamma(weights, size=(draws, len(weights)))
    shares /= shares.sum(axis=1, keepdims=True)
    if cases.still_open is None:
        shares *= cases.judged  # so that units add up by their size
        return Draws(cases.key_questions, shares @ positive, shares @ counted)
    drawn = rng.multinomial(cases.still_open, shares).astype(float)
    return Draws(
        cases.key_questions,
        cases.positive.sum(axis=0) + drawn @ positive,
        cases.counted.sum(axis=0) + drawn @ counted,
    )


def _patterns(cases: JudgedCases) -> tuple[Floats, Floats]:
    """(patterns, 2, k) distinct answers of the urn, and how many cases each stands for."""
    k = len(cases.key_questions)
    rows = np.concatenate([cases.counted, cases.positive], axis=1).astype(float)
    found, counts = np.unique(rows, axis=0, return_counts=True)
    ones, noughts = np.ones(k), np.zeros(k)
    prior = np.array([np.concatenate([ones, ones]), np.concatenate([ones, noughts])])
    patterns = np.concatenate([found, prior]).reshape(-1, 2, k)
    return patterns, np.concatenate([counts.astype(float), [0.5, 0.5]])


def add_up(parts: Sequence[Draws]) -> Draws:
    """The completed cohorts of several units together."""
    return Draws(
        parts[0].key_questions,
        np.sum([part.positive for part in parts], axis=0),
        np.sum([part.counted for part in parts], axis=0),
    )


def chances(grades: NDArray[np.int64], names: Sequence[str]) -> dict[str, float]:
    """The share of draws in which each grade came out."""
    counts = np.bincount(grades, minlength=len(names))
    return {name: float(n) / len(grades) for name, n in zip(names, counts, strict=True)}
