"""Rates one standard: by its key questions' percentages, or by what people entered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from probata.standards.framework import Framework, Standard
from probata.standards.rating import NOT_ASSESSED, Ratings, StandardRule
from probata.standards.rating_rules import rating_questions
from probata.standards.ratings.banding import (
    Floats,
    Ints,
    band_of,
    bands_of,
    exact,
    percentage,
    round_half_up,
)
from probata.standards.ratings.cases import Entry, JudgedCases
from probata.standards.ratings.results import StandardRating
from probata.standards.ratings.uncertainty import Draws, chances


@dataclass(frozen=True)
class Outcome:
    """A standard's grades as places on the scale: now, in each draw, at least, at most."""

    grade: int | None
    drawn: NDArray[np.int64] | None = None
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True)
class RatedStandard:
    rating: StandardRating
    outcome: Outcome


def rate_standard(
    framework: Framework,
    standard: Standard,
    rule: StandardRule,
    cases: JudgedCases,
    entry: Entry | None,
    draws: Draws | None,
) -> RatedStandard:
    """The grade by the rule, and the one that stands after what people entered."""
    ratings = framework.ratings
    questions = rating_questions(framework.file, rule, standard.id)
    counts = [cases.counts(name) for name in questions]
    by_rule = Outcome(None)
    if rule.kind == "bands" and all(n for _, n in counts):
        by_rule = _by_percentages(questions, rule, cases, draws)
    stands = _after_entry(by_rule, entry, ratings, draws)
    names = [grade.id for grade in ratings.grades]
    grade = None if stands.grade is None else ratings.grades[stands.grade]
    not_assessed = entry is not None and entry.grade == NOT_ASSESSED
    rating = StandardRating(
        id=standard.id,
        title=standard.title.text(),
        rule=rule.id,
        status="not_assessed" if not_assessed else "rated" if grade else "open",
        computed=None if by_rule.grade is None else names[by_rule.grade],
        grade=grade.id if grade else None,
        points=grade.points if grade else None,
        reason=entry.reason if entry else "",
        weakest=_weakest(questions, counts, rule, by_rule),
        allowed=tuple(names[item] for item in allowed_grades(rule, counts, by_rule)),
        chances=None if by_rule.drawn is None else chances(by_rule.drawn, names),
        reachable=None
        if by_rule.lowest is None or by_rule.highest is None
        else (names[by_rule.lowest], names[by_rule.highest]),
    )
    return RatedStandard(rating, stands)


def _by_percentages(
    questions: tuple[str, ...],
    rule: StandardRule,
    cases: JudgedCases,
    draws: Draws | None,
) -> Outcome:
    counts = [cases.counts(name) for name in questions]
    shares = [percentage(*count) for count in counts]
    drawn = None
    if draws is not None:
        drawn = _many([draws.percent(name) for name in questions], rule)
    outcome = Outcome(combine(shares, rule), drawn)
    if cases.still_open is None:
        return outcome
    more = cases.still_open
    ends = [[percentage(yes + add, n + more) for yes, n in counts] for add in (0, more)]
    return replace(
        outcome, lowest=combine(ends[0], rule), highest=combine(ends[1], rule)
    )


def combine(shares: list[Fraction], rule: StandardRule) -> int:
    """The place of the standard's grade, from the exact percentages of its key questions."""
    if rule.combine == "mean":
        shares = [sum(shares, Fraction()) / len(shares)]
    return min(place_of(share, rule) for share in shares)


def place_of(share: Fraction, rule: StandardRule) -> int:
    """The place of a percentage's band, rounded first where the rule says so."""
    rounded = share if rule.round_to is None else round_half_up(share, rule.round_to)
    return band_of(rounded, rule.bands)


def _many(shares: list[Floats], rule: StandardRule) -> Ints:
    """As `combine`, for every draw."""
    if rule.combine == "mean":
        return bands_of(np.mean(shares, axis=0), rule.bands, rule.round_to)
    banded = [bands_of(share, rule.bands, rule.round_to) for share in shares]
    return np.asarray(np.min(banded, axis=0), dtype=np.int64)


def _after_entry(
    by_rule: Outcome, entry: Entry | None, ratings: Ratings, draws: Draws | None
) -> Outcome:
    """A grade that people gave stands whatever open cases will say."""
    if entry is None:
        return by_rule
    if entry.grade == NOT_ASSESSED:
        return Outcome(None)
    place = [grade.id for grade in ratings.grades].index(entry.grade)
    fixed = None if draws is None else np.full(len(draws.positive), place)
    return Outcome(place, fixed, place, place)


def _weakest(
    questions: tuple[str, ...],
    counts: list[tuple[int, int]],
    rule: StandardRule,
    outcome: Outcome,
) -> tuple[str, ...]:
    """The key questions that hold the standard to its grade."""
    if outcome.grade is None or rule.combine == "mean":
        return ()
    return tuple(
        name
        for name, count in zip(questions, counts, strict=True)
        if place_of(percentage(*count), rule) == outcome.grade
    )


def allowed_grades(
    rule: StandardRule, counts: list[tuple[int, int]], outcome: Outcome
) -> tuple[int, ...]:
    """The grades next to the computed one that lie within a panel's discretion."""
    if outcome.grade is None or rule.discretion is None:
        return ()
    shift = exact(rule.discretion)
    shares = [percentage(*count) for count in counts]
    found = []
    if combine([share - shift for share in shares], rule) < outcome.grade:
        found.append(outcome.grade - 1)
    if combine([share + shift for share in shares], rule) > outcome.grade:
        found.append(outcome.grade + 1)
    return tuple(found)
