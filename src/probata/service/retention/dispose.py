"""Disposes of an inspection's cases: content goes, the chain of the log stays verifiable.

dispose_cases(inspection, asked=, agreed_by=, at=) -> Disposal
"""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from typing import Any

from django.db import connection, transaction

from probata.service.accounts.models import User
from probata.service.cases.log import add_event
from probata.service.cases.models import (
    Assessment,
    Event,
    SectionDeclared,
    StandingAnswer,
)
from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.models import Case, Inspection, PendingList, Proposal
from probata.service.quality.models import Adjudication
from probata.service.retention.due import DryRun, dry_run, is_due
from probata.service.retention.models import Disposal, DisposedCase


class NotDue(Exception):
    """The inspection's cases are not due by the schedule, or are gone already."""


@transaction.atomic
def dispose_cases(
    inspection_id: uuid.UUID,
    *,
    asked: ConsentRequest,
    agreed_by: User,
    at: datetime.datetime,
) -> Disposal:
    """Dispose of every case of a closed inspection that is due. Raises NotDue.

    Gone afterwards: facts, names, ids of persons, references, answers, notes, what each
    event said, and what was adjudicated. What stays: that each event was, by whom and when, and its hashes. A data
    release is not touched.
    """
    inspection = Inspection.objects.select_for_update(of=("self",)).get(
        pk=inspection_id
    )
    if not is_due(inspection, at.date()):
        raise NotDue
    assessments = list(
        Assessment.objects.select_for_update(of=("self",))
        .filter(case__inspection=inspection)
        .order_by("pk")
    )
    took = dry_run(inspection)
    heads = [_close(item, asked=asked, at=at) for item in assessments]
    disposal = _record(inspection, took, heads, asked=asked, agreed_by=agreed_by, at=at)
    _empty(inspection, disposal)
    return disposal


def _close(
    assessment: Assessment, *, asked: ConsentRequest, at: datetime.datetime
) -> dict[str, Any]:
    """End a log with the event that says why its bodies are gone; its ends, for the certificate."""
    before = {"events": assessment.length, "head": assessment.head}
    body = {"reason": "retention schedule", "request": str(asked.pk)}
    operation = str(uuid.uuid4())
    by = asked.asked_by
    add_event(assessment, "case_disposed", by=by, at=at, operation=operation, body=body)
    Assessment.objects.filter(pk=assessment.pk).update(
        state=Assessment.State.DISPOSED, signed_by=None, signed_at=None
    )
    after = {"events": assessment.length, "head": assessment.head}
    return {"assessment": str(assessment.pk), "before": before, "after": after}


def _record(
    inspection: Inspection,
    took: DryRun,
    heads: list[dict[str, Any]],
    *,
    asked: ConsentRequest,
    agreed_by: User,
    at: datetime.datetime,
) -> Disposal:
    certificate = {
        "inspection": str(inspection.pk),
        "unit": inspection.unit.name,
        "fieldwork_ended": inspection.fieldwork_ends.isoformat(),
        "at": at.isoformat(),
        "request": str(asked.pk),
        "asked_by": asked.asked_by.name,
        "agreed_by": agreed_by.name,
        "reason": asked.reason,
        "gone": {
            "cases": took.cases,
            "answers": took.answers,
            "event_bodies": took.events_with_body,
            "adjudications": took.adjudications,
        },
        "kept": {"events": took.events + len(heads), "assessments": took.assessments},
        "logs": heads,
    }
    disposal = Disposal.objects.create(
        inspection=inspection,
        request=asked,
        at=at,
        asked_by=asked.asked_by,
        agreed_by=agreed_by,
        certificate=certificate,
        certificate_sha256=hashlib.sha256(certificate_bytes(certificate)).hexdigest(),
    )
    cases = Case.objects.filter(inspection=inspection)
    DisposedCase.objects.bulk_create(
        DisposedCase(disposal=disposal, case=case) for case in cases
    )
    return disposal


def certificate_bytes(certificate: dict[str, Any]) -> bytes:
    """The certificate as the file that its hash is of."""
    told = json.dumps(certificate, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{told}\n".encode()


def _empty(inspection: Inspection, disposal: Disposal) -> None:
    in_it = {"assessment__case__inspection": inspection}
    StandingAnswer.objects.filter(**in_it).delete()
    SectionDeclared.objects.filter(**in_it).delete()
    Adjudication.objects.filter(case__inspection=inspection).delete()
    # An uploaded list is as it came, with every name; a proposal says why by case.
    PendingList.objects.filter(inspection=inspection).delete()
    Proposal.objects.filter(inspection=inspection).delete()
    for case in Case.objects.filter(inspection=inspection):
        case.reference = f"disposed-{case.pk}"
        case.person_name = case.person_id = case.practitioner = ""
        case.event_number = ""
        case.facts, case.listed = {}, {}
        case.save()
    table = connection.ops.quote_name(Event._meta.db_table)
    # In SQL, as an empty body is NULL and never the JSON of it.
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET body = NULL WHERE body IS NOT NULL "
            "AND kind <> 'case_disposed' AND assessment_id IN ("
            "SELECT a.id FROM cases_assessment a "
            "JOIN retention_disposedcase d ON d.case_id = a.case_id "
            "WHERE d.disposal_id = %s)",
            [disposal.pk],
        )
