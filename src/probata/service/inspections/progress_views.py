"""The pages of progress and of the end of fieldwork."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from probata.service.audit.record import record
from probata.service.inspections.closing import (
    close_fieldwork,
    reopen_fieldwork,
    unsigned_cases,
)
from probata.service.inspections.fields import read_reason
from probata.service.inspections.progress import STATUSES, Progress, read_progress
from probata.service.inspections.refused import Refused


@require_GET
def progress(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """How far each reader and each standard has come; filters stay on the page."""
    whole = read_progress(request.inspection, request.user)
    status = request.GET.get("status")
    status = status if status in STATUSES else None
    readers = whole.readers()
    reader = request.GET.get("reader")
    # `nobody` stands for the cases without a reader; anything unknown for all.
    known = {name or "nobody": name for name, _, _ in readers}
    shown = whole.only(known.get(reader) if reader in known else None, status)
    record(request, "seen", request.inspection, cases=len(shown.cases))
    context = {
        "inspection": request.inspection,
        "whole": whole,
        "shown": shown,
        "readers": readers,
        "statuses": STATUSES,
        "reader": reader if reader in known else "",
        "status": status or "",
        "filtered": len(shown.cases) != len(whole.cases),
    }
    return render(request, "fieldwork/progress.html", context)


@require_http_methods(["GET", "POST"])
def close(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Close fieldwork; each case that is not signed needs a reason."""
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        reasons = {
            name.removeprefix("reason-"): " ".join(text.split())
            for name, text in request.POST.items()
            if name.startswith("reason-")
        }
        try:
            unsigned = close_fieldwork(
                request.inspection.pk, reasons, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            errors = refused.lines
        else:
            record(request, "done", request.inspection, unsigned=unsigned)
            return redirect("inspection", inspection=inspection)
    whole: Progress = read_progress(request.inspection, request.user)
    left = set(unsigned_cases(request.inspection))
    record(request, "seen", request.inspection, unsigned=len(left))
    context = {
        "inspection": request.inspection,
        "unsigned": [item for item in whole.cases if item.case.pk in left],
        "statuses": STATUSES,
        "errors": errors,
        "post": request.POST,
    }
    status = 422 if errors else 200
    return render(request, "fieldwork/close.html", context, status=status)


@require_POST
def reopen(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Open fieldwork again, with a reason."""
    from probata.service.inspections.views import inspection_page

    try:
        reason = read_reason(request.POST)
        reopen_fieldwork(
            request.inspection.pk, reason, by=request.user, at=timezone.now()
        )
    except Refused as refused:
        return inspection_page(request, refused.lines, 422)
    record(request, "done", request.inspection)
    return redirect("inspection", inspection=inspection)
