"""The pages of a case list: upload it, see what is wrong with it, accept its cohort."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from probata.cohort.list_report import HEADINGS, findings_file
from probata.publication.diagrams.cohort_flow import describe_flow, draw_cohort_flow
from probata.service.audit.record import record
from probata.service.fieldwork.frameworks import form_of
from probata.service.fieldwork.models import AcceptedList, Inspection, PendingList
from probata.service.inspections.case_list import (
    accept_list,
    discard_list,
    keep_list,
    needs_agreement,
)
from probata.service.inspections.read_upload import (
    MOST_BYTES,
    flow_of,
    read_findings,
)
from probata.service.inspections.refused import Refused, refuse

EXPLAINED = {
    "accept": "Where you go on, the list is used as it is.",
    "set_aside": "Where you go on, these rows, and all rows of the same sentence, are left out.",
    "blank": "Where you go on, these cells count as not known; their rows stay.",
    "note": "Nothing needs to be done.",
}
MOST_SHOWN = 200  # findings on the page; the file has them all


@require_http_methods(["GET", "POST"])
def case_list(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """The case list as far as it has come; upload, discard or accept it."""
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            done = _act(request)
        except Refused as refused:
            errors = refused.lines
        else:
            record(request, "done", request.inspection, **done)
            return redirect("case_list", inspection=inspection)
    pending = PendingList.objects.filter(inspection=inspection).defer("content").first()
    accepted = _accepted(request.inspection)
    record(request, "seen", request.inspection)
    told = accepted.record if accepted else pending.report if pending else None
    context = {
        "inspection": request.inspection,
        "pending": None if accepted else pending,
        "accepted": accepted,
        "told": told,
        "findings": _by_consequence(told) if told else [],
        "flows": [flow_of(item) for item in told["flows"]] if told else [],
        "flow_words": _flow_words(told) if told else "",
        "fact_labels": _fact_labels(request.inspection),
        "needs": needs_agreement(told) if told and not accepted else [],
        "most": MOST_BYTES // 2**20,
        "errors": errors,
        "post": request.POST,
    }
    status = 422 if errors else 200
    return render(request, "fieldwork/case_list.html", context, status=status)


def _act(request: Any) -> dict[str, Any]:
    """What the form asks for; what was done, for the record."""
    action, now = request.POST.get("action"), timezone.now()
    inspection_id = request.inspection.pk
    if action == "discard":
        return {"discarded": discard_list(inspection_id)}
    if action == "accept":
        sha256 = request.POST.get("sha256", "")
        agreed = frozenset(
            name
            for name in ("findings", "unknown")
            if request.POST.get(f"agree-{name}")
        )
        made = accept_list(inspection_id, sha256, agreed, by=request.user, at=now)
        return {"accepted": made.sha256, "cases": made.cases}
    file = request.FILES.get("file")
    if file is None:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise refuse("file", f"The file is larger than {MOST_BYTES // 2**20} MB.")
        raise refuse("file", "Choose a file.")
    kept = keep_list(inspection_id, file.read(), file.name, by=request.user, at=now)
    return {"uploaded": kept.sha256, "rows": kept.report["rows"]}


def _accepted(inspection: Inspection) -> AcceptedList | None:
    found = AcceptedList.objects.filter(inspection=inspection).select_related("by")
    return found.first()


def _by_consequence(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Findings under the headings of the report, in its order."""
    groups = []
    for consequence, heading in HEADINGS.items():
        found = [
            item for item in told["findings"] if item["consequence"] == consequence
        ]
        if found:
            groups.append(
                {
                    "heading": heading,
                    "explained": EXPLAINED[consequence],
                    "findings": found[:MOST_SHOWN],
                    "more": max(0, len(found) - MOST_SHOWN),
                }
            )
    return groups


def _flow_words(told: dict[str, Any]) -> str:
    return describe_flow(flow_of(told["flows"][1]), told["synthetic"])


def _fact_labels(inspection: Inspection) -> dict[str, str]:
    facts = form_of(inspection.framework_id).framework.file.facts
    return {name: fact.label.text() for name, fact in facts.items()}


@require_GET
def findings(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Every finding of the uploaded list, one line a row, as a file; no cell is in it."""
    pending = PendingList.objects.filter(inspection=inspection).first()
    if pending is None:
        raise Http404
    found = read_findings(bytes(pending.content), pending.ending)
    record(request, "exported", request.inspection, findings=len(found))
    answer = HttpResponse(findings_file(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="findings.csv"'
    return answer


@require_GET
def flow(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """The flow of the cohort as a picture."""
    accepted = _accepted(request.inspection)
    pending = PendingList.objects.filter(inspection=inspection).defer("content").first()
    told = accepted.record if accepted else pending.report if pending else None
    if told is None:
        raise Http404
    record(request, "seen", request.inspection)
    drawn = draw_cohort_flow("flow", flow_of(told["flows"][1]), told["synthetic"])
    return HttpResponse(drawn, content_type="image/svg+xml")
