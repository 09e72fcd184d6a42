"""The calibration bench: assessors against a panel's answers on benchmark cases.

>>> from probata.assessment.calibration import Rule, measure_calibration
>>> found = measure_calibration(scores, Rule(threshold=0.8))
>>> found.assessors[0].verdict

Answers of one case go together, so cases are the sampling units of every interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from probata.assessment.coefficients import Numbers
from probata.assessment.ratings import Floats
from probata.assessment.uncertainty import CONFIDENCE, linearise, score_interval

Verdict = Literal["pass", "not_yet", "too_few"]


@dataclass(frozen=True)
class Score:
    """One answer of an assessor to one question of a benchmark case, beside the panel's.

    `harsher`: 1 where the panel's answer is positive and the assessor's is not, -1 the
    other way round, 0 where both are or neither is; None where one of them is neutral.
    """

    assessor: str
    occasion: str
    case: str
    question: str
    guidance: str
    agrees: bool
    harsher: int | None


class Rule(BaseModel):
    """When an assessor is accredited.

    `threshold`: the share of answers that must agree with the panel's, from 0 to 1;
    `sure`: how sure one must be of that (one-sided), so that a few lucky answers do not
    pass; `cases`, `answers`: the fewest on which anything is decided. `occasions`: their
    order; those not named follow, sorted. `hot_answers`, `hot_assessors`: the fewest
    behind a number on a question and version of guidance.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: float = Field(default=0.8, gt=0, lt=1)
    sure: float = Field(default=0.8, ge=0.5, lt=1)
    cases: int = Field(default=5, ge=2)
    answers: int = Field(default=30, ge=2)
    occasions: tuple[str, ...] = ()
    hot_answers: int = Field(default=10, ge=2)
    hot_assessors: int = Field(default=3, ge=1)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Estimate(_Part):
    """A share or a difference of shares, with its standard error and 95 per cent limits."""

    value: float
    error: float
    low: float
    high: float


class Occasion(_Part):
    """What one assessor did on one occasion.

    `severity`: the share of answers that the panel judged positive less the share that the
    assessor did, above 0 where the assessor is harsher. None where there is too little.
    """

    occasion: str
    cases: int
    answers: int
    agreement: Estimate | None
    severity: Estimate | None


class Assessor(_Part):
    """One assessor. The verdict rests on the latest occasion.

    `at_least`: agreement is above this, as sure as the rule asks. `clearly_below`: as sure,
    it is below the threshold. `drift`: severity on the latest occasion less on the first.
    """

    name: str
    verdict: Verdict
    at_least: float | None
    clearly_below: bool
    occasions: tuple[Occasion, ...]
    drift: Estimate | None


class HotSpot(_Part):
    """A question under one version of its guidance: the share of answers not the panel's.

    `disagreement` is None where too few answers or assessors stand behind it. `change`:
    its difference from the version before, if both are known.
    """

    question: str
    guidance: str
    answers: int
    assessors: int
    cases: int
    disagreement: Estimate | None
    change: Estimate | None


class Calibration(_Part):
    """The whole bench."""

    rule: Rule
    assessors: tuple[Assessor, ...]
    hot_spots: tuple[HotSpot, ...]


def measure_calibration(scores: Iterable[Score], rule: Rule) -> Calibration:
    """Verdicts, severity, drift and hot-spots from all scores."""
    listed = sorted(scores, key=lambda item: (item.assessor, item.case, item.question))
    named = [
        _judge_assessor(name, list(own), rule)
        for name, own in groupby(listed, key=lambda item: item.assessor)
    ]
    return Calibration(
        rule=rule,
        assessors=tuple(named),
        hot_spots=tuple(_find_hot_spots(listed, rule)),
    )


def _judge_assessor(name: str, scores: Sequence[Score], rule: Rule) -> Assessor:
    order = _in_order({item.occasion for item in scores}, rule.occasions)
    parts = [[s for s in scores if s.occasion == occasion] for occasion in order]
    occasions = tuple(
        _measure_occasion(occasion, part)
        for occasion, part in zip(order, parts, strict=True)
    )
    latest = occasions[-1]
    verdict, at_least, below = _decide(parts[-1], latest, rule)
    return Assessor(
        name=name,
        verdict=verdict,
        at_least=at_least,
        clearly_below=below,
        occasions=occasions,
        drift=_differ(latest.severity, occasions[0].severity, (latest, occasions[0]))
        if len(occasions) > 1
        else None,
    )


def _in_order(names: Iterable[str], declared: Sequence[str]) -> list[str]:
    known = {name: at for at, name in enumerate(declared)}
    return sorted(names, key=lambda name: (known.get(name, len(known)), name))


def _measure_occasion(occasion: str, scores: Sequence[Score]) -> Occasion:
    judged = [item for item in scores if item.harsher is not None]
    return Occasion(
        occasion=occasion,
        cases=len({item.case for item in scores}),
        answers=len(scores),
        agreement=_estimate(scores, lambda item: float(item.agrees), 0.0),
        severity=_estimate(judged, lambda item: float(item.harsher or 0), -1.0),
    )


def _sum_by_case(scores: Sequence[Score], worth: Callable[[Score], float]) -> Floats:
    """(cases, 2) the worth of a case's answers, and how many there are."""
    _, place = np.unique([item.case for item in scores], return_inverse=True)
    values = np.array([worth(item) for item in scores])
    sums = np.bincount(place, weights=values)
    return np.column_stack([sums, np.bincount(place)]).astype(np.float64)


def _ratio(sums: Numbers) -> Numbers:
    return np.asarray(sums[..., 0] / sums[..., 1])


def _estimate(
    scores: Sequence[Score],
    worth: Callable[[Score], float],
    least: float,
    confidence: float = CONFIDENCE,
) -> Estimate | None:
    """A mean over answers with cases as sampling units; None with fewer than two cases."""
    if not scores:
        return None
    each = _sum_by_case(scores, worth)
    if len(each) < 2:
        return None
    sums = each.sum(axis=0)
    value, error = float(_ratio(sums)), linearise(_ratio, each, sums)
    limits = score_interval(value, error, len(each), least, confidence)
    return Estimate(value=value, error=error, low=limits.low, high=limits.high)


def _decide(
    scores: Sequence[Score], latest: Occasion, rule: Rule
) -> tuple[Verdict, float | None, bool]:
    """The verdict, the one-sided lower limit, and whether the upper one is too low as well."""
    if latest.cases < rule.cases or latest.answers < rule.answers:
        return "too_few", None, False
    # One-sided limits: `sure` below, `sure` above.
    found = _estimate(scores, lambda item: float(item.agrees), 0.0, 2 * rule.sure - 1)
    assert found is not None
    passed = found.low >= rule.threshold
    return "pass" if passed else "not_yet", found.low, found.high < rule.threshold


def _differ(
    later: Estimate | None, earlier: Estimate | None, sizes: tuple[Occasion, Occasion]
) -> Estimate | None:
    """Later less earlier, of different cases, by Welch's t."""
    if later is None or earlier is None:
        return None
    return subtract_estimates(later, earlier, (sizes[0].cases, sizes[1].cases))


def subtract_estimates(
    one: Estimate, other: Estimate, cases: tuple[int, int]
) -> Estimate:
    """The difference of two independent estimates, with Welch's degrees of freedom."""
    from scipy.special import stdtrit

    parts = one.error**2, other.error**2
    error = float(np.sqrt(sum(parts)))
    value = one.value - other.value
    if error == 0:
        return Estimate(value=value, error=0.0, low=value, high=value)
    spread = sum(
        part**2 / (n - 1) for part, n in zip(parts, cases, strict=True) if n > 1
    )
    reach = float(stdtrit(sum(parts) ** 2 / spread, (1 + CONFIDENCE) / 2)) * error
    return Estimate(value=value, error=error, low=value - reach, high=value + reach)


def _find_hot_spots(scores: Sequence[Score], rule: Rule) -> list[HotSpot]:
    """By question and version of guidance, in the order of both."""
    found: list[HotSpot] = []
    for question in dict.fromkeys(sorted(item.question for item in scores)):
        own = [item for item in scores if item.question == question]
        before: HotSpot | None = None
        for version in sorted({item.guidance for item in own}, key=version_key):
            part = [item for item in own if item.guidance == version]
            before = _measure_spot(question, version, part, before, rule)
            found.append(before)
    return found


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """So that 1.10 comes after 1.9."""
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part) for part in version.split(".")
    )


def _measure_spot(
    question: str,
    version: str,
    scores: Sequence[Score],
    before: HotSpot | None,
    rule: Rule,
) -> HotSpot:
    assessors = len({item.assessor for item in scores})
    cases = len({item.case for item in scores})
    enough = len(scores) >= rule.hot_answers and assessors >= rule.hot_assessors
    found = (
        _estimate(scores, lambda item: float(not item.agrees), 0.0) if enough else None
    )
    change = None
    if found is not None and before is not None and before.disagreement is not None:
        change = subtract_estimates(found, before.disagreement, (cases, before.cases))
    return HotSpot(
        question=question,
        guidance=version,
        answers=len(scores),
        assessors=assessors,
        cases=cases,
        disagreement=found,
        change=change,
    )
