"""Fills an empty database with made-up inspections.

load_demonstration(study) -> Loaded

The cases are those of a synthetic twin: facts and some answers of each fourth case are the
twin's, everything else is invented here. Same study, same cases.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from probata.service.accounts.models import User
from probata.service.cases.models import Assessment, Event, StandingAnswer
from probata.service.demo.answers import answer_wholly, prefill
from probata.service.demo.history import History
from probata.service.demo.people import PASSWORD, People, list_accounts, make_people
from probata.service.demo.quality import assure
from probata.service.demo.twin_cases import TwinCase, read_twin_cases
from probata.service.fieldwork.frameworks import form_of, publish_framework
from probata.service.fieldwork.models import (
    Allocation,
    Case,
    FrameworkVersion,
    Inspection,
    TeamMember,
    Unit,
)
from probata.service.roles import Role

OWN_CASES = 6  # of the first inspection go to the inspector one can sign in as
CLOSED = 2  # inspections at the end are signed and closed, to be released
FIRST_MONDAY = datetime.date(2021, 10, 4)


@dataclass(frozen=True)
class Loaded:
    """What is in the database of the demonstration now."""

    new: bool
    inspections: int
    cases: int
    answers: int
    accounts: list[tuple[str, str]]
    password: str


def load_demonstration(study: Path = Path("bulletins/early_outcomes")) -> Loaded:
    """Load it, unless there are accounts already."""
    new = not User.objects.exists()
    if new:
        with transaction.atomic():
            _load(read_twin_cases(study))
    return Loaded(
        new,
        Inspection.objects.count(),
        Case.objects.count(),
        StandingAnswer.objects.count(),
        list_accounts(),
        PASSWORD,
    )


def _load(cases: list[TwinCase]) -> None:
    now = timezone.now()
    framework = publish_framework(Path("probation_2021"), now)
    people = make_people(sorted({case.inspector for case in cases}))
    by_unit: dict[str, list[TwinCase]] = {}
    for case in cases:
        by_unit.setdefault(case.unit, []).append(case)
    for index, (unit, found) in enumerate(sorted(by_unit.items())):
        inspection = _inspection(index, unit, found[0].region, framework)
        if index >= len(by_unit) - CLOSED:
            inspection.state = Inspection.State.CLOSED
            inspection.save()
        _team(inspection, found, people, first=index == 0)
        _cases(inspection, found, people, now, first=index == 0)
        if index == len(by_unit) - 1:
            assure(inspection, found, people, now)


def _inspection(
    index: int, unit: str, region: str, framework: FrameworkVersion
) -> Inspection:
    monday = FIRST_MONDAY + datetime.timedelta(weeks=2 * index)
    return Inspection.objects.create(
        unit=Unit.objects.create(name=unit, region=region),
        framework=framework,
        fieldwork_starts=monday,
        fieldwork_ends=monday + datetime.timedelta(days=11),
        state=Inspection.State.FIELDWORK,
        made_up=True,
    )


def _team(
    inspection: Inspection, cases: list[TwinCase], people: People, first: bool
) -> None:
    Part = TeamMember.Part
    parts = [
        (people.others[name], Part.INSPECTOR)
        for name in sorted({case.inspector for case in cases})
    ]
    parts.append((people.by_role[Role.LEAD_INSPECTOR], Part.LEAD))
    if first:
        parts.append((people.second_lead, Part.LEAD))
        parts.append((people.by_role[Role.INSPECTOR], Part.INSPECTOR))
        parts.append((people.by_role[Role.LOCAL_ASSESSOR], Part.LOCAL_ASSESSOR))
    TeamMember.objects.bulk_create(
        TeamMember(inspection=inspection, user=user, part=part) for user, part in parts
    )


def _cases(
    inspection: Inspection,
    cases: list[TwinCase],
    people: People,
    now: datetime.datetime,
    first: bool,
) -> None:
    form = form_of(inspection.framework_id)
    lead = people.by_role[Role.LEAD_INSPECTOR]
    readers = list(_readers(cases, people, first))
    rows = [_case(inspection, case) for case in cases]
    Case.objects.bulk_create(rows)
    Allocation.objects.bulk_create(
        Allocation(case=row, user=reader, since=now, made_by=lead)
        for row, reader in zip(rows, readers, strict=True)
    )
    closed = inspection.state == Inspection.State.CLOSED
    assessments, events, answers = [], [], []
    for place, (row, case, reader) in enumerate(zip(rows, cases, readers, strict=True)):
        assessment = Assessment(case=row, framework_id=inspection.framework_id)
        fill = prefill(form, case) if place % 4 == 0 else {}
        if closed or (first and place == 1):
            fill = answer_wholly(form, case)
        made = History(assessment, reader, lead, now)
        made.open(form, row.facts)
        made.answer(form, fill)
        if closed:
            made.sign()
        assessments.append(assessment)
        events += made.events
        answers += made.answers
    Assessment.objects.bulk_create(assessments)
    Event.objects.bulk_create(events, batch_size=2000)
    StandingAnswer.objects.bulk_create(answers, batch_size=2000)


def _readers(cases: list[TwinCase], people: People, first: bool) -> Iterator[User]:
    for place, case in enumerate(cases):
        if first and place < OWN_CASES:
            yield people.by_role[Role.INSPECTOR]
        elif first and place < 2 * OWN_CASES:
            yield people.by_role[Role.LOCAL_ASSESSOR]
        else:
            yield people.others[case.inspector]


def _case(inspection: Inspection, case: TwinCase) -> Case:
    return Case(
        inspection=inspection,
        reference=case.reference,
        person_name=f"Made-up person {case.reference}",
        person_id=f"made-up-{case.reference}",
        practitioner="Made-up practitioner",
        facts=case.facts,
    )
