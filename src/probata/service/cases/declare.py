"""Declares a section complete or not, and signs a whole assessment."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction

from probata.service.accounts.models import User
from probata.service.cases.case_state import read_case
from probata.service.cases.log import add_event
from probata.service.cases.models import Assessment, SectionDeclared
from probata.service.cases.save_answer import demand_right


class NotComplete(Exception):
    """Something is missing, so the assessment cannot be signed."""


@transaction.atomic
def declare_section(
    assessment_id: uuid.UUID,
    section: str,
    complete: bool,
    *,
    by: User,
    at: datetime.datetime,
) -> None:
    """Note whether the assessor calls a section complete; nothing where it is so already."""
    assessment = _lock(assessment_id, by)
    declared = SectionDeclared.objects.filter(assessment=assessment, section=section)
    if declared.exists() == complete:
        return
    if complete:
        SectionDeclared.objects.create(assessment=assessment, section=section)
    else:
        declared.delete()
    body = {"section": section, "complete": complete}
    operation = str(uuid.uuid4())
    add_event(
        assessment, "section_declared", by=by, at=at, operation=operation, body=body
    )


@transaction.atomic
def sign_assessment(
    assessment_id: uuid.UUID, *, by: User, at: datetime.datetime
) -> None:
    """Sign: from here on the answers cannot change.

    Raises NotComplete where anything is missing, NotAllowed where the right has ended.
    """
    assessment = _lock(assessment_id, by)
    if read_case(assessment).missing():
        raise NotComplete
    assessment.state = Assessment.State.SIGNED
    assessment.signed_by, assessment.signed_at = by, at
    assessment.save(update_fields=["state", "signed_by", "signed_at"])
    body = {"framework_sha256": assessment.framework_id}
    operation = str(uuid.uuid4())
    add_event(assessment, "signed", by=by, at=at, operation=operation, body=body)


def _lock(assessment_id: uuid.UUID, by: User) -> Assessment:
    assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("case")
        .get(pk=assessment_id)
    )
    demand_right(assessment_id, by)
    return assessment
