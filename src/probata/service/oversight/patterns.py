"""Patterns in the audit that somebody should ask about; each with its rule in words.

find_patterns(since) -> what was found, the newest day first

A pattern is a question and no finding: a lead who closes an inspection opens many cases.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, ExtractHour, TruncDate

from probata.service.accounts.models import User
from probata.service.audit.models import Record
from probata.service.fieldwork.models import Allocation

MANY_REFUSALS = 10  # of one person, in a day
MANY_CASES_OF_OTHERS = 15  # different ones seen by one person in a day
MANY_AT_NIGHT = 20  # acts of one person in a day, from 22:00 to 5:59
MANY_EXPORTS = 3  # of one person, in a day


@dataclass(frozen=True)
class Pattern:
    """One person's day that fits a rule."""

    rule: str
    user: User
    day: datetime.date
    count: int


@dataclass(frozen=True)
class Rule:
    """What is counted a person and a day, and how many are worth a question."""

    words: str
    least: int
    records: Callable[[QuerySet[Record]], QuerySet[Record]]
    counted: str = "pk"


def _cases_of_others(records: QuerySet[Record]) -> QuerySet[Record]:
    theirs = (
        Allocation.objects.annotate(key=Cast("case__assessments__pk", CharField()))
        .filter(user=OuterRef("by"), key=OuterRef("subject_id"))
        .values("pk")
    )
    seen = records.filter(action=Record.Action.SEEN, subject="assessment")
    return seen.filter(~Exists(theirs))


def _at_night(records: QuerySet[Record]) -> QuerySet[Record]:
    hours = records.annotate(hour=ExtractHour("at"))
    return hours.filter(Q(hour__gte=22) | Q(hour__lt=6))


RULES: tuple[Rule, ...] = (
    Rule(
        f"Was refused {MANY_REFUSALS} times or more in a day",
        MANY_REFUSALS,
        lambda records: records.filter(action=Record.Action.REFUSED),
    ),
    Rule(
        f"Saw {MANY_CASES_OF_OTHERS} or more cases in a day that were never theirs to judge",
        MANY_CASES_OF_OTHERS,
        _cases_of_others,
        "subject_id",
    ),
    Rule(
        f"Did or saw {MANY_AT_NIGHT} things or more in a day between 22:00 and 6:00",
        MANY_AT_NIGHT,
        _at_night,
    ),
    Rule(
        f"Exported {MANY_EXPORTS} times or more in a day",
        MANY_EXPORTS,
        lambda records: records.filter(action=Record.Action.EXPORTED),
    ),
)


def find_patterns(since: datetime.datetime) -> list[Pattern]:
    """Every person's day from `since` on that fits a rule."""
    found = [item for rule in RULES for item in _fitting(rule, since)]
    return sorted(found, key=lambda item: (item.day, item.count), reverse=True)


def _fitting(rule: Rule, since: datetime.datetime) -> Iterator[Pattern]:
    records = Record.objects.filter(at__gte=since, by__isnull=False)
    days = (
        rule.records(records)
        .order_by()
        .annotate(day=TruncDate("at"))
        .values("by", "day")
        .annotate(count=Count(rule.counted, distinct=True))
        .filter(count__gte=rule.least)
    )
    rows = list(days)
    people = User.objects.in_bulk({row["by"] for row in rows})
    for row in rows:
        yield Pattern(rule.words, people[row["by"]], row["day"], row["count"])
