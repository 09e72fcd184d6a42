"""Gives a case to another person; their rights begin, and the former's end, at once.

allocate_case(case_id, to=, by=, at=) -> None
"""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.db.models import Q

from probata.service.accounts.models import User
from probata.service.cases.log import add_event
from probata.service.cases.models import Assessment
from probata.service.cases.open_assessment import open_assessment
from probata.service.fieldwork.models import (
    Allocation,
    Case,
    Conflict,
    Inspection,
    Reading,
)


class CannotAllocate(Exception):
    """Why the case cannot go to this person, in words for the lead."""


@transaction.atomic
def allocate_case(
    case_id: uuid.UUID, *, to: User, by: User, at: datetime.datetime
) -> None:
    """Allocate the first reading of a case. Raises CannotAllocate.

    What was answered stays; the log says to whom the case went. Two leads who allocate one
    case at once come one after the other.
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("inspection")
        .get(pk=case_id)
    )
    _demand_fit(case, to)
    assessment = open_assessment(case, by=by, at=at)
    if assessment.state != Assessment.State.OPEN:
        raise CannotAllocate("The assessment is signed.")
    open_ones = Allocation.objects.filter(
        case=case, reading=Reading.FIRST, until__isnull=True
    )
    if open_ones.filter(user=to).exists():
        return
    open_ones.update(until=at)
    Allocation.objects.create(case=case, user=to, since=at, made_by=by)
    operation = str(uuid.uuid4())
    body = {"to": str(to.pk)}
    add_event(assessment, "reallocated", by=by, at=at, operation=operation, body=body)


def _demand_fit(case: Case, to: User) -> None:
    inspection = case.inspection
    if inspection.state != Inspection.State.FIELDWORK:
        raise CannotAllocate("Fieldwork is not open.")
    if case.withdrawn:
        raise CannotAllocate("The case is withdrawn.")
    # Under the lock of their row, as leaving the team and declaring a conflict are.
    member = inspection.members.select_for_update().filter(user=to).first()
    if member is None or not to.is_active:
        raise CannotAllocate("This person is not in the team.")
    conflicts = Conflict.objects.standing().filter(
        Q(case=case) | Q(unit=inspection.unit_id)
    )
    if conflicts.filter(user=to).exists():
        raise CannotAllocate("This person has a conflict of interest.")
    reading = Allocation.objects.filter(case=case, user=to, until__isnull=True)
    if reading.exclude(reading=Reading.FIRST).exists():
        raise CannotAllocate("This person reads the case as its second reader.")
