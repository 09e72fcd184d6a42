"""The page of late and withdrawn cases."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from probata.errors import Fault
from probata.service.audit.record import record
from probata.service.fieldwork.frameworks import form_of
from probata.service.fieldwork.models import Case, CaseChange, Inspection
from probata.service.fieldwork.standing import cases_open_to
from probata.service.inspections.case_changes import (
    LateCase,
    add_case,
    record_fact,
    restore_case,
    withdraw_case,
)
from probata.service.inspections.fields import read_id, read_reason, read_text
from probata.service.inspections.refused import Refused


@require_http_methods(["GET", "POST"])
def case_changes(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Add a late case, withdraw one, take one back, record a fact: each with its reason."""
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            case = _act(request)
        except Refused as refused:
            errors = refused.lines
        else:
            record(request, "done", case, change=request.POST["action"])
            return redirect("case_changes", inspection=inspection)
    cases = list(cases_open_to(request.user, request.inspection))
    changes = CaseChange.objects.filter(case__in=cases).select_related("case", "by")
    record(request, "seen", request.inspection)
    facts = form_of(request.inspection.framework_id).framework.file.facts
    context = {
        "inspection": request.inspection,
        "within": [case for case in cases if not case.withdrawn],
        "withdrawn": [case for case in cases if case.withdrawn],
        "changes": changes,
        "facts": facts,
        "recordable": _facts_to_record(request.inspection),
        "numbers": any(not fact.values for fact in facts.values()),
        "unknown": [
            (
                case,
                [
                    fact.label.text()
                    for name, fact in facts.items()
                    if not case.facts.get(name)
                ],
            )
            for case in cases
            if not case.withdrawn and not all(case.facts.get(name) for name in facts)
        ],
        "errors": errors,
        "post": request.POST,
    }
    status = 422 if errors else 200
    return render(request, "fieldwork/case_changes.html", context, status=status)


def _act(request: Any) -> Case:
    post, now = request.POST, timezone.now()
    if post.get("action") == "add":
        late, reason = _read_late(request)
        return add_case(request.inspection.pk, late, reason, by=request.user, at=now)
    action = post.get("action")
    if action not in ("withdraw", "restore", "fact"):
        raise Http404
    cases = cases_open_to(request.user, request.inspection)
    case = cases.filter(pk=read_id(post, f"case-{action}")).first()
    if case is None:
        raise Http404
    reason = read_reason(post, f"reason-{action}")
    if action == "fact":
        fact, _, value = post.get("fact", "").partition(":")
        value = value or post.get("number", "").strip()
        record_fact(case.pk, fact, value, reason, by=request.user, at=now)
    else:
        act = withdraw_case if action == "withdraw" else restore_case
        act(case.pk, reason, by=request.user, at=now)
    return case


def _facts_to_record(inspection: Inspection) -> list[tuple[str, str]]:
    """(what to send, words) of each value of each fact; a number comes from its own field."""
    facts = form_of(inspection.framework_id).framework.file.facts
    offered = []
    for name, fact in facts.items():
        label = fact.label.text()
        offered += [
            (f"{name}:{item.id}", f"{label}: {item.label.text()}")
            for item in fact.values
        ]
        if not fact.values:
            offered.append((f"{name}:", f"{label}: the number below"))
    return offered


def _read_late(request: Any) -> tuple[LateCase, str]:
    """A late case from its form, with every fault at once."""
    post = request.POST
    faults: list[Fault] = []

    def take(name: str, label: str, longest: int) -> str:
        try:
            return read_text(post, name, label, longest)
        except Refused as refused:
            faults.extend(refused.faults)
            return ""

    person = take("person_id", "the case reference number", 50)
    event = take("event_number", "the event number", 10)
    reason = take("reason-add", "the reason", 500)
    practitioner = " ".join(post.get("practitioner", "").split())
    if len(practitioner) > 200:
        faults.append(Fault("practitioner", "More than 200 characters."))
    if faults:
        raise Refused(faults[0].problem, faults)
    asked = form_of(request.inspection.framework_id).framework.file.facts
    facts = {name: post.get(f"fact-{name}") or None for name in asked}
    return LateCase(person.upper(), event, practitioner, facts), reason
