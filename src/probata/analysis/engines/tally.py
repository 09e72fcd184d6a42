"""Counts over chunks: everything in the results that is a number of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.analysis.engines.chunks import Chunk
from probata.dataset.codebook import MISSING_REASONS
from probata.dataset.columns import Cases, Coded, Column, Measured

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
REASONS = len(MISSING_REASONS)


@dataclass
class Tally:
    """Sums of chunks. `counts` by key, `listed` by listing and combination of codes.

    Keys: ("n",), ("read",), ("excluded",), ("variable", name) (REASONS + k, 3) by code
    from the last missing reason up and by outcome no, yes, unknown; ("cross", name, by);
    ("model", id, ...) over the complete cases of a model.
    """

    counts: dict[tuple[str, ...], NDArray[Any]] = field(default_factory=dict)
    ends: dict[tuple[str, ...], Floats] = field(default_factory=dict)
    listed: dict[str, Counter[tuple[int, ...]]] = field(default_factory=dict)
    synthetic: bool = False

    def __add__(self, other: Tally) -> Tally:
        counts = dict(self.counts)
        for key, value in other.counts.items():
            counts[key] = counts[key] + value if key in counts else value
        ends = dict(self.ends)
        for key, value in other.ends.items():
            ends[key] = np.fmax(ends[key], value) if key in ends else value
        listed = {
            key: self.listed.get(key, Counter()) + other.listed.get(key, Counter())
            for key in [
                *self.listed,
                *(k for k in other.listed if k not in self.listed),
            ]
        }
        return Tally(counts, ends, listed, self.synthetic or other.synthetic)


@dataclass(frozen=True)
class TallyTask:
    """What to count: `models` by their variables, `crosses` and `listings` by theirs."""

    outcome: str
    positive: str
    models: tuple[tuple[str, tuple[str, ...]], ...]
    crosses: tuple[tuple[str, str], ...]
    listings: tuple[tuple[str, tuple[str, ...]], ...]

    def __call__(self, chunks: Iterable[Chunk]) -> Tally:
        total = Tally()
        for chunk in chunks:
            total = total + self._count(chunk)
        return total

    def _count(self, chunk: Chunk) -> Tally:
        cases = chunk.cases
        outcome = outcome_codes(cases, self.outcome, self.positive)
        tally = Tally(synthetic=cases.synthetic)
        counts = tally.counts
        counts["n",] = np.array(cases.n)
        counts["read",] = np.array(chunk.read)
        counts["excluded",] = np.array(chunk.excluded, dtype=np.int64)
        for name, column in cases.columns.items():
            if isinstance(column, Coded):
                counts["variable", name] = _by_outcome(
                    column.codes, len(column.categories), outcome
                )
            elif isinstance(column, Measured):
                counts["variable", name] = _by_outcome(column.reasons, 1, outcome)
        for name, by in self.crosses:
            counts["cross", name, by] = _cross(cases, name, by, outcome)
        for key, names in self.listings:
            codes = [np.maximum(cases.coded(n).codes, -1).astype(int) for n in names]
            found, times = np.unique(np.stack(codes, 1), axis=0, return_counts=True)
            tally.listed[key] = Counter(
                {
                    tuple(map(int, row)): int(n)
                    for row, n in zip(found, times, strict=True)
                }
            )
        for model, names in self.models:
            _count_model(tally, model, names, cases, outcome)
        return tally


def outcome_codes(cases: Cases, variable: str, positive: str) -> NDArray[np.intp]:
    """(n,) 0 negative, 1 positive, 2 unknown."""
    column = cases.coded(variable)
    codes = np.where(column.codes < 0, 2, column.is_category(positive))
    return np.asarray(codes, dtype=np.intp)


def complete_rows(
    cases: Cases, names: Iterable[str], outcome: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """(n,) the outcome and every variable have a value."""
    rows = outcome < 2
    for name in names:
        # Most columns have no gap, which their least code tells without a mask.
        codes = _codes(cases[name])
        if codes.size and codes.min() < 0:
            rows &= codes >= 0
    return np.asarray(rows)


def _codes(column: Column) -> NDArray[np.int16]:
    """(n,) below 0 where a value is missing."""
    return column.codes if isinstance(column, Coded) else column.reasons


def _by_outcome(codes: NDArray[np.int16], k: int, outcome: NDArray[np.intp]) -> Ints:
    at = (codes.astype(np.intp) + REASONS) * 3 + outcome
    return np.bincount(at, minlength=(k + REASONS) * 3).reshape(-1, 3)


def _cross(cases: Cases, name: str, by: str, outcome: NDArray[np.intp]) -> Ints:
    """(categories of by, categories of name, 2): cases by outcome."""
    one, other = cases.coded(name), cases.coded(by)
    use = (one.codes >= 0) & (other.codes >= 0) & (outcome < 2)
    shape = len(other.categories), len(one.categories), 2
    at = np.ravel_multi_index(
        (other.codes[use].astype(int), one.codes[use].astype(int), outcome[use]), shape
    )
    return np.bincount(at, minlength=int(np.prod(shape))).reshape(shape)


def _count_model(
    tally: Tally,
    model: str,
    names: tuple[str, ...],
    cases: Cases,
    outcome: NDArray[np.intp],
) -> None:
    counts = tally.counts
    rows = outcome < 2
    for name in names:
        missing = cases[name].missing() != 0
        counts["model", model, "lost", name] = np.array((rows & missing).sum())
        rows &= ~missing
    counts["model", model, "used"] = np.array(rows.sum())
    counts["model", model, "positive"] = np.array(outcome[rows].sum())
    for name in names:
        column = cases[name]
        key = "model", model, "of", name
        if isinstance(column, Coded):
            codes = column.codes[rows].astype(np.intp)
            counts[key] = np.bincount(codes, minlength=len(column.categories))
        elif isinstance(column, Measured):
            values = column.values[rows].astype(float)
            counts[key] = np.array([values.sum(), (values**2).sum()])
            if values.size:
                tally.ends[key] = np.array([values.max(), -values.min()])
