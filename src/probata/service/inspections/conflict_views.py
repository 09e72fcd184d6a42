"""The pages of conflicts of interest: one's own, and those of an inspection for its lead."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from probata.service.audit.record import record
from probata.service.cases.standing import own_assessments
from probata.service.fieldwork.models import Case, Conflict, Unit
from probata.service.inspections.conflicts import (
    conflicts_in,
    declare_conflict,
    withdraw_conflict,
)
from probata.service.inspections.fields import read_id, read_reason, read_row
from probata.service.inspections.refused import Refused, refuse


@require_http_methods(["GET", "POST"])
def conflicts(request: Any) -> HttpResponse:
    """One's own conflicts of interest; declare another."""
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            with_ = _read_with(request)
            reason = read_reason(request.POST)
            made = declare_conflict(request.user, with_, reason, at=timezone.now())
        except Refused as refused:
            errors = refused.lines
        else:
            about = {"unit" if made.conflict.unit_id else "case": str(with_.pk)}
            record(request, "done", made.conflict, readings_ended=made.ended, **about)
            return redirect("conflicts")
    own = Conflict.objects.filter(user=request.user).select_related(
        "unit", "case__inspection__unit", "withdrawal__by"
    )
    record(request, "seen", conflicts=len(own))
    context = {
        "conflicts": own.order_by("-pk"),
        "units": Unit.objects.order_by("name"),
        "cases": _own_cases(request),
        "errors": errors,
        "post": request.POST,
    }
    status = 422 if errors else 200
    return render(request, "fieldwork/conflicts.html", context, status=status)


def _own_cases(request: Any) -> list[Case]:
    return [item.case for item in own_assessments(request.user)]


def _read_with(request: Any) -> Unit | Case:
    """What the form names: `unit:ID`, or `case:ID` of a case that the person reads."""
    kind, _, name = request.POST.get("with", "").partition(":")
    if kind == "unit":
        unit = Unit.objects.filter(pk=read_id({"id": name}, "id")).first()
        if unit is not None:
            return unit
    if kind == "case":
        for case in _own_cases(request):
            if str(case.pk) == name:
                return case
    raise refuse("with", "Choose the unit or the case.")


@require_http_methods(["GET", "POST"])
def inspection_conflicts(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Who must not see which cases of an inspection; withdraw one, with a reason."""
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        number = read_row(request.POST, "conflict")
        if number is None:
            raise Http404
        try:
            reason = read_reason(request.POST, f"reason-{number}")
            withdraw_conflict(
                number,
                request.inspection,
                reason,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            errors = refused.lines
        else:
            record(request, "done", request.inspection, conflict=number)
            return redirect("inspection_conflicts", inspection=inspection)
    found = conflicts_in(request.inspection)
    record(request, "seen", request.inspection, conflicts=len(found))
    context = {
        "inspection": request.inspection,
        # A lead with a conflict of their own in a case is not told more of it here.
        "conflicts": [item for item in found if item.user_id != request.user.pk],
        "errors": errors,
        "post": request.POST,
    }
    status = 422 if errors else 200
    return render(
        request, "fieldwork/inspection_conflicts.html", context, status=status
    )
