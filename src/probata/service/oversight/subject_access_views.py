"""The pages of subject access: ask for an extract, and fetch it once another agreed."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from probata.service.accounts.confirm import ask_to_confirm
from probata.service.audit.record import record
from probata.service.consent.ask import CannotAsk, ask
from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.models import Case
from probata.service.oversight.subject_access import cases_of, gather, write_extract


@require_http_methods(["GET", "POST"])
def subject_access(request: Any) -> HttpResponse:
    """Ask for an extract by a person's id, which stays out of addresses and records."""
    person_id = request.POST.get("person_id", "").replace("\0", "").strip()
    fault = ""
    if request.method == "POST":
        cases = list(cases_of(person_id))
        try:
            if not cases:
                raise CannotAsk(
                    "No case carries this id. Give it as the case list does."
                )
            asked = ask(
                ConsentRequest.Kind.SUBJECT_ACCESS,
                cases[0].pk,
                reason=request.POST.get("reason", ""),
                by=request.user,
                at=timezone.now(),
                details={"cases": [str(case.pk) for case in cases]},
            )
        except CannotAsk as error:
            fault = str(error)
        else:
            record(request, "done", asked, cases=len(cases))
            return redirect("request", asked=asked.pk)
    record(request, "seen", found=not fault)
    context = {
        "fault": fault,
        "person_id": person_id,
        "reason": request.POST.get("reason", ""),
    }
    return render(
        request, "oversight/subject_access.html", context, status=422 if fault else 200
    )


@require_POST
def extract(request: Any, asked: uuid.UUID) -> HttpResponse:
    """The extract that was agreed to, made anew at each fetch; each is recorded."""
    from django.urls import reverse

    if first := ask_to_confirm(request, reverse("request", args=[asked])):
        return first
    keys = request.asked.details["cases"]
    cases = Case.objects.filter(pk__in=keys).select_related("inspection__unit")
    made = write_extract(gather(cases.order_by("inspection_id", "pk")))
    for case in cases:
        record(request, "exported", case, asked=str(asked))
    response = HttpResponse(made, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="extract.zip"'
    return response
