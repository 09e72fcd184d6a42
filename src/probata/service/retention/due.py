"""What the schedule says is due to go.

due_inspections(today) -> inspections whose cases are due; period_of(kind) -> days
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from probata.service.cases.models import Event, StandingAnswer
from probata.service.fieldwork.models import Case, Inspection
from probata.service.quality.models import Adjudication
from probata.service.retention.models import RetentionPeriod


@dataclass(frozen=True)
class DryRun:
    """What a disposal would take from an inspection, and what stays; nothing is changed."""

    cases: int
    assessments: int
    events: int
    events_with_body: int
    answers: int
    adjudications: int
    waiting: int  # assessments that are open


def period_of(kind: Any) -> datetime.timedelta:
    return datetime.timedelta(days=RetentionPeriod.objects.get(kind=kind).days)


def due_inspections(today: datetime.date) -> QuerySet[Inspection]:
    """Closed inspections whose fieldwork ended a period ago, with cases that are still whole."""
    until = today - period_of(RetentionPeriod.Kind.CASES)
    found = Inspection.objects.filter(
        state=Inspection.State.CLOSED, fieldwork_ends__lte=until, disposal__isnull=True
    )
    return found.select_related("unit").annotate(case_count=Count("cases"))


def is_due(inspection: Inspection, today: datetime.date) -> bool:
    return due_inspections(today).filter(pk=inspection.pk).exists()


def dry_run(inspection: Inspection) -> DryRun:
    """Count what a disposal would take."""
    of_cases = Q(assessment__case__inspection=inspection)
    events = Event.objects.filter(of_cases)
    cases = Case.objects.filter(inspection=inspection)
    return DryRun(
        cases=cases.count(),
        assessments=cases.filter(assessments__isnull=False)
        .values("assessments")
        .count(),
        events=events.count(),
        events_with_body=events.filter(body__isnull=False).count(),
        answers=StandingAnswer.objects.filter(of_cases).count(),
        adjudications=Adjudication.objects.filter(case__inspection=inspection).count(),
        waiting=cases.filter(assessments__state="open").values("assessments").count(),
    )
