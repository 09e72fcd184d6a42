"""What a person is to the service and to an inspection, looked up for every request."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from probata.service.accounts.models import User
from probata.service.fieldwork.models import (
    Allocation,
    Case,
    Conflict,
    Inspection,
    Reading,
    TeamMember,
)
from probata.service.rights import Standing
from probata.service.roles import Role


def roles_of(user: User) -> frozenset[Role]:
    return frozenset(Role(role) for role in user.roles)


def standing_to_inspection(user: User, inspection: Inspection) -> Standing:
    members = inspection.members.filter(user=user, part=TeamMember.Part.LEAD)
    conflicts = Conflict.objects.standing().filter(user=user, unit=inspection.unit_id)
    return Standing(
        roles=roles_of(user),
        leads=members.exists(),
        conflicted=conflicts.exists(),
        fieldwork=inspection.state == Inspection.State.FIELDWORK,
    )


def cases_open_to(user: User, inspection: Inspection) -> QuerySet[Case]:
    """The cases of an inspection less those that its lead has a conflict with.

    Nor those that they read blindly as their second reader.
    """
    conflicts = Conflict.objects.standing().filter(case=OuterRef("pk"), user=user)
    second = Allocation.objects.filter(
        case=OuterRef("pk"), user=user, reading=Reading.SECOND, until__isnull=True
    )
    found = Case.objects.filter(
        ~Exists(conflicts), ~Exists(second), inspection=inspection
    )
    return found.order_by("reference")
