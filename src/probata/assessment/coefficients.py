"""Measures of agreement, each a function of sums over cases.

Every measure is written as `value(sums)`, where `sums` adds up what each case contributes
(`contribute`). One form serves the estimate, its variance by linearisation, the bootstrap
and design weights, which only weight the contributions.

Sources: Cohen (1960, 1968), Educational and Psychological Measurement 20, 37; Psychological
Bulletin 70, 213. Fleiss (1971), Psychological Bulletin 76, 378. Gwet (2008), British
Journal of Mathematical and Statistical Psychology 61, 29, and Handbook of Inter-Rater
Reliability (4th edition, 2014). Krippendorff (2004), Content Analysis, chapter 11.
Brennan and Prediger (1981), Educational and Psychological Measurement 41, 687.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from probata.assessment.ratings import Floats, Ratings

Measure = Literal["percent", "cohen", "fleiss", "brennan_prediger", "gwet", "alpha"]
Scale = Literal["nominal", "ordinal", "linear", "interval"]
Contribute = Callable[[Ratings, Floats], Floats]
# Sums may be complex: derivatives are taken by a step along the imaginary axis.
Numbers = NDArray[Any]


@dataclass(frozen=True)
class Coefficient:
    """What each case contributes (cases x sums), and the measure of the sums (... x sums)."""

    contribute: Contribute
    value: Callable[[Numbers, Floats, Scale], Numbers]


def agreement_weights(scale: Scale, values: Floats) -> Floats:
    """How far two categories agree, from 0 to 1 (1 on the diagonal).

    `nominal`: the same or not. `linear` (Cicchetti-Allison) and `interval` (quadratic,
    Fleiss-Cohen): by the distance of their values. `ordinal` (Gwet 2014, 3.5): by how
    many pairs of ranks lie between them.
    """
    q = len(values)
    if scale == "nominal":
        return np.eye(q)
    if scale == "ordinal":
        apart = np.abs(np.subtract.outer(np.arange(q), np.arange(q)))
        return 1 - (apart + 1) * apart / (q * (q - 1))
    span = values.max() - values.min()
    if span == 0:
        raise ValueError("the values of the categories are all the same")
    apart = np.abs(np.subtract.outer(values, values)) / span
    return np.asarray(1 - (apart if scale == "linear" else apart**2))


def _contribute_pairs(ratings: Ratings, weights: Floats) -> Floats:
    """Agreement among a case's pairs, whether it has pairs, whether it is judged, shares."""
    counts = ratings.counts()
    raters = counts.sum(axis=1)
    pairs = raters * (raters - 1)
    has = pairs > 0
    agreed = ((counts @ weights) * counts).sum(axis=1) - raters
    observed = np.divide(agreed, pairs, out=np.zeros_like(pairs), where=has)
    judged = raters > 0
    shares = np.divide(
        counts, raters[:, None], out=np.zeros_like(counts), where=judged[:, None]
    )
    return np.column_stack([observed, has, judged, shares])


def _above_chance(observed: Numbers, expected: Numbers) -> Numbers:
    """What is agreed beyond chance, of what could be; nan where chance agrees always."""
    possible = 1 - expected
    always = np.abs(possible) < 1e-12
    value = (observed - expected) / np.where(always, 1, possible)
    return np.where(always, np.nan, value)


def _observed(sums: Numbers) -> Numbers:
    return sums[..., 0] / sums[..., 1]


def _shares(sums: Numbers) -> Numbers:
    return sums[..., 3:] / sums[..., 2:3]


def _percent(sums: Numbers, weights: Floats, scale: Scale) -> Numbers:
    return _observed(sums)


def _fleiss(sums: Numbers, weights: Floats, scale: Scale) -> Numbers:
    shares = _shares(sums)
    expected = ((shares @ weights) * shares).sum(axis=-1)
    return _above_chance(_observed(sums), expected)


def _brennan_prediger(sums: Numbers, weights: Floats, scale: Scale) -> Numbers:
    expected = np.full_like(sums[..., 0], weights.sum() / len(weights) ** 2)
    return _above_chance(_observed(sums), expected)


def _gwet(sums: Numbers, weights: Floats, scale: Scale) -> Numbers:
    shares = _shares(sums)
    q = len(weights)
    spread = (shares * (1 - shares)).sum(axis=-1)
    return _above_chance(_observed(sums), weights.sum() * spread / (q * (q - 1)))


def _contribute_table(ratings: Ratings, weights: Floats) -> Floats:
    """Of two raters: in which cell of their table a case stands; none if one is missing."""
    first, second = ratings.codes[:, 0], ratings.codes[:, 1]
    q = ratings.q
    both = (first >= 0) & (second >= 0)
    cells = np.zeros((len(first), q * q))
    cells[np.flatnonzero(both), (first * q + second)[both]] = 1
    return cells


def _cohen(sums: Numbers, weights: Floats, scale: Scale) -> Numbers:
    q = len(weights)
    table = sums.reshape(*sums.shape[:-1], q, q)
    table = table / table.sum(axis=(-2, -1), keepdims=True)
    observed = (table * weights).sum(axis=(-2, -1))
    rows, columns = table.sum(axis=-1), table.sum(axis=-2)
    return _above_chance(observed, ((rows @ weights) * columns).sum(axis=-1))


def _contribute_coincidences(ratings: Ratings, weights: Floats) -> Floats:
    """Krippendorff's coincidences of each case that has pairs, as q x q in a row."""
    counts = ratings.counts()
    raters = counts.sum(axis=1)
    q = ratings.q
    matched = counts[:, :, None] * counts[:, None, :]
    matched[:, np.arange(q), np.arange(q)] -= counts
    scale = np.divide(1, raters - 1, out=np.zeros_like(raters), where=raters > 1)
    return np.asarray((matched * scale[:, None, None]).reshape(len(counts), q * q))


def _alpha(sums: Numbers, weights: Floats, scale: Scale) -> Numbers:
    q = len(weights)
    found = sums.reshape(*sums.shape[:-1], q, q)
    each = found.sum(axis=-1)
    total = each.sum(axis=-1)
    apart = _ordinal_distance(each) if scale == "ordinal" else 1 - weights
    observed = (found * apart).sum(axis=(-2, -1))
    expected = (each[..., :, None] * each[..., None, :] * apart).sum(axis=(-2, -1))
    never = np.abs(expected) < 1e-12
    value = 1 - (total - 1) * observed / np.where(never, 1, expected)
    return np.where(never, np.nan, value)


def _ordinal_distance(each: Numbers) -> Numbers:
    """Krippendorff's ordinal metric: the ratings that lie between two ranks, squared."""
    middle = np.cumsum(each, axis=-1) - each / 2
    return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)


COEFFICIENTS: dict[Measure, Coefficient] = {
    "percent": Coefficient(_contribute_pairs, _percent),
    "cohen": Coefficient(_contribute_table, _cohen),
    "fleiss": Coefficient(_contribute_pairs, _fleiss),
    "brennan_prediger": Coefficient(_contribute_pairs, _brennan_prediger),
    "gwet": Coefficient(_contribute_pairs, _gwet),
    "alpha": Coefficient(_contribute_coincidences, _alpha),
}
