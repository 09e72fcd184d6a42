"""The pages of programme managers: make and change inspections, their teams, open them."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from probata.errors import Fault
from probata.service.accounts.models import User
from probata.service.audit.record import record
from probata.service.fieldwork.models import Inspection, TeamMember, Unit
from probata.service.inspections.declared import declarations
from probata.service.inspections.fields import (
    read_day,
    read_id,
    read_numbers,
    read_row,
    read_text,
)
from probata.service.inspections.plan import (
    Plan,
    change_inspection,
    frameworks_in_force,
    make_inspection,
    open_fieldwork,
)
from probata.service.inspections.refused import Refused
from probata.service.inspections.team import (
    add_member,
    candidates,
    change_member,
    remove_member,
)

Errors = list[tuple[str, str]]


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Plan an inspection."""
    errors: Errors = []
    if request.method == "POST":
        try:
            made = make_inspection(
                _read_plan(request.POST), by=request.user, at=timezone.now()
            )
        except Refused as refused:
            errors = refused.lines
        else:
            record(request, "done", made)
            return redirect("inspection_team", inspection=made.pk)
    return _plan_page(request, None, request.POST, errors)


@require_http_methods(["GET", "POST"])
def change(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Change what an inspection is."""
    errors: Errors = []
    given = request.POST or _given(request.inspection)
    if request.method == "POST":
        try:
            change_inspection(
                request.inspection.pk,
                _read_plan(request.POST),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            errors = refused.lines
        else:
            record(request, "done", request.inspection)
            return redirect("inspection", inspection=inspection)
    return _plan_page(request, request.inspection, given, errors)


def _read_plan(post: Any) -> Plan:
    """A plan from its form. Raises Refused with the faults of every field."""
    faults: list[Fault] = []

    def take(read: Any, *given: Any) -> Any:
        try:
            return read(post, *given)
        except Refused as refused:
            faults.extend(refused.faults)

    unit = take(read_text, "unit", "the name of the unit")
    starts = take(read_day, "starts", "the first day of fieldwork")
    ends = take(read_day, "ends", "the last day of fieldwork")
    weeks = take(read_numbers, "weeks", "Weeks")
    region = " ".join(post.get("region", "").split())
    if len(region) > 200:
        faults.append(Fault("region", "The region has more than 200 characters."))
    if faults:
        raise Refused(faults[0].problem, faults)
    unlisted = post.get("unlisted") == "yes"
    framework = post.get("framework", "")
    return Plan(unit, region, unlisted, framework, starts, ends, tuple(weeks))


def _given(inspection: Inspection) -> dict[str, str]:
    """What a form shows of an inspection as it is."""
    given = {
        "unit": inspection.unit.name,
        "region": inspection.unit.region,
        "framework": inspection.framework_id,
        "weeks": ", ".join(str(week) for week in inspection.weeks),
    }
    for name, day in (
        ("starts", inspection.fieldwork_starts),
        ("ends", inspection.fieldwork_ends),
    ):
        given |= {
            f"{name}-day": str(day.day),
            f"{name}-month": str(day.month),
            f"{name}-year": str(day.year),
        }
    if declarations().places.unit(inspection.unit.name) is None:
        given["unlisted"] = "yes"
    return given


def _plan_page(
    request: Any, inspection: Inspection | None, given: Any, errors: Errors
) -> HttpResponse:
    declared = declarations()
    offered = frameworks_in_force()
    if inspection and inspection.framework_id not in dict(offered):
        used = inspection.framework
        offered.append((used.pk, f"{used.title}, version {used.version} (as it is)"))
    names = {unit.name for unit in declared.places.units}
    names |= set(Unit.objects.values_list("name", flat=True))
    record(request, "seen", inspection)
    context = {
        "inspection": inspection,
        "given": given,
        "frameworks": offered,
        "units": sorted(names),
        "rules": declared.rules,
        "errors": errors,
    }
    status = 422 if errors else 200
    return render(request, "fieldwork/plan.html", context, status=status)


@require_http_methods(["GET", "POST"])
def team(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Who takes part in an inspection; add, change and remove people."""
    errors: Errors = []
    if request.method == "POST":
        try:
            done = _change_team(request)
        except Refused as refused:
            errors = refused.lines
        else:
            record(request, "done", request.inspection, **done)
            return redirect("inspection_team", inspection=inspection)
    now = Q(user__allocations__until__isnull=True)
    here = Q(user__allocations__case__inspection=request.inspection)
    members = (
        request.inspection.members.select_related("user")
        .annotate(reads=Count("user__allocations", filter=now & here, distinct=True))
        .order_by("user__name")
    )
    record(request, "seen", request.inspection, members=len(members))
    context = {
        "inspection": request.inspection,
        "members": members,
        "candidates": candidates(request.inspection),
        "parts": TeamMember.Part.choices,
        "errors": errors,
        "post": request.POST,
    }
    status = 422 if errors else 200
    return render(request, "fieldwork/team.html", context, status=status)


def _change_team(request: Any) -> dict[str, str]:
    """What the form asks for; what was done, for the record."""
    action = request.POST.get("action")
    if action == "add":
        user = User.objects.filter(pk=read_id(request.POST, "user")).first()
        part = request.POST.get("part", "")
        made = add_member(request.inspection.pk, user, part, by=request.user)
        return {"added": str(made.user_id), "part": made.part}
    members = request.inspection.members.select_related("user")
    member = members.filter(pk=read_row(request.POST, "member")).first()
    if member is None:
        raise Http404
    if action == "remove":
        remove_member(member.pk, by=request.user)
        return {"removed": str(member.user_id)}
    part = request.POST.get(f"part-{member.pk}", "")
    change_member(member, part, by=request.user)
    return {"changed": str(member.user_id), "part": part}


@require_POST
def open_(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Open fieldwork."""
    from probata.service.inspections.views import inspection_page

    try:
        open_fieldwork(request.inspection.pk, by=request.user, at=timezone.now())
    except Refused as refused:
        return inspection_page(request, refused.lines, 422)
    record(request, "done", request.inspection)
    return redirect("inspection", inspection=inspection)
