"""Closes fieldwork, so that nothing can be answered, and opens it again.

close_fieldwork(inspection_id, reasons, by, at) -> None
reopen_fieldwork(inspection_id, reason, by, at) -> None
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction

from probata.errors import Fault
from probata.service.accounts.models import User
from probata.service.cases.models import Assessment
from probata.service.fieldwork.models import (
    Inspection,
    PendingList,
    Proposal,
    Reading,
    Turn,
)
from probata.service.fieldwork.standing import cases_open_to
from probata.service.inspections.refused import refuse, refuse_all


def unsigned_cases(inspection: Inspection) -> list[uuid.UUID]:
    """The cases of the cohort that nobody has signed, by reference."""
    signed = Assessment.objects.filter(
        case__inspection=inspection, reading=Reading.FIRST
    ).exclude(state=Assessment.State.OPEN)
    left = inspection.cases.filter(withdrawn=False).exclude(
        pk__in=signed.values("case")
    )
    return list(left.order_by("reference").values_list("pk", flat=True))


@transaction.atomic
def close_fieldwork(
    inspection_id: uuid.UUID,
    reasons: Mapping[str, str],
    *,
    by: User,
    at: datetime.datetime,
) -> int:
    """Close; each case that is not signed needs a reason. How many those are.

    A list that was not accepted is deleted, and so is a proposal. Raises Refused.
    """
    inspection = Inspection.objects.select_for_update(of=("self",)).get(
        pk=inspection_id
    )
    if inspection.state != Inspection.State.FIELDWORK:
        raise refuse("close", "Fieldwork is not open.")
    unsigned = unsigned_cases(inspection)
    seen = cases_open_to(by, inspection).filter(pk__in=unsigned)
    if seen.count() != len(unsigned):
        problem = "A case that you must not see is not signed."
        raise refuse("close", problem, "Another lead of the inspection can close it.")
    given = {str(case): reasons.get(str(case), "").strip() for case in unsigned}
    refuse_all(
        Fault(f"reason-{case}", "Say why this case is not signed.")
        if not reason
        else Fault(f"reason-{case}", "The reason has more than 500 characters.")
        for case, reason in given.items()
        if not 0 < len(reason) <= 500
    )
    inspection.state = Inspection.State.CLOSED
    inspection.save(update_fields=["state"])
    PendingList.objects.filter(inspection=inspection).delete()
    Proposal.objects.filter(inspection=inspection).delete()
    Turn.objects.create(
        inspection=inspection, kind=Turn.Kind.CLOSED, by=by, at=at, details=given
    )
    return len(unsigned)


@transaction.atomic
def reopen_fieldwork(
    inspection_id: uuid.UUID, reason: str, *, by: User, at: datetime.datetime
) -> None:
    """Open it again: what was not signed can be answered. Raises Refused.

    Assessments that are signed or locked by a release stay so.
    """
    inspection = Inspection.objects.select_for_update(of=("self",)).get(
        pk=inspection_id
    )
    if inspection.state != Inspection.State.CLOSED:
        raise refuse("reason", "Fieldwork is not closed.")
    inspection.state = Inspection.State.FIELDWORK
    inspection.save(update_fields=["state"])
    Turn.objects.create(
        inspection=inspection, kind=Turn.Kind.REOPENED, by=by, at=at, reason=reason
    )
