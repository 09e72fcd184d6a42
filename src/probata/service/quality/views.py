"""The pages of quality leads: agreement, and the sample of an inspection."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from probata.service.accounts.models import User
from probata.service.audit.record import record
from probata.service.cases.models import Assessment, StandingAnswer
from probata.service.fieldwork.frameworks import form_of
from probata.service.fieldwork.models import (
    Allocation,
    Case,
    Conflict,
    Inspection,
    Reading,
)
from probata.service.inspections.fields import read_id, read_text
from probata.service.inspections.refused import Refused, refuse
from probata.service.quality.draw import (
    draw_signed,
    give_second_reading,
    plan_sample,
    second_readers,
)
from probata.service.quality.models import Drawn, QualityPlan
from probata.service.quality.pairs import (
    agreement_by_question,
    agreement_by_readers,
    pairs_of,
)


@require_GET
def quality(request: Any) -> HttpResponse:
    """Agreement over every inspection of a framework version, and samples in progress."""
    inspections = list(_visible_to(request.user))
    drawn = _drawn_for(request.user).filter(case__inspection__in=inspections)
    by_framework: dict[str, list[Drawn]] = defaultdict(list)
    for item in drawn.select_related("case__inspection"):
        by_framework[item.case.inspection.framework_id].append(item)
    groups = []
    for framework, rows in sorted(by_framework.items()):
        form, pairs = form_of(framework), pairs_of(rows)
        versions = _guidance_versions(pair.drawn.case_id for pair in pairs)
        groups.append(
            {
                "form": form,
                "pairs": len(pairs),
                "questions": agreement_by_question(pairs, form, versions),
                "readers": agreement_by_readers(pairs, form),
            }
        )
    record(request, "seen", inspections=len(inspections))
    context = {"groups": groups, "inspections": inspections}
    return render(request, "quality/quality.html", context)


def _visible_to(user: User) -> QuerySet[Inspection]:
    conflicts = Conflict.objects.standing().filter(user=user, unit=OuterRef("unit"))
    found = Inspection.objects.filter(~Exists(conflicts)).select_related("unit")
    return found.order_by("fieldwork_starts", "pk")


def _drawn_for(user: User) -> QuerySet[Drawn]:
    """The chosen cases less those with a conflict, or that the person reads."""
    conflicts = Conflict.objects.standing().filter(case=OuterRef("case"), user=user)
    reads = Allocation.objects.filter(
        case=OuterRef("case"), user=user, until__isnull=True
    )
    return Drawn.objects.filter(~Exists(conflicts), ~Exists(reads), chosen=True)


def _guidance_versions(cases: Any) -> dict[str, set[str]]:
    rows = StandingAnswer.objects.filter(assessment__case__in=list(cases))
    found: dict[str, set[str]] = defaultdict(set)
    for question, version in rows.values_list(
        "question", "guidance_version"
    ).distinct():
        if version:
            found[question].add(version)
    return found


@require_http_methods(["GET", "POST"])
def sample(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Plan and draw the sample; give its cases to second readers."""
    if request.method == "GET":
        return _sample_page(request)
    try:
        _act(request)
    except Refused as refused:
        return _sample_page(request, refused)
    return redirect("quality_sample", inspection=inspection)


def _act(request: Any) -> None:
    act, now = request.POST.get("act"), timezone.now()
    plan = QualityPlan.objects.filter(inspection=request.inspection).first()
    if act == "plan":
        seed = read_text(request.POST, "seed", "the seed", 100)
        shares = (_share(request.POST, "share"), _share(request.POST, "targeted"))
        made = plan_sample(request.inspection, seed, shares, by=request.user, at=now)
        record(request, "done", made, drawn=draw_signed(made, now))
    elif act == "draw" and plan is not None:
        record(request, "done", plan, drawn=draw_signed(plan, now))
    elif act == "give" and plan is not None:
        case, to = _case_and_reader(request)
        give_second_reading(case, to, by=request.user, at=now)
        record(request, "done", case, to=str(to.pk))
    else:
        raise Http404


def _share(post: Any, name: str) -> float:
    """A whole number of per cent as a share. Raises Refused."""
    text = post.get(name, "").strip()
    if not (text.isascii() and text.isdecimal() and int(text[:4]) <= 100):
        raise refuse(name, "Enter a whole number from 0 to 100.")
    return int(text) / 100


def _case_and_reader(request: Any) -> tuple[Case, User]:
    case_id = read_id(request.POST, "case")
    found = _drawn_for(request.user).filter(
        case=case_id, case__inspection=request.inspection
    )
    drawn = found.select_related("case__inspection").first()
    if drawn is None:
        raise Http404
    to = User.objects.filter(pk=read_id(request.POST, f"to-{case_id}")).first()
    if to is None:
        raise refuse(f"to-{case_id}", "Choose a second reader.")
    return drawn.case, to


def _sample_page(request: Any, refused: Refused | None = None) -> HttpResponse:
    plan = QualityPlan.objects.filter(inspection=request.inspection).first()
    rows = [_row(item) for item in _chosen(request)]
    record(request, "seen", request.inspection, cases=len(rows))
    context = {
        "inspection": request.inspection,
        "plan": plan,
        "rows": rows,
        "decided": plan.drawn.count() if plan else 0,
        "errors": refused.lines if refused else [],
        "post": request.POST,
    }
    status = 422 if refused else 200
    return render(request, "quality/sample.html", context, status=status)


def _chosen(request: Any) -> QuerySet[Drawn]:
    found = _drawn_for(request.user).filter(case__inspection=request.inspection)
    return found.select_related("case__inspection").order_by("case__reference")


def _row(drawn: Drawn) -> dict[str, Any]:
    """A chosen case with its readers; who may read it while nobody has signed."""
    case = drawn.case
    second = case.assessments.filter(reading=Reading.SECOND).first()
    signed = second is not None and second.state != Assessment.State.OPEN
    readers = case.allocations.filter(
        Q(until__isnull=True), reading=Reading.SECOND
    ).select_related("user")
    reader = next((item.user for item in readers), None)
    return {
        "drawn": drawn,
        "case": case,
        "reader": reader,
        "signed": signed,
        "readers": [] if signed or reader else second_readers(case),
    }
