"""Ratings that were published, held against the rules that should have made them.

    check_published(framework, columns, number, row) -> PublishedRating

The score is turned back into points, the overall grade is worked out again, and all that
does not fit is listed. Nothing is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from probata.standards.framework import Framework
from probata.standards.rating import NOT_ASSESSED, OverallRule, Ratings
from probata.standards.ratings.banding import band_of, round_half_up
from probata.standards.ratings.overall import divisor_of, place_of
from probata.standards.ratings.published_columns import PublishedList
from probata.standards.ratings.rate import require_ratings

Kind = Literal[
    "contradicts_score",
    "contradicts_standards",
    "differs_from_advice",
    "standards_contradict_score",
    "no_such_score",
    "smaller_maximum",
    "unreadable",
    "missing",
]
Row = Mapping[str, str]
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True)
class Oddity:
    """Something in a row that does not fit, in words."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class Points:
    """A score as a mean of points; `points` of `maximum` where whole points give it."""

    mean: Fraction
    points: int | None = None
    maximum: int | None = None


@dataclass(frozen=True)
class PublishedRating:
    """One row: the grade it shows, and the one that the rules make of it."""

    row: int
    unit: str
    shown: str | None
    computed: str | None
    points: int | None
    maximum: int | None
    oddities: tuple[Oddity, ...]

    def has(self, kind: Kind) -> bool:
        return any(item.kind == kind for item in self.oddities)


def check_published(
    framework: Framework, columns: PublishedList, number: int, row: Row
) -> PublishedRating:
    """Work one row of a published list out again."""
    ratings = require_ratings(framework)
    rule = ratings.overall
    assert rule is not None  # checked with the columns
    names = [grade.id for grade in ratings.grades]
    shown = columns.grade(row[columns.overall])
    counted = counted_standards(framework)
    score = _score(columns, ratings, row, len(counted))
    known = _known_points(columns, ratings, row, counted)
    oddities = [*_of_cells(columns, row, shown)]
    computed = None
    kind: Kind = "contradicts_score"
    if score is not None:
        value = _on_scale(score, rule, ratings, len(counted))
        computed = names[band_of(value, rule.bands)]
        oddities += _of_score(columns, row, score, ratings, len(counted))
        oddities += _of_known(known, score, ratings, len(counted))
    elif columns.standards and (places := _places(columns, ratings, row)):
        place = place_of(places, rule, ratings)
        computed = None if place is None else names[place]
        advice = rule.kind == "judgement"
        kind = "differs_from_advice" if advice else "contradicts_standards"
    if shown is not None and computed is not None and shown != computed:
        said = ratings.grade(computed).label.text()
        giver = "by the advice in" if kind == "differs_from_advice" else "by"
        words = f"shows {ratings.grade(shown).label.text()}; {giver} the rules, it is {said}."
        oddities.append(Oddity(kind, words))
    return PublishedRating(
        row=number,
        unit=row[columns.unit],
        shown=shown,
        computed=computed,
        points=score.points if score else None,
        maximum=score.maximum if score else None,
        oddities=tuple(oddities),
    )


def counted_standards(framework: Framework) -> frozenset[str]:
    """The rated standards that count toward the whole."""
    overall = require_ratings(framework).overall
    left_out = overall.leave_out if overall else ()
    rated = {item.id for item in framework.file.standards if item.rated}
    return frozenset(rated - set(left_out))


def _on_scale(
    score: Points, rule: OverallRule, ratings: Ratings, counted: int
) -> Fraction:
    """A score on the scale of the bands; bands on a sum are for all standards."""
    if rule.scale == "sum":
        return score.mean * counted
    return score.mean / divisor_of(rule, ratings, 1)


def _of_cells(columns: PublishedList, row: Row, shown: str | None) -> Iterator[Oddity]:
    if not row[columns.overall]:
        yield Oddity("missing", "shows no overall grade.")
    elif shown is None:
        yield Oddity("unreadable", "shows words that are no grade.")
    score = row[columns.score.column] if columns.score else ""
    if score and not _NUMBER.fullmatch(score):
        yield Oddity("unreadable", "has a score that is no number.")


def _score(
    columns: PublishedList, ratings: Ratings, row: Row, counted: int
) -> Points | None:
    """The score as points: of all standards, else of the most that can give it."""
    if columns.score is None or not (text := row[columns.score.column]):
        return None
    if not _NUMBER.fullmatch(text):
        return None
    score = Fraction(text)
    for standards in range(counted, 0, -1):
        maximum = ratings.highest * standards
        points = round(score * maximum / 100)
        given = Fraction(100 * points, maximum)
        if round_half_up(given, columns.score.digits) == score:
            return Points(Fraction(points, standards), points, maximum)
    return Points(score * ratings.highest / 100)


def _of_score(
    columns: PublishedList, row: Row, score: Points, ratings: Ratings, counted: int
) -> Iterator[Oddity]:
    assert columns.score is not None
    text = row[columns.score.column]
    if score.points is None:
        words = f"has a score of {text}, which no whole number of points gives."
        yield Oddity("no_such_score", words)
    elif score.maximum != ratings.highest * counted:
        words = f"has a score of {text}, {score.points} of {score.maximum}: fewer than {counted} standards."
        yield Oddity("smaller_maximum", words)


def _known_points(
    columns: PublishedList, ratings: Ratings, row: Row, counted: frozenset[str]
) -> list[int]:
    """The points of the standards that the row shows and that count.

    Where several columns can only stand for the same standards, no more than there are of
    them are taken, the fewest points first.
    """
    groups: dict[frozenset[str], list[int]] = {}
    for column in columns.standards:
        standards = frozenset(column.standards)
        grade = columns.grade(row[column.column])
        if standards <= counted and grade not in (None, NOT_ASSESSED):
            assert grade is not None
            points = groups.setdefault(standards, [])
            points.append(ratings.grade(grade).points)
    return [
        item
        for standards, points in groups.items()
        for item in sorted(points)[: len(standards)]
    ]


def _of_known(
    known: list[int], score: Points, ratings: Ratings, counted: int
) -> Iterator[Oddity]:
    """The shown standards bound the points from below, and from above."""
    total = score.mean * counted if score.points is None else Fraction(score.points)
    least, most = sum(known), sum(known) + ratings.highest * (counted - len(known))
    if not least <= total <= most:
        words = (
            f"shows standards that make {least} to {most} points, and a score of "
            f"{float(total):.3g}."
        )
        yield Oddity("standards_contradict_score", words)


def _places(columns: PublishedList, ratings: Ratings, row: Row) -> list[int]:
    """The grades of the shown standards, as places; none unless each has one or was not assessed."""
    order = [grade.id for grade in ratings.grades]
    grades = [columns.grade(row[column.column]) for column in columns.standards]
    if None in grades:
        return []
    return [order.index(grade) for grade in grades if grade in order]
