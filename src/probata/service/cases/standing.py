"""What a person is to an assessment, looked up for every request."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet

from probata.service.accounts.models import User
from probata.service.cases.models import Assessment
from probata.service.fieldwork.models import (
    Allocation,
    Conflict,
    Inspection,
    Reading,
    TeamMember,
)
from probata.service.fieldwork.standing import roles_of
from probata.service.prepared import Prepared
from probata.service.rights import Standing


def find_assessment(assessment: uuid.UUID, user: User) -> Assessment | None:
    """An assessment with all that rights rest on, in one query."""
    return _FOUND.first(assessment=assessment, user=user.pk)


def _with_facts(assessment: uuid.UUID, user: uuid.UUID) -> QuerySet[Assessment]:
    reads = Allocation.objects.filter(
        case=OuterRef("case"),
        reading=OuterRef("reading"),
        user=user,
        until__isnull=True,
    )
    leads = TeamMember.objects.filter(
        inspection=OuterRef("case__inspection"), user=user, part=TeamMember.Part.LEAD
    )
    conflicted = Conflict.objects.standing().filter(
        Q(case=OuterRef("case")) | Q(unit=OuterRef("case__inspection__unit")), user=user
    )
    other = Allocation.objects.filter(
        ~Q(reading=OuterRef("reading")),
        case=OuterRef("case"),
        user=user,
        until__isnull=True,
    )
    return (
        Assessment.objects.filter(pk=assessment)
        .select_related("case__inspection__unit")
        .annotate(
            reads=Exists(reads),
            leads=Exists(leads),
            conflicted=Exists(conflicted),
            blind=Exists(other),
        )
    )


_FOUND = Prepared(_with_facts, "assessment", "user")


def standing_to_assessment(user: User, found: Assessment) -> Standing:
    """From an assessment that `find_assessment` has found."""
    return Standing(
        roles=roles_of(user),
        reads=found.reads,
        leads=found.leads,
        conflicted=found.conflicted,
        blind=found.blind,
        second=found.reading == Reading.SECOND,
        state=found.state,
        fieldwork=found.case.inspection.state == Inspection.State.FIELDWORK,
        reopened=found.reopened_at is not None,
    )


def own_assessments(user: User) -> QuerySet[Assessment]:
    """The assessments that are allocated to a person now, less those with a conflict."""
    mine = Allocation.objects.filter(
        case=OuterRef("case"),
        reading=OuterRef("reading"),
        user=user,
        until__isnull=True,
    )
    conflicted = Conflict.objects.standing().filter(
        Q(case=OuterRef("case")) | Q(unit=OuterRef("case__inspection__unit")), user=user
    )
    return (
        Assessment.objects.filter(Exists(mine), ~Exists(conflicted))
        .select_related("case__inspection__unit")
        .order_by("case__inspection__fieldwork_starts", "case__reference")
    )
