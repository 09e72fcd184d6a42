"""Opens a signed assessment again, after two people agreed.

unlock_assessment(assessment_id, reason=, by=, agreed_by=, at=) -> None
"""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction

from probata.service.accounts.models import User
from probata.service.cases.log import add_event
from probata.service.cases.models import Assessment


class NotSigned(Exception):
    """The assessment is open already, or was disposed of."""


@transaction.atomic
def unlock_assessment(
    assessment_id: uuid.UUID,
    *,
    reason: str,
    by: User,
    agreed_by: User,
    at: datetime.datetime,
) -> None:
    """Open it again. What was signed stays in the log; so does who asked and who agreed.

    `by` asked. A release that holds the answers is not touched: what changes now enters
    the next one. Raises NotSigned.
    """
    assessment = Assessment.objects.select_for_update(of=("self",)).get(
        pk=assessment_id
    )
    if assessment.state not in (Assessment.State.SIGNED, Assessment.State.LOCKED):
        raise NotSigned
    body = {
        "reason": reason,
        "agreed_by": str(agreed_by.pk),
        "was": assessment.state,
        "signed_by": str(assessment.signed_by_id),
    }
    assessment.state = Assessment.State.OPEN
    assessment.signed_by = assessment.signed_at = None
    assessment.reopened_at = at
    assessment.save(update_fields=["state", "signed_by", "signed_at", "reopened_at"])
    operation = str(uuid.uuid4())
    add_event(assessment, "unlocked", by=by, at=at, operation=operation, body=body)
