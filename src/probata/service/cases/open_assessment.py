"""Opens the assessment of a case that has been allocated."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction

from probata.assessment.log_events import facts_body
from probata.service.accounts.models import User
from probata.service.cases.log import add_event
from probata.service.cases.models import Assessment
from probata.service.fieldwork.models import Case


@transaction.atomic
def open_assessment(
    case: Case, *, by: User, at: datetime.datetime, reading: str = "first"
) -> Assessment:
    """The assessment of a case, opened where it is not yet, pinned to its framework."""
    framework = case.inspection.framework
    assessment, made = Assessment.objects.select_for_update(of=("self",)).get_or_create(
        case=case, reading=reading, defaults={"framework": framework}
    )
    if made:
        body = {
            "framework": framework.framework_id,
            "framework_version": framework.version,
            "framework_sha256": framework.sha256,
            "facts": facts_body(case.facts),
        }
        operation = str(uuid.uuid4())
        add_event(
            assessment, "case_opened", by=by, at=at, operation=operation, body=body
        )
    return assessment
