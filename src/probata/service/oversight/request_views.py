"""The pages of requests that need a second person."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from probata.service.accounts.confirm import ask_to_confirm
from probata.service.audit.record import record
from probata.service.cases.models import Assessment
from probata.service.consent.ask import CannotAsk, CannotDecide, ask
from probata.service.consent.models import ConsentRequest
from probata.service.oversight.decide import decide_request
from probata.service.oversight.standing import standing_to_request
from probata.service.oversight.words import about, who_decides
from probata.service.releases.request_part import more_about
from probata.service.rights import Outcome, decide

MOST_SHOWN = 100


@require_http_methods(["GET", "POST"])
def ask_to_unlock(request: Any, assessment: uuid.UUID) -> HttpResponse:
    """Ask to open a signed assessment again, with a reason."""
    fault = ""
    if request.method == "POST":
        try:
            asked = ask(
                ConsentRequest.Kind.UNLOCK,
                assessment,
                reason=request.POST.get("reason", ""),
                by=request.user,
                at=timezone.now(),
            )
        except CannotAsk as error:
            fault = str(error)
        else:
            record(request, "done", request.assessment, asked=str(asked.pk))
            return redirect("request", asked=asked.pk)
    else:
        record(request, "seen", request.assessment)
    found = request.assessment
    context = {
        "assessment": found,
        "locked": found.state == Assessment.State.LOCKED,
        "fault": fault,
        "typed": request.POST.get("reason", ""),
    }
    return render(
        request, "oversight/ask_to_unlock.html", context, status=422 if fault else 200
    )


@require_GET
def requests(request: Any) -> HttpResponse:
    """What one asked for, and what waits for one's decision."""
    found = ConsentRequest.objects.select_related("asked_by", "decided_by")
    waiting = found.filter(outcome=ConsentRequest.Outcome.WAITING)
    to_decide = [item for item in waiting if _may_decide(request.user, item)]
    own = list(found.filter(asked_by=request.user)[:MOST_SHOWN])
    record(request, "seen", to_decide=len(to_decide), own=len(own))
    context = {"to_decide": to_decide, "own": own, "about": about}
    return render(request, "oversight/requests.html", context)


def _may_decide(user: Any, asked: ConsentRequest) -> bool:
    standing = standing_to_request(user, asked)
    return standing is not None and decide("decide", standing) is Outcome.ALLOWED


@require_GET
def one_request(request: Any, asked: uuid.UUID) -> HttpResponse:
    """One request, and the form to decide it for who may."""
    record(request, "seen", request.asked)
    return _page(request)


def _page(request: Any, fault: str = "", status: int = 200) -> HttpResponse:
    template, more = more_about(request.asked)
    context = {
        **more,
        "more_template": template,
        "may_take": decide("take_key", request.standing) is Outcome.ALLOWED,
        "asked": request.asked,
        "about": about,
        "who_decides": who_decides(request.asked),
        "may_decide": decide("decide", request.standing) is Outcome.ALLOWED,
        "may_fetch": decide("extract", request.standing) is Outcome.ALLOWED,
        "fault": fault,
        "typed": request.POST.get("reason", ""),
        "chosen": request.POST.get("decision", ""),
    }
    return render(request, "oversight/request.html", context, status=status)


@require_POST
def decide_one(request: Any, asked: uuid.UUID) -> HttpResponse:
    """Agree or refuse, after giving one's password again."""
    if first := ask_to_confirm(request, reverse("request", args=[asked])):
        return first
    decision = request.POST.get("decision")
    if decision not in ("agree", "refuse"):
        return _page(request, "Choose whether you agree.", 422)
    try:
        decide_request(
            asked,
            agreed=decision == "agree",
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        )
    except CannotDecide as error:
        return _page(request, str(error), 422)
    record(request, "done", request.asked, decision=decision)
    return redirect("request", asked=asked)
