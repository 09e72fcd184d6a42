"""What a person is to the two readings of a case, looked up for every request."""

from __future__ import annotations

import uuid

from django.db.models import Q

from probata.service.accounts.models import User
from probata.service.fieldwork.models import Allocation, Case, Conflict
from probata.service.fieldwork.standing import roles_of
from probata.service.quality.models import SIGNED
from probata.service.rights import Standing


def find_case(case: uuid.UUID) -> Case | None:
    return Case.objects.select_related("inspection__unit").filter(pk=case).first()


def standing_to_comparison(user: User, case: Case) -> Standing:
    """Nothing is compared until both readings are signed."""
    signed = case.assessments.filter(state__in=SIGNED)
    conflicts = Conflict.objects.standing().filter(
        Q(case=case) | Q(unit=case.inspection.unit_id), user=user
    )
    reads = Allocation.objects.filter(case=case, user=user, until__isnull=True)
    return Standing(
        roles=roles_of(user),
        reads=reads.exists() or signed.filter(signed_by=user).exists(),
        conflicted=conflicts.exists(),
        compared=signed.count() == 2,
    )
