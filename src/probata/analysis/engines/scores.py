"""Fitted probabilities of many cases as counts by value: area, grouping, classification."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.distributions import logistic, normal_quantile
from probata.analysis.engines.chunks import Chunk
from probata.analysis.engines.plan import Plan
from probata.analysis.engines.sums import predict
from probata.analysis.fit_results import Classification, FitGroup, HosmerLemeshow
from probata.analysis.goodness import measure_groups
from probata.analysis.roc import Area

Floats = NDArray[np.float64]
# Up to so many cases each fitted probability is kept; beyond, they share BINS values.
EXACT_CASES = 2_000_000
BINS = 1 << 17


@dataclass(frozen=True)
class Scores:
    """Cases by fitted probability, ascending: `mu` (b,), negative and positive cases (b,).

    Where `exact`, each value of the probability has its own place; otherwise `mu` is the
    mean of the cases that share a bin of equal width.
    """

    mu: Floats
    negative: Floats
    positive: Floats
    exact: bool

    @property
    def n(self) -> Floats:
        return self.negative + self.positive

    def area_error(self) -> float:
        """How far the area can be from the exact one: half the share of tied pairs."""
        if self.exact:
            return 0.0
        tied = float(self.negative @ self.positive)
        return tied / 2 / float(self.negative.sum() * self.positive.sum())

    def area(self, confidence: float) -> Area:
        """As `roc.measure_area`, from counts (DeLong, DeLong and Clarke-Pearson 1988)."""
        positive, negative = self.positive.sum(), self.negative.sum()
        below = (np.cumsum(self.negative) - self.negative / 2) / negative
        above = 1 - (np.cumsum(self.positive) - self.positive / 2) / positive
        area = float(self.positive @ below / positive)
        if min(positive, negative) < 2:
            return Area(area, float("nan"), None, None)
        spread = self.positive @ (below - area) ** 2 / (positive - 1) / positive
        spread += self.negative @ (above - area) ** 2 / (negative - 1) / negative
        error = float(np.sqrt(spread))
        if error == 0:
            return Area(area, 0.0, None, None)
        reach = normal_quantile((1 + confidence) / 2) * error
        return Area(area, error, max(0.0, area - reach), min(1.0, area + reach))

    def classify(self, cut: float) -> Classification:
        """As `goodness.classify`."""
        called = self.mu >= cut
        counts = {
            "true_positive": int(self.positive[called].sum()),
            "false_positive": int(self.negative[called].sum()),
            "true_negative": int(self.negative[~called].sum()),
            "false_negative": int(self.positive[~called].sum()),
        }
        right = counts["true_positive"] + counts["true_negative"]
        percent = 100 * right / sum(counts.values())
        return Classification(cut=cut, percent_correct=percent, **counts)

    def hosmer_lemeshow(self, groups: int, rule: str) -> HosmerLemeshow | None:
        """As `goodness.measure_hosmer_lemeshow`, by the same rules."""
        if rule == "equal_groups":
            ranks = np.cumsum(self.n) - self.n + (self.n + 1) / 2
            labels = np.ceil(groups * ranks / self.n.sum())
        else:
            limits = np.unique(self._quantiles(np.linspace(0, 1, groups + 1), rule))
            labels = np.searchsorted(limits[1:-1], self.mu, side="left")
        parts = [self._group(labels == label) for label in np.unique(labels)]
        return measure_groups(rule, parts)

    def _group(self, inside: NDArray[np.bool_]) -> FitGroup:
        mu = self.mu[inside]
        return FitGroup(
            n=int(self.n[inside].sum()),
            observed=int(self.positive[inside].sum()),
            expected=float(mu @ self.n[inside]),
            lowest=float(mu[0]),
            highest=float(mu[-1]),
        )

    def _quantiles(self, shares: Floats, rule: str) -> Floats:
        """Type 7 of Hyndman and Fan (1996), or type 2 for `averaged_quantiles`."""
        last = np.cumsum(self.n)
        n = last[-1]

        def value(rank: Floats) -> Floats:
            at = np.searchsorted(last, np.clip(rank, 0, n - 1), side="right")
            return np.asarray(self.mu[at])

        if rule == "averaged_quantiles":
            place = n * shares
            whole = np.floor(place)
            return np.where(
                place == whole, (value(whole - 1) + value(whole)) / 2, value(whole)
            )
        place = (n - 1) * shares
        low, high = value(np.floor(place)), value(np.floor(place) + 1)
        part = place - np.floor(place)
        # The same two forms as numpy's, so that limits agree to the last bit.
        found = np.where(
            part < 0.5, low + (high - low) * part, high - (high - low) * (1 - part)
        )
        return np.asarray(found)


@dataclass(frozen=True)
class Gathered:
    """Fitted probabilities and outcomes of chunks, in their order."""

    mu: list[Floats]
    y: list[Floats]

    def __add__(self, other: Gathered) -> Gathered:
        return Gathered(self.mu + other.mu, self.y + other.y)

    def scores(self) -> Scores:
        mu, y = np.concatenate(self.mu), np.concatenate(self.y)
        values, where = np.unique(mu, return_inverse=True)
        positive: Floats = np.bincount(where, y, values.size).astype(float)
        negative: Floats = np.bincount(where, 1 - y, values.size).astype(float)
        return Scores(values, negative, positive, True)


@dataclass(frozen=True)
class Binned:
    """Sums by bin: (3, BINS) cases, positive cases, fitted probability."""

    sums: Floats

    def __add__(self, other: Binned) -> Binned:
        return Binned(self.sums + other.sums)

    def scores(self) -> Scores:
        used = self.sums[:, self.sums[0] > 0]
        return Scores(used[2] / used[0], used[0] - used[1], used[1], False)


@dataclass(frozen=True)
class ScoreTask:
    """The fitted probabilities of a plan at `beta`, each of them or by bins."""

    plan: Plan
    beta: Floats
    exact: bool

    @property
    def size(self) -> int:
        """Bytes of what it returns, where they are many."""
        return 0 if self.exact else 3 * 8 * BINS

    def __call__(self, chunks: Iterable[Chunk]) -> Gathered | Binned:
        gathered = Gathered([], [])
        sums = np.zeros((3, 0 if self.exact else BINS))
        for chunk in chunks:
            rows = self.plan.read(chunk.cases)
            mu = logistic(predict(self.plan, rows, self.beta))
            if self.exact:
                gathered.mu.append(mu)
                gathered.y.append(rows.y)
                continue
            at = np.minimum((mu * BINS).astype(np.intp), BINS - 1)
            for place, weight in enumerate((None, rows.y, mu)):
                sums[place] += np.bincount(at, weight, BINS)
        return gathered if self.exact else Binned(sums)
