"""The pages of an inspection: its progress, its cases, who reads which."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from probata.service.accounts.models import User
from probata.service.audit.record import record
from probata.service.cases.allocate import CannotAllocate, allocate_case
from probata.service.cases.models import Assessment
from probata.service.fieldwork.models import (
    Allocation,
    Case,
    Conflict,
    Inspection,
    Reading,
    TeamMember,
)
from probata.service.rights import Outcome, decide
from probata.service.roles import Role


@require_GET
def inspections(request: Any) -> HttpResponse:
    """A lead's own inspections; all of them for a programme manager. Counts only."""
    found = _visible_to(request.user)
    first = Q(cases__assessments__reading=Reading.FIRST)
    done = first & ~Q(cases__assessments__state=Assessment.State.OPEN)
    found = found.annotate(
        case_count=Count("cases", distinct=True),
        signed=Count("cases", filter=done, distinct=True),
    )
    record(request, "seen", inspections=len(found))
    return render(request, "fieldwork/inspections.html", {"inspections": found})


def _visible_to(user: User) -> QuerySet[Inspection]:
    found = Inspection.objects.select_related("unit")
    if user.has_role(Role.PROGRAMME_MANAGER):
        return found
    leads = TeamMember.objects.filter(
        inspection=OuterRef("pk"), user=user, part=TeamMember.Part.LEAD
    )
    conflicts = Conflict.objects.filter(user=user, unit=OuterRef("unit"))
    return found.filter(Exists(leads), ~Exists(conflicts))


@require_GET
def inspection(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """One inspection; its cases are listed for its lead alone."""
    return _inspection_page(request)


def _inspection_page(request: Any, fault: str = "", status: int = 200) -> HttpResponse:
    leads = decide("allocate", request.standing) is Outcome.ALLOWED
    rows = _cases(request.inspection, request.user) if leads else []
    members = request.inspection.members.select_related("user").order_by("user__name")
    conflicted = set(
        Conflict.objects.filter(unit=request.inspection.unit_id).values_list(
            "user", flat=True
        )
    )
    record(request, "seen", request.inspection, cases=len(rows))
    context = {
        "inspection": request.inspection,
        "rows": rows,
        "leads": leads,
        "members": members,
        "readers": [item for item in members if item.user_id not in conflicted],
        "conflicted": conflicted,
        "fault": fault,
    }
    return render(request, "fieldwork/inspection.html", context, status=status)


def _cases(inspection: Inspection, user: User) -> list[dict[str, Any]]:
    """Each case with its reader and how far it has come; none that the lead must not see."""
    first = Assessment.objects.filter(reading=Reading.FIRST).annotate(
        answered=Count("answers", filter=Q(answers__value__isnull=False))
    )
    readers = Allocation.objects.filter(
        until__isnull=True, reading=Reading.FIRST
    ).select_related("user")
    conflicts = Conflict.objects.filter(case=OuterRef("pk"), user=user)
    found = (
        Case.objects.filter(~Exists(conflicts), inspection=inspection)
        .prefetch_related(
            Prefetch("assessments", first, to_attr="first_reading"),
            Prefetch("allocations", readers, to_attr="readers"),
        )
        .order_by("reference")
    )
    return [
        {
            "case": case,
            "assessment": next(iter(case.first_reading), None),
            "reader": next((item.user for item in case.readers), None),
        }
        for case in found
    ]


@require_POST
def allocate(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Give one case to one member of the team."""
    try:
        case = request.inspection.cases.get(pk=uuid.UUID(request.POST["case"]))
        member = request.inspection.members.select_related("user").get(
            user=uuid.UUID(request.POST["to"])
        )
    except (KeyError, ValueError, Case.DoesNotExist, TeamMember.DoesNotExist):
        raise Http404 from None
    try:
        allocate_case(case.pk, to=member.user, by=request.user, at=timezone.now())
    except CannotAllocate as error:
        fault = f"{case.reference} stays with its reader. {error}"
        return _inspection_page(request, fault, 422)
    record(request, "done", case, to=str(member.user_id))
    return redirect("inspection", inspection=inspection)
