"""What becomes of cases after their cohort was accepted; each change with a reason.

add_case(inspection_id, case, reason, by, at) -> Case
withdraw_case(case_id, reason, by, at) -> None
restore_case(case_id, reason, by, at) -> None
record_fact(case_id, fact, value, reason, by, at) -> None

No case is ever deleted: one that leaves keeps its answers and its log.
"""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass

from django.db import transaction

from probata.assessment.answers import check_facts
from probata.assessment.log_events import facts_body
from probata.errors import AnswerError, Fault
from probata.service.accounts.models import User
from probata.service.cases.log import add_event
from probata.service.cases.models import Assessment
from probata.service.fieldwork.frameworks import form_of
from probata.service.fieldwork.models import Allocation, Case, CaseChange, Inspection
from probata.service.inspections.conflicts import end_reading
from probata.service.inspections.declared import declarations
from probata.service.inspections.refused import Refused, refuse, refuse_all


@dataclass(frozen=True)
class LateCase:
    """What a lead knows of a case that was not in the list."""

    person_id: str
    event_number: str
    practitioner: str
    facts: dict[str, str | None]


@transaction.atomic
def add_case(
    inspection_id: uuid.UUID,
    late: LateCase,
    reason: str,
    *,
    by: User,
    at: datetime.datetime,
) -> Case:
    """Add one case under the next number. Raises Refused."""
    inspection = Inspection.objects.select_for_update().get(pk=inspection_id)
    _demand_running(inspection)
    refuse_all(_faults(late))
    same = inspection.cases.filter(
        person_id=late.person_id, event_number=late.event_number
    )
    if found := same.first():
        raise refuse("person_id", f"This is case {found.reference} already.")
    try:
        check_facts(form_of(inspection.framework_id), late.facts)
    except AnswerError as error:
        faults = [
            Fault(fault.where.replace("fact ", "fact-"), fault.problem)
            for fault in error.faults
        ]
        raise Refused(error.summary, faults) from None
    case = Case.objects.create(
        inspection=inspection,
        reference=_next_number(inspection),
        person_id=late.person_id,
        event_number=late.event_number,
        practitioner=late.practitioner,
        facts=late.facts,
    )
    CaseChange.objects.create(
        case=case, kind=CaseChange.Kind.ADDED, by=by, at=at, reason=reason
    )
    return case


def _next_number(inspection: Inspection) -> str:
    """The number after the last, as wide as the others are."""
    numbers = [
        name
        for name in inspection.cases.values_list("reference", flat=True)
        if name.isascii() and name.isdecimal()
    ]
    width = max(map(len, numbers), default=3)
    return str(max(map(int, numbers), default=0) + 1).zfill(width)


def _faults(late: LateCase) -> list[Fault]:
    """Whether person and event are written as the case list declares them."""
    faults = []
    for field, name, text in (
        ("person_id", "crn", late.person_id),
        ("event_number", "event_number", late.event_number),
    ):
        declared = declarations().case_list.fields[name]
        if declared.pattern and not re.fullmatch(declared.pattern, text):
            words = declared.pattern_words or "of the declared form"
            faults.append(Fault(field, f"{declared.label}: must be {words}."))
    return faults


@transaction.atomic
def withdraw_case(
    case_id: uuid.UUID, reason: str, *, by: User, at: datetime.datetime
) -> None:
    """Take a case out of the cohort; its reading ends, its answers stay. Raises Refused."""
    case = _lock(case_id)
    if case.withdrawn:
        raise refuse("case", f"Case {case.reference} is withdrawn already.")
    for reading in Allocation.objects.filter(case=case, until__isnull=True):
        end_reading(reading, because="withdrawn", by=by, at=at)
    _change(case, "withdrawn", reason, by, at)


@transaction.atomic
def restore_case(
    case_id: uuid.UUID, reason: str, *, by: User, at: datetime.datetime
) -> None:
    """Take a withdrawn case back; it has no reader until it is allocated. Raises Refused."""
    case = _lock(case_id)
    if not case.withdrawn:
        raise refuse("case", f"Case {case.reference} is not withdrawn.")
    _change(case, "restored", reason, by, at)


@transaction.atomic
def record_fact(
    case_id: uuid.UUID,
    fact: str,
    value: str,
    reason: str,
    *,
    by: User,
    at: datetime.datetime,
) -> None:
    """Record a fact that the list did not give, or gave wrongly. Raises Refused.

    What is asked of the case follows it from the next request on; answers that no longer
    count are kept, and counted again if the fact is put back.
    """
    case = _lock(case_id)
    form = form_of(case.inspection.framework_id)
    if fact not in form.framework.file.facts:
        raise refuse("fact", "Choose a fact.")
    if not value:
        raise refuse("fact", "Choose a value.")
    try:
        check_facts(form, {fact: value})
    except AnswerError as error:
        problem = " ".join(item.problem for item in error.faults)
        raise refuse("fact", f"The fact {problem}") from None
    assessments = list(
        Assessment.objects.select_for_update(of=("self",))
        .filter(case=case)
        .order_by("pk")
    )
    if any(item.state != Assessment.State.OPEN for item in assessments):
        raise refuse("fact", "The case is signed.", "Have it opened again first.")
    case.facts = {**case.facts, fact: value}
    case.save(update_fields=["facts"])
    CaseChange.objects.create(
        case=case, kind="facts", by=by, at=at, reason=reason, facts={fact: value}
    )
    for assessment in assessments:
        add_event(
            assessment,
            "facts_recorded",
            by=by,
            at=at,
            operation=str(uuid.uuid4()),
            body={"facts": facts_body({fact: value}), "reason": reason},
        )


def _lock(case_id: uuid.UUID) -> Case:
    cases = Case.objects.select_for_update(of=("self",)).select_related("inspection")
    case = cases.get(pk=case_id)
    _demand_running(case.inspection)
    return case


def _demand_running(inspection: Inspection) -> None:
    if inspection.state == Inspection.State.CLOSED:
        raise refuse("case", "Fieldwork is closed.", "Open it again first.")


def _change(
    case: Case, kind: str, reason: str, by: User, at: datetime.datetime
) -> None:
    case.withdrawn = kind == "withdrawn"
    case.save(update_fields=["withdrawn"])
    CaseChange.objects.create(case=case, kind=kind, by=by, at=at, reason=reason)
    locked = Assessment.objects.select_for_update(of=("self",)).filter(case=case)
    for assessment in locked.order_by("pk"):
        add_event(
            assessment,
            f"case_{kind}",
            by=by,
            at=at,
            operation=str(uuid.uuid4()),
            body={"reason": reason},
        )
