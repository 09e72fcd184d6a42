"""n, positive and per cent by category, with Wilson intervals; missing values by reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import count_missing, positive_outcome
from probata.analysis.distributions import chi_square_tail
from probata.analysis.results import (
    AssociationTest,
    CategoryShare,
    Cross,
    CrossShare,
    Frequency,
    ListingResult,
    ListingRow,
    MissingCount,
    Share,
)
from probata.analysis.study import Listing, Study
from probata.dataset.columns import Cases, Coded
from probata.proportions import wilson_interval

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def measure_share(
    positive: int, n: int, confidence: float, population: float | None = None
) -> Share:
    """A share in per cent with its interval; no percentage where there is no case.

    `population`: the cases are a sample of so many, for whom the interval is.
    """
    if n == 0:
        return Share(n=0, positive=0, percent=None, ci_low=None, ci_high=None)
    low, high = wilson_interval(positive, n, confidence, population)
    return Share(
        n=n,
        positive=positive,
        percent=100 * positive / n,
        ci_low=100 * low,
        ci_high=100 * high,
    )


def measure_total(study: Study, cases: Cases) -> Share:
    """All cases whose outcome is known."""
    outcome, known = positive_outcome(study, cases)
    confidence = study.file.inference.confidence
    return measure_share(int(outcome[known].sum()), int(known.sum()), confidence)


def measure_variable(study: Study, cases: Cases, name: str) -> Frequency:
    """One categorical or banded variable by the outcome."""
    outcome, known = positive_outcome(study, cases)
    column = cases.coded(name)
    missing = count_missing(np.where(known, column.missing(), 0), outcome)
    counts = _count(column, outcome, known)
    confidence = study.file.inference.confidence
    return make_frequency(name, column.categories, counts, missing, confidence)


def make_frequency(
    name: str,
    categories: Sequence[str],
    counts: NDArray[np.int64],
    missing: tuple[MissingCount, ...],
    confidence: float,
) -> Frequency:
    """A variable by outcome from `counts` (k, 2): cases and positive ones by category."""
    shares = tuple(
        CategoryShare(
            category=category,
            **measure_share(int(yes), int(n), confidence).model_dump(),
        )
        for category, (n, yes) in zip(categories, counts, strict=True)
    )
    test, note = _test_association(counts)
    return Frequency(
        variable=name, categories=shares, missing=missing, test=test, note=note
    )


def measure_cross(study: Study, cases: Cases, name: str, by: str) -> Cross:
    """A variable by the outcome within each category of another."""
    outcome, known = positive_outcome(study, cases)
    column, other = cases.coded(name), cases.coded(by)
    counts = [
        _count(column, outcome, known & other.is_category(group))
        for group in other.categories
    ]
    confidence = study.file.inference.confidence
    names = column.categories, other.categories
    return make_cross(name, by, names, np.stack(counts), confidence)


def make_cross(
    name: str,
    by: str,
    categories: tuple[Sequence[str], Sequence[str]],
    counts: NDArray[np.int64],
    confidence: float,
) -> Cross:
    """From `counts` (categories of by, categories, 2): cases and positive ones."""
    cells = []
    for group, part in zip(categories[1], counts, strict=True):
        for category, (n, yes) in zip(categories[0], part, strict=True):
            share = measure_share(int(yes), int(n), confidence)
            cells.append(
                CrossShare(category=category, by_category=group, **share.model_dump())
            )
    return Cross(variable=name, by=by, cells=tuple(cells))


def _count(column: Coded, outcome: Floats, rows: Bools) -> NDArray[np.int64]:
    """(k, 2): cases and positive cases of each category."""
    use = rows & (column.codes >= 0)
    size = len(column.categories)
    codes = column.codes[use].astype(np.intp)
    n = np.bincount(codes, minlength=size)
    yes = np.bincount(codes, outcome[use], size).round()
    return np.stack([n, yes.astype(np.int64)], axis=1)


def _test_association(
    counts: NDArray[np.int64],
) -> tuple[AssociationTest | None, str]:
    """Pearson's chi-square of a k by 2 table; categories without a case are left out."""
    table = np.stack([counts[:, 1], counts[:, 0] - counts[:, 1]], axis=1)
    used = table[table.sum(axis=1) > 0].astype(float)
    note = ""
    if len(used) < len(table):
        note = f"{len(table) - len(used)} category without a case is not in the test"
    if len(used) < 2 or (used.sum(axis=0) == 0).any():
        return None, "no test: one category, or one outcome, only"
    expected = np.outer(used.sum(axis=1), used.sum(axis=0)) / used.sum()
    statistic = float(((used - expected) ** 2 / expected).sum())
    df = len(used) - 1
    test = AssociationTest(
        statistic=statistic,
        df=df,
        p=chi_square_tail(statistic, df),
        smallest_expected=float(expected.min()),
    )
    return test, note


def list_combinations(spec: Listing, cases: Cases) -> ListingResult:
    """The combinations of categories that occur, in the codebook's order."""
    columns = [cases.coded(name) for name in spec.variables]
    codes = np.stack([np.maximum(column.codes, -1) for column in columns], axis=1)
    found, counts = np.unique(codes, axis=0, return_counts=True)
    return make_listing(spec, [column.categories for column in columns], found, counts)


def make_listing(
    spec: Listing,
    categories: Sequence[Sequence[str]],
    found: Iterable[Sequence[int]],
    counts: Iterable[int],
) -> ListingResult:
    """From the combinations of codes `found`, -1 for a missing value, in their order."""
    rows = tuple(
        ListingRow(
            categories=tuple(
                names[code] if code >= 0 else None
                for names, code in zip(categories, row, strict=True)
            ),
            n=int(count),
        )
        for row, count in zip(found, counts, strict=True)
    )
    return ListingResult(id=spec.id, variables=spec.variables, rows=rows)
