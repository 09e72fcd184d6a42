"""The pages of the audit: who did, saw, exported or was refused what."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from probata.service.audit.models import Record
from probata.service.audit.record import record
from probata.service.oversight.audit_search import (
    AuditFilter,
    ids_of_case,
    narrow,
    read_filter,
    visible_inspections,
    visible_people,
)
from probata.service.oversight.audit_words import (
    as_csv,
    details_words,
    references,
    route_words,
)
from probata.service.oversight.patterns import RULES, find_patterns
from probata.service.rights import Outcome, decide

PER_PAGE = 50
MOST_EXPORTED = 50_000  # rows; more at once is more than anybody reads
PATTERN_DAYS = 30


@require_GET
def audit(request: Any) -> HttpResponse:
    """The records that one may see, page by page."""
    asked = read_filter(request.GET)
    return _page(request, asked, 422 if asked.faults else 200)


def _page(
    request: Any, asked: AuditFilter, status: int, too_many: bool = False
) -> HttpResponse:
    found = Record.objects.none() if asked.faults else narrow(request.user, asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    record(request, "seen", asked=_kept(asked))
    inspections = [
        (str(item.pk), f"{item.unit.name}, {item.fieldwork_starts}")
        for item in visible_inspections(request.user)
    ]
    people = [(str(item.pk), item.name) for item in visible_people(request.user)]
    context = {
        "page": page,
        "people": [("", "Anybody"), *people],
        "asked": asked,
        "inspections": [("", "Any inspection"), *inspections],
        "actions": [("", "Anything"), *Record.Action.choices],
        "references": references(page.object_list),
        "route_words": route_words,
        "details_words": details_words,
        "may_see_patterns": decide("audit_patterns", request.standing)
        is Outcome.ALLOWED,
        "too_many": too_many,
        "most": MOST_EXPORTED,
    }
    return render(request, "oversight/audit.html", context, status=status)


def _kept(asked: AuditFilter) -> dict[str, Any]:
    """What the record of looking says was asked for; of a case its ids, never what was typed."""
    told: dict[str, Any] = asked.sent
    if "case" in told:
        told["case"] = ids_of_case(told["case"])
    return told


@require_GET
def export_audit(request: Any) -> HttpResponse:
    """The same records as a CSV file; the export is one of them from here on."""
    asked = read_filter(request.GET)
    if asked.faults:
        return _page(request, asked, 422)
    found = list(narrow(request.user, asked)[: MOST_EXPORTED + 1])
    if len(found) > MOST_EXPORTED:
        return _page(request, asked, 422, too_many=True)
    record(request, "exported", rows=len(found), asked=_kept(asked))
    response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


@require_GET
def audit_patterns(request: Any) -> HttpResponse:
    """Days of people that fit a rule somebody should ask about."""
    since = timezone.now() - datetime.timedelta(days=PATTERN_DAYS)
    found = find_patterns(since)
    record(request, "seen", patterns=len(found))
    context = {"found": found, "rules": RULES, "days": PATTERN_DAYS}
    return render(request, "oversight/patterns.html", context)
