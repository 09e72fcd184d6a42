"""The pages of guidance that was published after its framework."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from probata.errors import AnswerError
from probata.service.audit.record import record
from probata.service.fieldwork.frameworks import form_of
from probata.service.fieldwork.models import FrameworkVersion, LaterGuidance
from probata.service.fieldwork.publish_guidance import publish_guidance

FIELDS = ("question", "version", "valid_from", "text", "source")


@require_GET
def guidance(request: Any) -> HttpResponse:
    """Every framework in force, and the guidance published on it since."""
    record(request, "seen")
    frameworks = FrameworkVersion.objects.order_by("-published_at")
    later = LaterGuidance.objects.select_related("framework").order_by("-id")
    context = {"frameworks": frameworks, "later": later, "short": _short}
    return render(request, "fieldwork/guidance.html", context)


def _short(item: LaterGuidance) -> str:
    return form_of(item.framework_id).question(item.question).short.text()


@require_http_methods(["GET", "POST"])
def new_guidance(request: Any, framework: str) -> HttpResponse:
    """Publish guidance to one question of a framework."""
    found = FrameworkVersion.objects.filter(pk=framework).first()
    if found is None:
        raise Http404
    faults: dict[str, str] = {}
    given = {name: request.POST.get(name, "") for name in FIELDS}
    if request.method == "POST":
        now, today = timezone.now(), timezone.localdate()
        try:
            made = publish_guidance(found.pk, at=now, today=today, **given)
        except AnswerError as error:
            faults = {fault.where: fault.problem for fault in error.faults}
        else:
            record(request, "done", made, question=made.question, version=made.version)
            return redirect("guidance")
    form = form_of(found.pk)
    questions = [(item.id, item.short.text()) for item in form.questions]
    context = {
        "framework": found,
        "given": given,
        "faults": faults,
        "questions": [("", "Choose a question"), *questions],
        "today": timezone.localdate(),
    }
    return render(
        request, "fieldwork/new_guidance.html", context, status=422 if faults else 200
    )
