"""Rates one key question in one unit: percentage, interval, band, and how certain it is."""

from __future__ import annotations

from probata.proportions import wilson_interval
from probata.standards.framework import KeyQuestion
from probata.standards.rating import Ratings, StandardRule
from probata.standards.ratings.banding import (
    band_of,
    bands_of,
    nearest_limit,
    percentage,
)
from probata.standards.ratings.cases import JudgedCases
from probata.standards.ratings.results import KeyQuestionRating
from probata.standards.ratings.uncertainty import Draws, chances


def rate_key_question(
    question: KeyQuestion,
    ratings: Ratings,
    rule: StandardRule | None,
    cases: JudgedCases,
    draws: Draws | None,
) -> KeyQuestionRating:
    """Without a rule of percentages the key question gets no grade of its own."""
    positive, n = cases.counts(question.id)
    low, high = _limits(positive, n, cases, ratings.interval)
    names = [grade.id for grade in ratings.grades]
    found = KeyQuestionRating(
        id=question.id,
        title=question.title.text(),
        positive=positive,
        n=n,
        percent=100 * positive / n if n else None,
        ci_low=low,
        ci_high=high,
        grade=None,
        to_limit=None,
        chances=None,
        reachable=None,
    )
    if rule is None or rule.kind != "bands" or n == 0:
        return found
    percent = percentage(positive, n, rule.round_to)
    return found.model_copy(
        update={
            "grade": names[band_of(percent, rule.bands)],
            "to_limit": nearest_limit(percent, rule.bands),
            "chances": draws
            and chances(
                bands_of(draws.percent(question.id), rule.bands, rule.round_to), names
            ),
            "reachable": _reachable(positive, n, rule, cases, names),
        }
    )


def _limits(
    positive: int, n: int, cases: JudgedCases, confidence: float
) -> tuple[float | None, float | None]:
    """Wilson's limits in per cent; open cases are asked the question as often as others."""
    if n == 0:
        return None, None
    population = None
    if cases.still_open is not None:
        population = n + cases.still_open * n / cases.judged
    low, high = wilson_interval(positive, n, confidence, population)
    return 100 * low, 100 * high


def _reachable(
    positive: int, n: int, rule: StandardRule, cases: JudgedCases, names: list[str]
) -> tuple[str, str] | None:
    """The bands if every open case were judged negative, and if every one positive."""
    more = cases.still_open
    if more is None:
        return None
    low, high = (
        band_of(percentage(positive + add, n + more, rule.round_to), rule.bands)
        for add in (0, more)
    )
    return names[low], names[high]
