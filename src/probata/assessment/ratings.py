"""Several judgements of the same cases, counted: what every measure of agreement needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NOT_RATED = -1


@dataclass(frozen=True)
class Ratings:
    """One question, judged more than once.

    `codes`: cases x raters, the position of each judgement in `categories`; NOT_RATED
    where a rater did not judge the case. Where raters are many and each saw few cases,
    a column is a place at the case (first, second ... judgement), not a person.
    `values`: the categories as numbers, for distances; their positions, if not given.
    `case_weights`: one over the probability that the case was chosen for a second
    judgement; 1 if not given.
    """

    codes: NDArray[np.int64]
    categories: tuple[str, ...]
    values: tuple[float, ...] | None = None
    case_weights: Floats | None = None

    def __post_init__(self) -> None:
        codes = self.codes
        if codes.ndim != 2:
            raise ValueError("ratings are a table of cases x raters")
        if len(self.categories) < 2:
            raise ValueError("agreement needs at least two categories")
        if codes.size and not NOT_RATED <= codes.min() <= codes.max() < self.q:
            raise ValueError("a rating is none of the categories")
        if self.values is not None and len(self.values) != self.q:
            raise ValueError("there must be one value for each category")
        weights = self.case_weights
        if weights is not None and not (
            weights.shape == codes.shape[:1]
            and np.isfinite(weights).all()
            and (weights > 0).all()
        ):
            raise ValueError("there must be one weight above 0 for each case")

    @property
    def q(self) -> int:
        return len(self.categories)

    def scale(self) -> Floats:
        """The categories as numbers."""
        if self.values is None:
            return np.arange(self.q, dtype=np.float64)
        return np.asarray(self.values, dtype=np.float64)

    def weights(self) -> Floats:
        """Of each case, with a mean of 1 over the cases that were judged twice."""
        if self.case_weights is None:
            return np.ones(len(self.codes))
        twice = (self.codes != NOT_RATED).sum(axis=1) >= 2
        mean = self.case_weights[twice].mean() if twice.any() else 1.0
        return np.asarray(self.case_weights / mean)

    def counts(self) -> Floats:
        """Cases x categories: how many raters chose each."""
        chosen = self.codes[:, :, None] == np.arange(self.q)
        return np.asarray(chosen.sum(axis=1), dtype=np.float64)


def from_long(
    cases: NDArray[np.int64], codes: NDArray[np.int64], categories: tuple[str, ...]
) -> Ratings:
    """Ratings from one row a judgement: the case's number from 0, and the category.

    The order of the judgements of a case does not matter to any measure but Cohen's
    kappa, which needs two named raters.
    """
    order = np.argsort(cases, kind="stable")
    sizes = np.bincount(cases)
    starts = np.cumsum(sizes) - sizes
    place = np.arange(len(cases)) - np.repeat(starts, sizes)
    table = np.full((len(sizes), max(sizes.max(initial=1), 1)), NOT_RATED)
    table[cases[order], place] = codes[order]
    return Ratings(table, categories)
