"""The pages of retention: the schedule, what is due, a dry run, disposals and certificates."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from probata.service.audit.record import record
from probata.service.consent.ask import CannotAsk, ask
from probata.service.consent.models import ConsentRequest
from probata.service.retention.dispose import certificate_bytes
from probata.service.retention.due import dry_run, due_inspections, is_due
from probata.service.retention.models import Disposal, RetentionPeriod
from probata.service.rights import Outcome, decide

LONGEST = 36_500  # days


@require_GET
def retention(request: Any) -> HttpResponse:
    """The schedule, what is due by it, and what was disposed of."""
    record(request, "seen")
    return _page(request)


def _page(request: Any, fault: str = "", status: int = 200) -> HttpResponse:
    context = {
        "periods": RetentionPeriod.objects.all(),
        "due": due_inspections(timezone.localdate()),
        "disposals": Disposal.objects.select_related(
            "inspection__unit", "asked_by", "agreed_by"
        ).order_by("-at"),
        "may_set": decide("set_period", request.standing) is Outcome.ALLOWED,
        "fault": fault,
    }
    return render(request, "retention/retention.html", context, status=status)


@require_POST
def set_period(request: Any) -> HttpResponse:
    """Change how long one kind is kept; what is due follows, and nothing goes by itself."""
    period = RetentionPeriod.objects.filter(kind=request.POST.get("kind", "")).first()
    if period is None:
        raise Http404
    words = request.POST.get("days", "").strip()
    days = int(words) if words.isascii() and words.isdigit() and len(words) < 6 else 0
    if not 1 <= days <= LONGEST:
        return _page(request, f"Give a number of days from 1 to {LONGEST:,}.", 422)
    record(request, "done", period, before=period.days, after=days)
    period.days = days
    period.save()
    return redirect("retention")


@require_http_methods(["GET", "POST"])
def disposal(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """What a disposal would take, and the form to ask for it; or what it took."""
    fault = ""
    found = request.inspection
    if request.method == "POST":
        try:
            if decide("set_period", request.standing) is not Outcome.ALLOWED:
                raise CannotAsk("A data protection officer asks for a disposal.")
            if not is_due(found, timezone.localdate()):
                raise CannotAsk("This inspection's cases are not due by the schedule.")
            asked = ask(
                ConsentRequest.Kind.DISPOSAL,
                found.pk,
                reason=request.POST.get("reason", ""),
                by=request.user,
                at=timezone.now(),
            )
        except CannotAsk as error:
            fault = str(error)
        else:
            record(request, "done", found, asked=str(asked.pk))
            return redirect("request", asked=asked.pk)
    record(request, "seen", found)
    context = {
        "inspection": found,
        "done": Disposal.objects.filter(inspection=found).first(),
        "due": is_due(found, timezone.localdate()),
        "dry": dry_run(found),
        "may_ask": decide("set_period", request.standing) is Outcome.ALLOWED,
        "fault": fault,
        "reason": request.POST.get("reason", ""),
    }
    return render(
        request, "retention/disposal.html", context, status=422 if fault else 200
    )


@require_GET
def certificate(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """The certificate of a disposal as a file; its hash is on the page."""
    found = Disposal.objects.filter(inspection=request.inspection).first()
    if found is None:
        raise Http404
    record(request, "exported", found)
    response = HttpResponse(
        certificate_bytes(found.certificate), content_type="application/json"
    )
    response["Content-Disposition"] = 'attachment; filename="disposal.json"'
    return response
