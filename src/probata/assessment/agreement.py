"""How far judges agree, beyond chance and with what uncertainty.

>>> from probata.assessment.agreement import measure_agreement
>>> found = measure_agreement(ratings, bootstrap=2000)
>>> found.estimate("gwet").value
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from probata.assessment.coefficients import (
    COEFFICIENTS,
    Contribute,
    Measure,
    Numbers,
    Scale,
    agreement_weights,
)
from probata.assessment.ratings import NOT_RATED, Floats, Ratings
from probata.assessment.uncertainty import (
    Interval,
    linearise,
    percentile_interval,
    resample,
    score_interval,
)

MINIMUM = 10  # cases judged twice before a number is shown; a rule of ours
# Under so many judgements of a category the kappas swing with each of them.
_FEW = 10
_KAPPAS: tuple[Measure, ...] = ("cohen", "fleiss", "alpha")


@dataclass(frozen=True)
class Estimate:
    """A measure from -1 to 1; no value where it is not defined or too few cases hold it.

    `error`: standard error by linearisation, cases as sampling units. `interval`: score
    limits from it (`score_interval`). `bootstrap`: percentiles over resampled cases;
    `undefined` replicates had no value and are left out. `caution`: why the limits are
    likely to be too narrow.
    """

    measure: Measure
    value: float | None
    error: float | None = None
    interval: Interval | None = None
    bootstrap: Interval | None = None
    undefined: int = 0
    reason: str = ""
    caution: str = ""


@dataclass(frozen=True)
class Agreement:
    """`cases` were judged at all, `twice` by two or more; `judgements` of these, in
    `pairs`. `shares`: of each category among them (prevalence), weighted as the cases.
    `bias`: the greatest difference between two raters in the share of a category,
    where there are two.
    """

    scale: Scale
    cases: int
    twice: int
    judgements: int
    pairs: int
    shares: tuple[float, ...]
    bias: float | None
    estimates: tuple[Estimate, ...]

    def estimate(self, measure: Measure) -> Estimate:
        return next(item for item in self.estimates if item.measure == measure)


def measure_agreement(
    ratings: Ratings,
    measures: Sequence[Measure] = ("percent", "gwet", "alpha", "fleiss", "cohen"),
    scale: Scale = "nominal",
    *,
    bootstrap: int = 0,
    seed: int = 0,
    minimum: int = MINIMUM,
) -> Agreement:
    """Agreement on one question.

    `scale`: how near two categories are (see `agreement_weights`); with one other than
    nominal, `gwet` is AC2 and the kappas are weighted. Cohen's kappa is left without
    value, with the reason, unless there are two raters. `bootstrap`: replicates.
    `minimum`: cases judged twice before any number is given.
    """
    raters = (ratings.codes != NOT_RATED).sum(axis=1)
    twice = raters >= 2
    among = raters[twice]
    refused = {
        name: _refuse(name, ratings, int(twice.sum()), minimum) for name in measures
    }
    asked = [name for name in measures if not refused[name]]
    found = _estimate(asked, ratings, scale, bootstrap, seed)
    caution = _find_caution(ratings, twice)
    return Agreement(
        scale=scale,
        cases=int((raters >= 1).sum()),
        twice=len(among),
        judgements=int(among.sum()),
        pairs=int((among * (among - 1) // 2).sum()),
        shares=_find_shares(ratings, twice),
        bias=_find_bias(ratings),
        estimates=tuple(
            Estimate(name, None, reason=refused[name])
            if refused[name]
            else replace(found[name], caution=caution if name in _KAPPAS else "")
            for name in measures
        ),
    )


def _refuse(measure: Measure, ratings: Ratings, twice: int, minimum: int) -> str:
    needed = max(minimum, 2)
    if twice < needed:
        return f"{twice} cases were judged twice; {needed} are needed"
    if measure == "cohen" and ratings.codes.shape[1] != 2:
        return "Cohen's kappa is of two raters who judged the same cases"
    return ""


def _estimate(
    measures: Sequence[Measure],
    ratings: Ratings,
    scale: Scale,
    bootstrap: int,
    seed: int,
) -> dict[Measure, Estimate]:
    """Every measure from the same sums, and from the same resampled cases."""
    weights = agreement_weights(scale, ratings.scale())
    judged = (ratings.codes != NOT_RATED).any(axis=1)
    case_weights = ratings.weights()[judged, None]
    each: dict[Contribute, Floats] = {}
    for measure in measures:
        contribute = COEFFICIENTS[measure].contribute
        if contribute not in each:
            each[contribute] = contribute(ratings, weights)[judged] * case_weights
    drawn: dict[Contribute, Floats] = {}
    if bootstrap and each:
        sums = resample(np.hstack(list(each.values())), bootstrap, seed)
        ends = np.cumsum([part.shape[1] for part in each.values()])
        drawn = dict(zip(each, np.split(sums, ends[:-1], axis=1), strict=True))
    return {
        measure: _estimate_one(measure, each, drawn, weights, scale)
        for measure in measures
    }


def _estimate_one(
    measure: Measure,
    each: Mapping[Contribute, Floats],
    drawn: Mapping[Contribute, Floats],
    weights: Floats,
    scale: Scale,
) -> Estimate:
    coefficient = COEFFICIENTS[measure]

    def value(sums: Numbers) -> Numbers:
        return coefficient.value(sums, weights, scale)

    parts = each[coefficient.contribute]
    # A case that contributes to no sum says nothing about this measure.
    parts = parts[np.abs(parts).sum(axis=1) > 0]
    sums = parts.sum(axis=0)
    found = float(value(sums)) if len(parts) > 1 else float("nan")
    if not np.isfinite(found):
        reason = "all judgements are the same; beyond chance nothing can be agreed"
        return Estimate(measure, None, reason=reason)
    error = linearise(value, parts, sums)
    least = 0.0 if measure == "percent" else -1.0
    interval = score_interval(found, error, len(parts), least)
    resampled, undefined = None, 0
    if drawn:
        resampled, undefined = percentile_interval(value, drawn[coefficient.contribute])
    return Estimate(measure, found, error, interval, resampled, undefined)


def _find_caution(ratings: Ratings, twice: NDArray[np.bool_]) -> str:
    """Names the categories of which there are few judgements; unused ones do not matter."""
    counts = ratings.counts()[twice].sum(axis=0)
    few = [
        f"{name} ({int(count)})"
        for name, count in zip(ratings.categories, counts, strict=True)
        if 0 < count < _FEW
    ]
    return f"few judgements of {', '.join(few)}" if few else ""


def _find_shares(ratings: Ratings, twice: NDArray[np.bool_]) -> tuple[float, ...]:
    counts = ratings.counts()[twice] * ratings.weights()[twice, None]
    total = counts.sum()
    return tuple(float(item) for item in counts.sum(axis=0) / total) if total else ()


def _find_bias(ratings: Ratings) -> float | None:
    """Byrt, Bishop and Carlin (1993), Journal of Clinical Epidemiology 46, 423."""
    codes = ratings.codes
    if codes.shape[1] != 2:
        return None
    both = (codes != NOT_RATED).all(axis=1)
    if not both.any():
        return None
    weights = ratings.weights()[both]
    shares = [
        np.bincount(codes[both, at], weights=weights, minlength=ratings.q)
        / weights.sum()
        for at in (0, 1)
    ]
    return float(np.abs(shares[0] - shares[1]).max())
