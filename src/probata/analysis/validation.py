"""How well a score tells who will have an outcome: discrimination and calibration, by group.

validate_score(scored, scale, ...) -> Validation
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from probata import __version__
from probata.analysis.distributions import normal_quantile
from probata.analysis.frequencies import measure_share
from probata.analysis.logistic import fit_logistic
from probata.analysis.reliability_results import Part
from probata.analysis.results import Share
from probata.analysis.roc import measure_area
from probata.analysis.shift import shift_logit
from probata.dataset.read_scored import Scored
from probata.errors import DataError

Floats = NDArray[np.float64]
Scale = Literal["probability", "percent", "points"]
BINS = 10
# A group with fewer people of either outcome gets counts, but no measure.
LEAST = 10
# A score of at most so many values has a bin for each of them.
FEW = 20


class Measure(Part):
    """A number with its limits, None where there is no finite interval."""

    value: float
    low: float | None
    high: float | None


class ScoreBin(Part):
    """People of like score: range and mean of the score, and their outcomes."""

    lowest: float
    highest: float
    mean: float
    observed: Share


class GroupValidation(Part):
    """One group (or everybody, with empty names). Measures are None in a small group.

    `expected` is the mean probability in per cent, and `intercept` the calibration in the
    large: the logit by which the probabilities are too low, with the slope held at 1.
    Both are None for points, whose `slope` is the log odds of one point more; of
    probabilities it is the logit observed for one more predicted, 1 if right.
    """

    variable: str
    group: str
    observed: Share
    auc: Measure | None
    expected: float | None
    intercept: Measure | None
    slope: Measure | None
    brier: float | None
    reason: str = ""


class Validation(Part):
    """Everything that the report of a score prints. No row of data is in it."""

    score: str
    outcome: str
    positive: str
    scale: Scale
    rows: int
    left_out: dict[str, int]
    everybody: GroupValidation
    groups: tuple[GroupValidation, ...]
    bins: tuple[ScoreBin, ...]
    confidence: float
    data_name: str
    data_sha256: str
    synthetic: bool
    probata: str


def validate_score(
    scored: Scored,
    scale: Scale,
    named: tuple[str, str, str],
    confidence: float = 0.95,
) -> Validation:
    """Measure a score. `named`: the columns of score and outcome, and the positive value.

    Raises DataError where a probability is not strictly between 0 and 1.
    """
    score = _on_scale(scored, scale, named[0])
    groups = [
        _measure(scored.y[at], score[at], scale, confidence, (name, group))
        for name, column in scored.groups.items()
        for group in column.categories
        for at in [column.is_category(group)]
    ]
    return Validation(
        score=named[0],
        outcome=named[1],
        positive=named[2],
        scale=scale,
        rows=scored.rows,
        left_out=dict(scored.left_out),
        everybody=_measure(scored.y, score, scale, confidence, ("", "")),
        groups=tuple(groups),
        bins=tuple(_bins(scored.y, scored.score, confidence)),
        confidence=confidence,
        data_name=scored.name,
        data_sha256=scored.sha256,
        synthetic=scored.synthetic,
        probata=__version__,
    )


def _on_scale(scored: Scored, scale: Scale, name: str) -> Floats:
    """Probabilities from 0 to 1, or the points as they are."""
    if scale == "points":
        return scored.score
    most = 100.0 if scale == "percent" else 1.0
    wrong = int(((scored.score <= 0) | (scored.score >= most)).sum())
    if wrong:
        raise DataError(
            f"{scored.name}: {wrong:,} values of `{name}` are not between 0 and "
            f"{most:g} (ends excluded), as a {scale} must be. Choose another --scale; "
            "`points` takes any number."
        )
    return np.asarray(scored.score / most)


def _measure(
    y: Floats, score: Floats, scale: Scale, confidence: float, name: tuple[str, str]
) -> GroupValidation:
    n, positive = y.size, int(y.sum())
    share = measure_share(positive, n, confidence)
    none = GroupValidation(
        variable=name[0],
        group=name[1],
        observed=share,
        auc=None,
        expected=None,
        intercept=None,
        slope=None,
        brier=None,
        reason=f"fewer than {LEAST} people of one outcome",
    )
    if min(positive, n - positive) < LEAST:
        return none
    area = measure_area(y, score, confidence)
    told = none.model_copy(
        update={
            "auc": Measure(value=area.area, low=area.low, high=area.high),
            "reason": "",
        }
    )
    if np.ptp(score) == 0:
        return told.model_copy(update={"reason": "everybody has the same score"})
    if scale == "points":
        return told.model_copy(update={"slope": _slope(score, y, confidence)})
    logit = np.log(score / (1 - score))
    return told.model_copy(
        update={
            "expected": float(100 * score.mean()),
            "intercept": _intercept(logit, y, confidence),
            "slope": _slope(logit, y, confidence),
            "brier": float(((y - score) ** 2).mean()),
        }
    )


def _slope(x: Floats, y: Floats, confidence: float) -> Measure | None:
    """Of the logistic regression of the outcome; None where it is not finite."""
    fit = fit_logistic(np.column_stack([np.ones_like(x), x]), y)
    if not fit.certain:
        return None
    reach = normal_quantile((1 + confidence) / 2) * float(fit.standard_error[1])
    value = float(fit.beta[1])
    return Measure(value=value, low=value - reach, high=value + reach)


def _intercept(logit: Floats, y: Floats, confidence: float) -> Measure:
    """The constant that makes the mean probability right, with the slope held at 1."""
    value, spread = shift_logit(logit, y)
    reach = normal_quantile((1 + confidence) / 2) * spread
    return Measure(value=value, low=value - reach, high=value + reach)


def _bins(y: Floats, score: Floats, confidence: float) -> Iterator[ScoreBin]:
    """One a value of the score, or tenths of the people with equal scores together."""
    values = np.unique(score)
    if values.size <= FEW:
        label = np.searchsorted(values, score)
    else:
        limits = np.unique(np.quantile(score, np.linspace(0, 1, BINS + 1)))
        label = np.searchsorted(limits[1:-1], score, side="left")
    for item in np.unique(label):
        inside = label == item
        positive, n = int(y[inside].sum()), int(inside.sum())
        yield ScoreBin(
            lowest=float(score[inside].min()),
            highest=float(score[inside].max()),
            mean=float(score[inside].mean()),
            observed=measure_share(positive, n, confidence),
        )
