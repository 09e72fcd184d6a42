"""The pages on which an analyst asks for a release, its correction, or a key to it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from probata.errors import DataError, UserError
from probata.service.accounts.confirm import ask_to_confirm
from probata.service.audit.record import record
from probata.service.cases.models import Assessment
from probata.service.fieldwork.models import Inspection, Reading
from probata.service.releases.ask import ask_release
from probata.service.releases.faults import words_of_faults
from probata.service.releases.find import find_release, inspections_of
from probata.service.releases.fit import find_obstacles
from probata.service.releases.keys import FIELDS, USABLE, ask_key, take_key


@require_http_methods(["GET", "POST"])
def ask(request: Any) -> HttpResponse:
    """Choose closed inspections and say what for."""
    if request.method == "GET":
        record(request, "seen")
        return _ask_page(request)
    try:
        asked = ask_release(
            _chosen(request.POST.getlist("inspection")),
            request.POST.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        )
    except UserError as error:
        return _ask_page(request, words_of_faults(error))
    count = len(asked.details["inspections"])
    record(request, "done", asked, inspections=count)
    return redirect("request", asked=asked.pk)


def _chosen(texts: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(item) for item in texts]
    except ValueError:
        raise DataError("Choose inspections from the list.") from None


def _ask_page(request: Any, faults: list[str] | None = None) -> HttpResponse:
    first = Q(cases__assessments__reading=Reading.FIRST)
    done = first & ~Q(cases__assessments__state=Assessment.State.OPEN)
    found = Inspection.objects.annotate(
        case_count=Count("cases", distinct=True),
        signed=Count("cases", filter=done, distinct=True),
    ).select_related("unit", "framework")
    closed = found.filter(state=Inspection.State.CLOSED)
    context = {
        "inspections": closed.order_by(
            "framework__framework_id", "framework__version", "unit__name"
        ),
        "open": found.exclude(state=Inspection.State.CLOSED).count(),
        "chosen": request.POST.getlist("inspection"),
    }
    return _page(request, "releases/ask.html", context, faults or [])


@require_http_methods(["GET", "POST"])
def correct(request: Any, release: uuid.UUID) -> HttpResponse:
    """Ask for a release that takes the place of one, over the same inspections."""
    found = request.release
    inspections = list(inspections_of(found.asked))
    context = {"release": found}
    if request.method == "GET":
        record(request, "seen", found)
        obstacles = words_of_faults(find_obstacles(inspections, found))
        return _page(request, "releases/correct.html", context, obstacles, 200)
    try:
        asked = ask_release(
            [item.pk for item in inspections],
            request.POST.get("reason", ""),
            by=request.user,
            at=timezone.now(),
            corrects=found,
        )
    except UserError as error:
        return _page(request, "releases/correct.html", context, words_of_faults(error))
    record(request, "done", asked, corrects=str(found.pk))
    return redirect("request", asked=asked.pk)


@require_http_methods(["GET", "POST"])
def ask_for_key(request: Any, release: uuid.UUID) -> HttpResponse:
    """Choose what is needed of each case, and say what for."""
    found = request.release
    context = {
        "release": found,
        "fields": [(name, field.words) for name, field in FIELDS.items()],
        "chosen": request.POST.getlist("field"),
        "hours": int(USABLE.total_seconds() // 3600),
    }
    if request.method == "GET":
        record(request, "seen", found)
        return _page(request, "releases/ask_key.html", context, [])
    try:
        asked = ask_key(
            found,
            context["chosen"],
            request.POST.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        )
    except UserError as error:
        return _page(request, "releases/ask_key.html", context, words_of_faults(error))
    fields = asked.details["fields"]
    record(request, "done", asked, release=str(found.pk), fields=fields)
    return redirect("request", asked=asked.pk)


def _page(
    request: Any,
    template: str,
    context: dict[str, Any],
    faults: list[str],
    status: int = 422,
) -> HttpResponse:
    given = {**context, "faults": faults, "typed": request.POST.get("reason", "")}
    return render(request, template, given, status=status if faults else 200)


@require_POST
def take(request: Any, asked: uuid.UUID) -> HttpResponse:
    """The file, once, after giving one's password again."""
    if first := ask_to_confirm(request, reverse("request", args=[asked])):
        return first
    try:
        content = take_key(asked, by=request.user, at=timezone.now())
    except DataError:  # in another tab, a moment before
        return redirect("request", asked=asked)
    release = find_release(request.asked.subject_id)
    assert release is not None  # what was agreed to is never deleted
    record(
        request,
        "exported",
        request.asked,
        release=str(release.pk),
        fields=request.asked.details["fields"],
        cases=release.cases,
    )
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"key_of_{release.folder}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
