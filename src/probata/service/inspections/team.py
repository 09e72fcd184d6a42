"""Who takes part in an inspection.

add_member(inspection_id, user, part, by) -> TeamMember
change_member(member_id, part, by) -> None
remove_member(member_id, by) -> None
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import QuerySet

from probata.service.accounts.models import User
from probata.service.fieldwork.models import Allocation, Inspection, TeamMember
from probata.service.inspections.refused import refuse
from probata.service.roles import ASSESSORS, Role

Part = TeamMember.Part
# Which role an account must have for each part.
ROLES_OF_PART = {
    Part.LEAD: (Role.LEAD_INSPECTOR,),
    Part.INSPECTOR: (Role.INSPECTOR, Role.LEAD_INSPECTOR),
    Part.LOCAL_ASSESSOR: (Role.LOCAL_ASSESSOR,),
}


def candidates(inspection: Inspection) -> QuerySet[User]:
    """People with an account who could take part and do not yet."""
    roles = [role.value for role in ASSESSORS]
    return (
        User.objects.filter(is_active=True, roles__overlap=roles)
        .exclude(memberships__inspection=inspection)
        .order_by("name", "email")
    )


@transaction.atomic
def add_member(
    inspection_id: uuid.UUID, user: User | None, part: str, *, by: User
) -> TeamMember:
    """Add somebody to a team. Raises Refused.

    A lead reads no cases unless they give a share of their time to it later.
    """
    inspection = Inspection.objects.select_for_update().get(pk=inspection_id)
    if user is None or not user.is_active:
        raise refuse("user", "Choose a person with an account.")
    _demand_fit(user, part, by)
    if inspection.state == Inspection.State.CLOSED:
        raise refuse("user", "Fieldwork is closed, so the team cannot change.")
    if inspection.members.filter(user=user).exists():
        raise refuse("user", f"{user.name} is in the team already.")
    share = 0 if Part(part) is Part.LEAD else 100
    return TeamMember.objects.create(
        inspection=inspection, user=user, part=part, share=share
    )


@transaction.atomic
def change_member(member: TeamMember, part: str, *, by: User) -> None:
    """Give a member another part. Raises Refused."""
    _demand_fit(member.user, part, by, f"part-{member.pk}")
    member.part = part
    member.save(update_fields=["part"])


@transaction.atomic
def remove_member(member_id: int, *, by: User) -> None:
    """Take somebody out of a team. Raises Refused while they read cases."""
    # Under the lock of the row, as allocation is, so that neither misses the other.
    member = TeamMember.objects.select_for_update(of=("self",)).select_related("user")
    found = member.get(pk=member_id)
    reads = Allocation.objects.filter(
        user=found.user, until__isnull=True, case__inspection=found.inspection_id
    ).count()
    if reads:
        cases = "1 case" if reads == 1 else f"{reads} cases"
        raise refuse(
            f"remove-{found.pk}",
            f"{found.user.name} still reads {cases}.",
            "A lead of the inspection gives them to others first, on its page of cases.",
        )
    found.delete()


def _demand_fit(user: User, part: str, by: User, field: str = "part") -> None:
    if part not in Part.values:
        raise refuse(field, "Choose a part.")
    if user.pk == by.pk:
        raise refuse(field, "Nobody gives a part to themself.", "Ask another manager.")
    roles = ROLES_OF_PART[Part(part)]
    if not user.has_role(*roles):
        words = " or ".join(role.words.lower() for role in roles)
        raise refuse(
            field,
            f"{user.name} has not the role for this part: {words}.",
            "An administrator grants roles.",
        )
