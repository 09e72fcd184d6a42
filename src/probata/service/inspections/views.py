"""The pages of an inspection: its progress, its cases, who reads which."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
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
from probata.service.fieldwork.standing import cases_open_to
from probata.service.rights import Outcome, decide
from probata.service.roles import Role

# The pages of an inspection, in the order in which they are used.
LINKS = (
    ("inspection_change", "Change the plan"),
    ("inspection_team", "Team"),
    ("case_list", "Case list and cohort"),
    ("case_changes", "Late, withdrawn and corrected cases"),
    ("inspection_conflicts", "Conflicts of interest"),
    ("allocation", "Allocation"),
    ("progress", "Progress"),
    ("live_ratings", "Live ratings"),
    ("quality_sample", "Quality sample"),
    ("inspection_close", "Close fieldwork"),
)


@require_GET
def inspections(request: Any) -> HttpResponse:
    """A lead's own inspections; all of them for a programme manager. Counts only."""
    found = _visible_to(request.user)
    within = Q(cases__withdrawn=False)
    first = Q(cases__assessments__reading=Reading.FIRST)
    done = first & ~Q(cases__assessments__state=Assessment.State.OPEN)
    found = found.annotate(
        case_count=Count("cases", filter=within, distinct=True),
        signed=Count("cases", filter=within & done, distinct=True),
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
    conflicts = Conflict.objects.standing().filter(user=user, unit=OuterRef("unit"))
    return found.filter(Exists(leads), ~Exists(conflicts))


@require_GET
def inspection(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """One inspection; its cases are listed for its lead alone."""
    return inspection_page(request)


def inspection_page(
    request: Any, errors: Sequence[tuple[str, str]] = (), status: int = 200
) -> HttpResponse:
    """The page of the inspection in `request`, with what went wrong, if anything."""
    leads = decide("allocate", request.standing) is Outcome.ALLOWED
    rows = _cases(request.inspection, request.user) if leads else []
    members = request.inspection.members.select_related("user").order_by("user__name")
    conflicted = set(
        Conflict.objects.standing()
        .filter(unit=request.inspection.unit_id)
        .values_list("user", flat=True)
    )
    barred = _barred(request.inspection)
    for row in rows:
        row["readers"] = [
            item
            for item in members
            if item.user_id not in conflicted
            and (row["case"].pk, item.user_id) not in barred
        ]
    record(request, "seen", request.inspection, cases=len(rows))
    context = {
        "inspection": request.inspection,
        "rows": rows,
        "leads": leads,
        "members": members,
        "links": LINKS,
        "conflicted": conflicted,
        "errors": errors,
        "turns": _turns(request.inspection, rows),
        "counts": _counts(request.inspection),
    }
    return render(request, "fieldwork/inspection.html", context, status=status)


def _turns(inspection: Inspection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was done with the inspection; reasons by case for whoever sees the cases."""
    references = {str(row["case"].pk): row["case"].reference for row in rows}
    return [
        {
            "turn": turn,
            "unsigned": [
                (references[case], reason)
                for case, reason in turn.details.items()
                if case in references
            ],
            "count": len(turn.details),
        }
        for turn in inspection.turns.select_related("by")
    ]


def _barred(inspection: Inspection) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """(case, user) of each conflict with one case of an inspection."""
    found = Conflict.objects.standing().filter(case__inspection=inspection)
    return set(found.values_list("case", "user"))


def _counts(inspection: Inspection) -> dict[str, int]:
    """How many cases there are, have a reader, and are signed; no case is named."""
    read = Q(allocations__until__isnull=True, allocations__reading=Reading.FIRST)
    first = Q(assessments__reading=Reading.FIRST)
    done = first & ~Q(assessments__state=Assessment.State.OPEN)
    cases = inspection.cases.filter(withdrawn=False)
    return cases.aggregate(
        cases=Count("pk", distinct=True),
        read=Count("pk", filter=read & Q(allocations__isnull=False), distinct=True),
        signed=Count("pk", filter=done, distinct=True),
    )


def _cases(inspection: Inspection, user: User) -> list[dict[str, Any]]:
    """Each case with its reader and how far it has come; none that the lead must not see."""
    first = Assessment.objects.filter(reading=Reading.FIRST).annotate(
        answered=Count("answers", filter=Q(answers__value__isnull=False))
    )
    readers = Allocation.objects.filter(
        until__isnull=True, reading=Reading.FIRST
    ).select_related("user")
    found = cases_open_to(user, inspection).prefetch_related(
        Prefetch("assessments", first, to_attr="first_reading"),
        Prefetch("allocations", readers, to_attr="readers"),
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
        open_ones = cases_open_to(request.user, request.inspection)
        case = open_ones.get(pk=uuid.UUID(request.POST["case"]))
        member = request.inspection.members.select_related("user").get(
            user=uuid.UUID(request.POST["to"])
        )
    except (KeyError, ValueError, Case.DoesNotExist, TeamMember.DoesNotExist):
        raise Http404 from None
    try:
        allocate_case(case.pk, to=member.user, by=request.user, at=timezone.now())
    except CannotAllocate as error:
        fault = f"{case.reference} stays with its reader. {error}"
        return inspection_page(request, [("#cases", fault)], 422)
    record(request, "done", case, to=str(member.user_id))
    return redirect("inspection", inspection=inspection)
