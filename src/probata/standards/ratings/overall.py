"""Rates the whole from its standards: points, lowest grade, or what people entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from probata.standards.rating import NOT_ASSESSED, OverallRule, Ratings
from probata.standards.ratings.banding import Ints, band_of, bands_of
from probata.standards.ratings.cases import Entry
from probata.standards.ratings.results import OverallRating
from probata.standards.ratings.standard import RatedStandard
from probata.standards.ratings.uncertainty import chances


@dataclass(frozen=True)
class _Counting:
    """The standards that count, those of them without a grade yet, and those that do not."""

    rated: tuple[RatedStandard, ...]
    open: tuple[str, ...]
    left_out: tuple[str, ...]
    shrunk: bool


def rate_overall(
    ratings: Ratings, standards: Sequence[RatedStandard], entry: Entry | None
) -> OverallRating | None:
    """The overall rating; None where the framework has no rule for it.

    There is no grade while a standard that counts has none.
    """
    rule = ratings.overall
    if rule is None:
        return None
    counting = _sort_out(rule, standards)
    grades = [item.outcome.grade for item in counting.rated]
    points = sum(ratings.grades[item].points for item in grades if item is not None)
    maximum = ratings.highest * len(counting.rated)
    names = [grade.id for grade in ratings.grades]
    complete = bool(counting.rated) and not counting.open
    if rule.scale == "sum" and counting.shrunk:
        complete = False  # bands on the sum of all standards say nothing of fewer
    place = _place(rule, ratings, counting) if complete else None
    computed = None if place is None else names[place]
    return OverallRating(
        points=points if complete else None,
        maximum=maximum,
        mean=points / len(counting.rated) if complete else None,
        computed=computed,
        grade=entry.grade if entry else computed if rule.kind != "judgement" else None,
        reason=entry.reason if entry else "",
        open=counting.open,
        left_out=counting.left_out,
        chances=_chances(rule, ratings, counting, names) if complete else None,
        reachable=_reachable(rule, ratings, counting, names),
    )


def _sort_out(rule: OverallRule, standards: Sequence[RatedStandard]) -> _Counting:
    rated, still_open, left_out = [], [], []
    for item in standards:
        name = item.rating.id
        if name in rule.leave_out or item.rating.status == NOT_ASSESSED:
            left_out.append(name)
        else:
            rated.append(item)
            if item.outcome.grade is None:
                still_open.append(name)
    shrunk = bool(set(left_out) - set(rule.leave_out))
    return _Counting(tuple(rated), tuple(still_open), tuple(left_out), shrunk)


def _place(rule: OverallRule, ratings: Ratings, counting: _Counting) -> int | None:
    grades = [item.outcome.grade for item in counting.rated]
    return place_of([grade for grade in grades if grade is not None], rule, ratings)


def place_of(grades: Sequence[int], rule: OverallRule, ratings: Ratings) -> int | None:
    """The place of the whole's grade, from those of its standards; None without a rule."""
    if rule.kind == "lowest":
        return min(grades)
    if not rule.bands:
        return None
    points = Fraction(sum(ratings.grades[grade].points for grade in grades))
    return band_of(points / divisor_of(rule, ratings, len(grades)), rule.bands)


def divisor_of(rule: OverallRule, ratings: Ratings, n: int) -> Fraction:
    """What turns a sum of points over n standards into the scale of the bands."""
    if rule.scale == "mean":
        return Fraction(n)
    if rule.scale == "percent":
        return Fraction(ratings.highest * n, 100)
    return Fraction(1)


def _many(rule: OverallRule, ratings: Ratings, grades: Ints) -> Ints | None:
    """As `place_of`, for (draws, standards) grades."""
    if rule.kind == "lowest":
        return np.asarray(grades.min(axis=1), dtype=np.int64)
    if not rule.bands:
        return None
    divisor = divisor_of(rule, ratings, grades.shape[1])
    points = np.array([grade.points for grade in ratings.grades])[grades].sum(axis=1)
    return bands_of(points / float(divisor), rule.bands)


def _chances(
    rule: OverallRule, ratings: Ratings, counting: _Counting, names: list[str]
) -> dict[str, float] | None:
    drawn = [item.outcome.drawn for item in counting.rated]
    known = [item for item in drawn if item is not None]
    if len(known) < len(drawn):
        return None
    found = _many(rule, ratings, np.stack(known, axis=1))
    return None if found is None else chances(found, names)


def _reachable(
    rule: OverallRule, ratings: Ratings, counting: _Counting, names: list[str]
) -> tuple[str, str] | None:
    """The ends of what can still come; a standard not rated yet can get any grade."""
    ends = []
    for most in (False, True):
        places = []
        for item in counting.rated:
            end = item.outcome.highest if most else item.outcome.lowest
            if item.outcome.grade is None:
                end = len(names) - 1 if most else 0
            if end is None:
                return None
            places.append(end)
        place = place_of(places, rule, ratings) if places else None
        if place is None:
            return None
        ends.append(names[place])
    return ends[0], ends[1]
