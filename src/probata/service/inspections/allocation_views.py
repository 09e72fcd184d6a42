"""The page on which a lead shares out the cases that have no reader."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from probata.errors import Fault
from probata.service.audit.record import record
from probata.service.fieldwork.models import Conflict, Proposal, TeamMember
from probata.service.fieldwork.standing import cases_open_to
from probata.service.inspections.fields import read_id
from probata.service.inspections.proposals import (
    accept,
    adjust,
    discard,
    loads,
    propose,
    readers_now,
)
from probata.service.inspections.refused import Refused, refuse_all
from probata.service.inspections.share_cases import SECONDS, known_skills


@require_http_methods(["GET", "POST"])
def allocation(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Who gives how much time, the proposal, and what it makes each carry."""
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            done = _act(request)
        except Refused as refused:
            errors = refused.lines
        else:
            record(request, "done", request.inspection, **done)
            where = "inspection" if "accepted" in done else "allocation"
            return redirect(where, inspection=inspection)
    proposal = Proposal.objects.filter(inspection=inspection).first()
    members = list(
        request.inspection.members.select_related("user").order_by("user__name")
    )
    cases = list(
        cases_open_to(request.user, request.inspection).filter(withdrawn=False)
    )
    now = readers_now(request.inspection)
    record(request, "seen", request.inspection, cases=len(cases))
    context = {
        "inspection": request.inspection,
        "proposal": proposal,
        "rows": _rows(proposal, cases, members) if proposal else [],
        "members": [_carried(item, now, proposal) for item in members],
        "conflicted": _conflicted(request.inspection),
        "free": sum(case.pk not in now for case in cases),
        "skills": known_skills(),
        "seconds": SECONDS,
        "errors": errors,
        "post": request.POST,
    }
    status = 422 if errors else 200
    return render(request, "fieldwork/allocation.html", context, status=status)


def _conflicted(inspection: Any) -> set[uuid.UUID]:
    found = Conflict.objects.standing().filter(unit=inspection.unit_id)
    return set(found.values_list("user", flat=True))


def _rows(
    proposal: Proposal, cases: list[Any], members: list[TeamMember]
) -> list[dict[str, Any]]:
    """Each proposed case with its reader, its effort, and who else could be chosen."""
    barred = set(
        Conflict.objects.standing().filter(case__in=cases).values_list("case", "user")
    )
    return [
        {
            "case": case,
            "to": proposal.readers[str(case.pk)],
            "why": proposal.why.get(str(case.pk), {}),
            "people": [
                item.user for item in members if (case.pk, item.user_id) not in barred
            ],
        }
        for case in cases
        if str(case.pk) in proposal.readers
    ]


def _carried(
    member: TeamMember, now: dict[uuid.UUID, uuid.UUID], proposal: Proposal | None
) -> dict[str, Any]:
    """What a member reads now and would read, in cases and in effort."""
    user = str(member.user_id)
    why = proposal.why if proposal else {}
    readers = {str(case): str(reader) for case, reader in now.items()}
    after = {**readers, **(proposal.readers if proposal else {})}
    effort = loads(after, why).get(user, 0.0)
    return {
        "member": member,
        "now": sum(reader == user for reader in readers.values()),
        "after": sum(reader == user for reader in after.values()),
        "effort": effort,
        "by_share": 100 * effort / member.share if member.share else None,
    }


def _act(request: Any) -> dict[str, Any]:
    """What the form asks for; what was done, for the record."""
    post, action = request.POST, request.POST.get("action")
    inspection_id, now = request.inspection.pk, timezone.now()
    if action == "team":
        return {"team": _save_team(request)}
    if action == "propose":
        made = propose(inspection_id, by=request.user, at=now)
        return {"proposed": len(made.readers)}
    number = post.get("number", "")
    if action == "accept":
        return {"accepted": accept(inspection_id, number, by=request.user, at=now)}
    if action == "discard":
        return {"discarded": discard(inspection_id)}
    if action == "adjust":
        case = read_id(post, "case")
        if case is None:
            raise Http404
        to = read_id(post, f"to-{case}")
        adjust(inspection_id, number, case, to, by=request.user)
        return {"adjusted": str(case), "to": str(to or "")}
    raise Http404


def _save_team(request: Any) -> int:
    """Save what each member gives; how many changed. Raises Refused with every fault."""
    members = list(request.inspection.members.select_related("user"))
    faults: list[Fault] = []
    changed = []
    for member in members:
        share = request.POST.get(f"share-{member.pk}", "").strip()
        most = request.POST.get(f"most-{member.pk}", "").strip()
        wanted = set(request.POST.getlist(f"skills-{member.pk}"))
        if not _is_number(share, 100) or int(share) % 5:
            problem = (
                f"The share of {member.user.name} must be from 0 to 100, in fives."
            )
            faults.append(Fault(f"share-{member.pk}", problem))
            continue
        if most and not _is_number(most, 999):
            problem = f"The most cases of {member.user.name} must be from 0 to 999."
            faults.append(Fault(f"most-{member.pk}", problem))
            continue
        given = (int(share), int(most) if most else None)
        skills = [skill for skill in known_skills() if skill in wanted]
        if (*given, skills) != (member.share, member.most_cases, member.skills):
            member.share, member.most_cases = given
            member.skills = skills
            changed.append(member)
    refuse_all(faults)
    TeamMember.objects.bulk_update(changed, ["share", "most_cases", "skills"])
    return len(changed)


def _is_number(text: str, most: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 4 and int(text) <= most
