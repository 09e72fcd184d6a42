"""Asks the solver of `probata.cohort.allocation` to share out the cases of an inspection.

share_cases(inspection, cases, now, free) -> Shared
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from probata import __version__
from probata.cohort.allocation.allocate import allocate_cases
from probata.cohort.allocation.allocation_files import say_all
from probata.cohort.allocation.problem import STEP
from probata.cohort.allocation.read_team import make_team, skills_of
from probata.cohort.read_cohort import Cohort
from probata.cohort.record import ListRecord, SelectionRecord
from probata.errors import UserError
from probata.service.fieldwork.models import (
    Case,
    Conflict,
    Inspection,
    TeamMember,
)
from probata.service.inspections.declared import allocation_path, declarations

# The solver may take so long in all; the best allocation found by then is proposed.
SECONDS = 5.0


@dataclass(frozen=True)
class Shared:
    """Who could read each free case, and why: ids of cases to ids of people, and to effort
    and needed skills (of every case); `said` is what the solver has to say."""

    readers: dict[str, str]
    why: dict[str, dict[str, Any]]
    said: tuple[str, ...]


@cache
def known_skills() -> dict[str, str]:
    """The skills that cases may need, with why."""
    return skills_of(allocation_path())


def able_members(inspection: Inspection) -> list[TeamMember]:
    """Who gives time to reading and has no conflict with the unit, by name."""
    conflicted = Conflict.objects.standing().filter(unit=inspection.unit_id)
    return list(
        inspection.members.filter(share__gt=0, user__is_active=True)
        .exclude(user__in=conflicted.values("user"))
        .select_related("user")
        .order_by("user__name", "user__email")
    )


def share_cases(
    inspection: Inspection,
    cases: Sequence[Case],
    now: Mapping[uuid.UUID, uuid.UUID],
    free: Sequence[Case],
) -> Shared:
    """Share the free cases; `now` are the readers of the others, who keep them.

    Raises UserError where nobody gives time, or nobody can be found for some cases.
    """
    members = able_members(inspection)
    if not members:
        raise UserError("Nobody in the team gives time to reading cases.")
    people = _names(members)
    wanted = {case.pk for case in free}
    able = {member.user_id for member in members}
    # What somebody reads who gives no time any more weighs on nobody.
    counted = [case for case in cases if case.pk in wanted or now.get(case.pk) in able]
    cohort = _cohort(counted)
    barred = _barred(inspection)
    team = make_team(
        allocation_path(),
        {
            people[member.user_id]: _person(member, counted, barred)
            for member in members
        },
        cohort,
    )
    kept = {
        case.reference: people[now[case.pk]]
        for case in counted
        if case.pk not in wanted
    }
    allocation = allocate_cases(cohort, team, {}, kept=kept, seconds=SECONDS)
    user_of = {name: str(user) for user, name in people.items()}
    readers = allocation.readers
    reasons = {need.id: need.reason for need in team.needs}
    why = {
        str(case.pk): {
            "effort": readers.effort[at].item() / STEP,
            "needs": [reasons[name] for name, has in readers.needs.items() if has[at]],
        }
        for at, case in enumerate(counted)
    }
    proposed = {
        str(case.pk): user_of[name]
        for case, name in zip(counted, allocation.first(), strict=True)
        if case.pk in wanted
    }
    return Shared(proposed, why, tuple(say_all(allocation)))


def _names(members: Sequence[TeamMember]) -> dict[uuid.UUID, str]:
    """A name for each person that no other has."""
    names: dict[uuid.UUID, str] = {}
    for member in members:
        name = member.user.name
        taken = name in names.values()
        names[member.user_id] = f"{name} ({member.user.email})" if taken else name
    return names


def _person(
    member: TeamMember,
    cases: Sequence[Case],
    barred: Mapping[uuid.UUID, set[uuid.UUID]],
) -> dict[str, Any]:
    """A member as the declaration of a team has people."""
    mine = barred.get(member.user_id, set())
    references = [case.reference for case in cases if case.pk in mine]
    local = member.part == TeamMember.Part.LOCAL_ASSESSOR
    person: dict[str, Any] = {
        "role": "local_assessor" if local else "inspector",
        "share": member.share / 100,
        "skills": [skill for skill in member.skills if skill in known_skills()],
    }
    if references:
        person["conflicts"] = {"case": references}
    if member.most_cases is not None:
        person["most_cases"] = member.most_cases
    return person


def _barred(inspection: Inspection) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The cases that each person has a conflict with."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    standing = Conflict.objects.standing().filter(case__inspection=inspection)
    for user, case in standing.values_list("user", "case"):
        found.setdefault(user, set()).add(case)
    return found


def _cohort(cases: Sequence[Case]) -> Cohort:
    """The cases as the allocation takes them; what a list did not say is not known."""
    facts = {
        name: None if codes is None else tuple(codes)
        for name, codes in declarations().names.items()
    }
    columns = {
        name: [str(case.listed.get(name, "")) for case in cases] for name in facts
    }
    record = SelectionRecord(
        probata=__version__,
        rules="",
        rules_sha256="",
        synthetic=False,
        secret="",
        case_list=ListRecord(
            name="", sha256="", rows=0, set_aside=0, joined=0, cases=len(cases)
        ),
        inspections=(),
        facts=facts,
    )
    return Cohort(record, {**columns, "case": [case.reference for case in cases]})
