"""Verifies every log, and that what stands follows from it.

verify_every_log() -> Verified
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from probata.assessment.chain import verify_chain
from probata.assessment.log_events import facts_body, utc_text
from probata.assessment.replay import CaseRecord, replay
from probata.errors import Fault
from probata.service.cases.case_state import entry_standing
from probata.service.cases.log import kept_head, read_log
from probata.service.cases.models import (
    Assessment,
    Event,
    SectionDeclared,
    StandingAnswer,
)

MOST_SHOWN = 50


@dataclass(frozen=True)
class Verified:
    """What was gone through, and the first faults."""

    assessments: int
    events: int
    fault_count: int
    faults: tuple[Fault, ...]


def verify_every_log() -> Verified:
    """Go through every assessment, as of one moment."""
    with transaction.atomic():
        # All reads see the same moment, though saving goes on.
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        faults: list[Fault] = []
        count = events = 0
        for assessment in (
            Assessment.objects.select_related("case").order_by("pk").iterator()
        ):
            count += 1
            events += Event.objects.filter(assessment=assessment).count()
            faults += _faults(assessment)
    return Verified(count, events, len(faults), tuple(faults[:MOST_SHOWN]))


def _faults(assessment: Assessment) -> Iterator[Fault]:
    where = f"assessment {assessment.pk}"
    records = list(read_log(assessment))
    report = verify_chain(records, kept_head(assessment))
    for problem in report.problems:
        yield Fault(f"{where}, event {problem.number}", f"{problem.words}.")
    if report.counted != assessment.length:
        yield Fault(
            where, f"has {report.counted} events and should have {assessment.length}."
        )
    if report.disposed:
        return
    again = replay(event for event, _ in records)
    for words in again.problems:
        yield Fault(where, f"{words}.")
    record = again.cases.get(str(assessment.pk), CaseRecord(str(assessment.pk)))
    yield from _projection_faults(where, assessment, record)


def _projection_faults(
    where: str, assessment: Assessment, record: CaseRecord
) -> Iterator[Fault]:
    stands = {
        row.question: (
            entry_standing(row),
            row.version,
            utc_text(row.at),
            str(row.by_id),
        )
        for row in StandingAnswer.objects.filter(assessment=assessment)
    }
    told = {
        name: (item.entry, item.version, item.at, item.by)
        for name, item in record.saved.items()
    }
    for name in sorted(stands.keys() | told.keys()):
        if stands.get(name) != told.get(name):
            yield Fault(
                f"{where}, question {name}", "stands otherwise than its log says."
            )
    declared = set(
        SectionDeclared.objects.filter(assessment=assessment).values_list(
            "section", flat=True
        )
    )
    if declared != {name for name, done in record.declared.items() if done}:
        yield Fault(where, "has other sections declared complete than its log says.")
    if record.facts != facts_body(assessment.case.facts):
        yield Fault(where, "rests on other facts of the case than its log says.")
    if record.signed != (assessment.state != Assessment.State.OPEN):
        yield Fault(where, "is signed, or is not, against its log.")
