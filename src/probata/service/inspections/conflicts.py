"""Conflicts of interest: declared by the person, withdrawn by somebody else alone.

declare_conflict(user, with_, reason, at) -> Declared
withdraw_conflict(conflict_id, inspection, reason, by, at) -> None
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from probata.service.accounts.models import User
from probata.service.cases.log import add_event
from probata.service.cases.models import Assessment
from probata.service.fieldwork.models import (
    Allocation,
    Case,
    Conflict,
    ConflictWithdrawal,
    Inspection,
    TeamMember,
    Unit,
)
from probata.service.inspections.refused import refuse


@dataclass(frozen=True)
class Declared:
    """A conflict, and how many readings it ended."""

    conflict: Conflict
    ended: int


@transaction.atomic
def declare_conflict(
    user: User, with_: Unit | Case, reason: str, *, at: datetime.datetime
) -> Declared:
    """Note that a person must not see a unit's cases, or one case. Raises Refused.

    What they read of these ends in the same moment: each case is without a reader, and
    its log says so. Answers given before stay.
    """
    # Allocation locks the same rows, so that no case is given to the person meanwhile.
    list(TeamMember.objects.select_for_update().filter(user=user).order_by("pk"))
    what = {"unit": with_} if isinstance(with_, Unit) else {"case": with_}
    standing = Conflict.objects.standing().filter(user=user, **what)
    if standing.exists():
        raise refuse("with", "You have declared this conflict before.")
    conflict = Conflict.objects.create(user=user, reason=reason, declared_at=at, **what)
    return Declared(conflict, _end_readings(conflict, at))


def _end_readings(conflict: Conflict, at: datetime.datetime) -> int:
    about = (
        Q(case=conflict.case_id)
        if conflict.case_id
        else Q(case__inspection__unit=conflict.unit_id)
    )
    readings = Allocation.objects.filter(about, user=conflict.user, until__isnull=True)
    ended = list(readings.select_related("case").order_by("case_id"))
    for reading in ended:
        end_reading(reading, because="conflict", by=conflict.user, at=at)
    return len(ended)


def end_reading(
    reading: Allocation, *, because: str, by: User, at: datetime.datetime
) -> None:
    """End an allocation without another reader; the assessment's log says why.

    `because` is a word of the program, never what a person wrote.
    """
    reading.until = at
    reading.save(update_fields=["until"])
    assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .filter(case=reading.case_id, reading=reading.reading)
        .first()
    )
    if assessment is not None:
        add_event(
            assessment,
            "reading_ended",
            by=by,
            at=at,
            operation=str(uuid.uuid4()),
            body={"reader": str(reading.user_id), "because": because},
        )


def conflicts_in(inspection: Inspection) -> QuerySet[Conflict]:
    """Every conflict with the unit or a case of an inspection, withdrawn ones too."""
    return (
        Conflict.objects.filter(
            Q(unit=inspection.unit_id) | Q(case__inspection=inspection)
        )
        .select_related("user", "case", "unit", "withdrawal__by")
        .order_by("user__name", "pk")
    )


@transaction.atomic
def withdraw_conflict(
    conflict_id: int,
    inspection: Inspection,
    reason: str,
    *,
    by: User,
    at: datetime.datetime,
) -> None:
    """A lead finds that a conflict does not stand. Raises Refused.

    The record of it stays. No reading comes back by this: the lead allocates again.
    """
    field = f"reason-{conflict_id}"
    conflict = conflicts_in(inspection).filter(pk=conflict_id).first()
    if conflict is None:
        raise refuse("conflicts", "There is no such conflict in this inspection.")
    if conflict.user_id == by.pk:
        raise refuse(
            field,
            "Nobody withdraws a conflict of their own.",
            "Another lead of the inspection can.",
        )
    withdrawal, made = ConflictWithdrawal.objects.get_or_create(
        conflict=conflict, defaults={"by": by, "at": at, "reason": reason}
    )
    if not made:
        raise refuse(field, f"{withdrawal.by.name} has withdrawn this conflict before.")
