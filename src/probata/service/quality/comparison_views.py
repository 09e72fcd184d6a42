"""The page on which two readings of a case stand side by side."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from probata.service.audit.record import record
from probata.service.inspections.fields import read_reason
from probata.service.inspections.refused import Refused
from probata.service.quality.compare import adjudicate_answer, compare
from probata.service.rights import Outcome, decide


@require_GET
def comparison(request: Any, case: uuid.UUID) -> HttpResponse:
    """Differing answers with both notes; both readings are signed."""
    return _page(request)


def _page(request: Any, refused: Refused | None = None) -> HttpResponse:
    record(request, "seen", request.case)
    context = {
        "inspection": request.case.inspection,
        "case": request.case,
        "compared": compare(request.case),
        "may_decide": decide("adjudicate", request.standing) is Outcome.ALLOWED,
        "errors": refused.lines if refused else [],
        "post": request.POST,
    }
    status = 422 if refused else 200
    return render(request, "quality/comparison.html", context, status=status)


@require_POST
def adjudicate(request: Any, case: uuid.UUID) -> HttpResponse:
    """Say what stands for one question, and why."""
    question = request.POST.get("question", "")
    outcome = request.POST.get(f"outcome-{question}", "")
    try:
        reason = read_reason(request.POST, f"reason-{question}")
        now = timezone.now()
        adjudicate_answer(
            request.case, question, outcome, reason, by=request.user, at=now
        )
    except Refused as refused:
        return _page(request, refused)
    record(request, "done", request.case, question=question)
    return redirect("comparison", case=case)
