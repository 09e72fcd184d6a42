"""Verifies every log, and that what stands follows from it.

verify_every_log() -> Verified
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from probata.assessment.answers import Entry
from probata.assessment.chain import verify_chain
from probata.assessment.log_events import LogEvent, facts_body, utc_text
from probata.assessment.replay import CaseRecord, replay
from probata.errors import Fault
from probata.service.cases.log import EVENT_FIELDS, event_of_row, kept_head
from probata.service.cases.models import (
    Assessment,
    Event,
    SectionDeclared,
    StandingAnswer,
)

MOST_SHOWN = 50
READ_AT_ONCE = 2000  # rows
_ENTRY = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True)
class Verified:
    """What was gone through, and the first faults."""

    assessments: int
    events: int
    disposed: int  # assessments whose content went by the retention schedule
    fault_count: int
    faults: tuple[Fault, ...]


def verify_every_log() -> Verified:
    """Go through every assessment, as of one moment."""
    with transaction.atomic():
        # All reads see the same moment, though saving goes on.
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return verify_what_is_seen()


def verify_what_is_seen() -> Verified:
    """The same, within a transaction that the caller has begun.

    Each table is read once from end to end, in the order of assessments.
    """
    events = _InOrder(
        Event.objects.order_by("assessment", "number").values_list(*EVENT_FIELDS)
    )
    answers = _InOrder(
        StandingAnswer.objects.order_by("assessment").values_list(
            "assessment", "question", "version", "at", "by", *_ENTRY
        )
    )
    declared = _InOrder(
        SectionDeclared.objects.order_by("assessment").values_list(
            "assessment", "section"
        )
    )
    faults: list[Fault] = []
    fault_count = count = event_count = disposed = 0
    assessments = Assessment.objects.select_related("case").order_by("pk")
    for assessment in assessments.iterator(READ_AT_ONCE):
        records = [event_of_row(row) for row in events.of(assessment.pk)]
        count += 1
        event_count += len(records)
        disposed += assessment.state == Assessment.State.DISPOSED
        standing = _Standing(
            {row[1]: _answer(row) for row in answers.of(assessment.pk)},
            {row[1] for row in declared.of(assessment.pk)},
        )
        for fault in _faults(assessment, records, standing):
            fault_count += 1
            if fault_count <= MOST_SHOWN:
                faults.append(fault)
    return Verified(count, event_count, disposed, fault_count, tuple(faults))


class _InOrder:
    """Rows that begin with an assessment, asked for in the order of assessments."""

    def __init__(self, rows: QuerySet) -> None:
        self._rows: Iterator[tuple[Any, ...]] = rows.iterator(READ_AT_ONCE)
        self._next = next(self._rows, None)

    def of(self, assessment: uuid.UUID) -> Iterable[tuple[Any, ...]]:
        while self._next is not None and self._next[0] == assessment:
            yield self._next
            self._next = next(self._rows, None)


@dataclass(frozen=True)
class _Standing:
    """What stands beside the log: answers by question, sections declared complete."""

    answers: dict[str, tuple[Entry, int, str, str]]
    declared: set[str]


def _answer(row: tuple[Any, ...]) -> tuple[Entry, int, str, str]:
    _, _, version, at, by, *entry = row
    return Entry(*entry), version, utc_text(at), str(by)


def _faults(
    assessment: Assessment, records: list[tuple[LogEvent, str]], standing: _Standing
) -> Iterator[Fault]:
    where = f"assessment {assessment.pk}"
    report = verify_chain(records, kept_head(assessment))
    for problem in report.problems:
        yield Fault(f"{where}, event {problem.number}", f"{problem.words}.")
    if report.counted != assessment.length:
        yield Fault(
            where, f"has {report.counted} events and should have {assessment.length}."
        )
    if (report.disposed > 0) != (assessment.state == Assessment.State.DISPOSED):
        yield Fault(where, "is disposed of, or is not, against its log.")
    if report.disposed:
        return
    again = replay(event for event, _ in records)
    for words in again.problems:
        yield Fault(where, f"{words}.")
    record = again.cases.get(str(assessment.pk), CaseRecord(str(assessment.pk)))
    yield from _projection_faults(where, assessment, record, standing)


def _projection_faults(
    where: str, assessment: Assessment, record: CaseRecord, standing: _Standing
) -> Iterator[Fault]:
    told = {
        name: (item.entry, item.version, item.at, item.by)
        for name, item in record.saved.items()
    }
    for name in sorted(standing.answers.keys() | told.keys()):
        if standing.answers.get(name) != told.get(name):
            yield Fault(
                f"{where}, question {name}", "stands otherwise than its log says."
            )
    if standing.declared != {name for name, done in record.declared.items() if done}:
        yield Fault(where, "has other sections declared complete than its log says.")
    if record.facts != facts_body(assessment.case.facts):
        yield Fault(where, "rests on other facts of the case than its log says.")
    if record.signed != (assessment.state != Assessment.State.OPEN):
        yield Fault(where, "is signed, or is not, against its log.")
    if bool(record.locked_in) != (assessment.state == Assessment.State.LOCKED):
        yield Fault(where, "is locked, or is not, against its log.")
