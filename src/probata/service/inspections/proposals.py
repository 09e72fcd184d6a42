"""Proposes who reads the cases that have no reader, and carries a proposal out whole.

propose(inspection_id, by, at) -> Proposal
adjust(inspection_id, number, case_id, user_id, by) -> Proposal
accept(inspection_id, number, by, at) -> int
discard(inspection_id) -> bool
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction

from probata.errors import Fault, UserError
from probata.service.accounts.models import User
from probata.service.cases.allocate import CannotAllocate, allocate_case
from probata.service.fieldwork.models import (
    Allocation,
    Case,
    Conflict,
    Inspection,
    Proposal,
    Reading,
)
from probata.service.fieldwork.standing import cases_open_to
from probata.service.inspections.refused import Refused, refuse
from probata.service.inspections.share_cases import Shared, share_cases


@transaction.atomic
def propose(inspection_id: uuid.UUID, *, by: User, at: datetime.datetime) -> Proposal:
    """Propose a reader for each case without one; who reads now keeps their cases.

    Cases that `by` must not see are left to another lead. Raises Refused, with what would
    have to give way, where nobody can be found for some.
    """
    inspection = Inspection.objects.select_for_update(of=("self",)).get(
        pk=inspection_id
    )
    if inspection.state == Inspection.State.CLOSED:
        raise refuse("propose", "Fieldwork is closed.")
    cases = list(cases_open_to(by, inspection).filter(withdrawn=False))
    now = readers_now(inspection)
    free = [case for case in cases if case.pk not in now and not _is_signed(case)]
    if not free:
        raise refuse("propose", "Every case has a reader.")
    try:
        shared = share_cases(inspection, cases, now, free)
    except UserError as error:
        told = [Fault("propose", error.summary)]
        told += [
            Fault("propose", f"{fault.where}: {fault.problem}", fault.mend)
            for fault in error.faults
        ]
        raise Refused(error.summary, told) from None
    return _keep(inspection, shared, by, at)


def readers_now(inspection: Inspection) -> dict[uuid.UUID, uuid.UUID]:
    """The person who reads each case now, by its id."""
    found = Allocation.objects.filter(
        case__inspection=inspection, reading=Reading.FIRST, until__isnull=True
    )
    return dict(found.values_list("case", "user"))


def _is_signed(case: Case) -> bool:
    return bool(
        case.assessments.filter(reading=Reading.FIRST).exclude(state="open").exists()
    )


def _keep(
    inspection: Inspection, shared: Shared, by: User, at: datetime.datetime
) -> Proposal:
    return Proposal.objects.update_or_create(
        inspection=inspection,
        defaults={
            "number": uuid.uuid4(),
            "readers": shared.readers,
            "why": shared.why,
            "said": list(shared.said),
            "made_by": by,
            "made_at": at,
        },
    )[0]


@transaction.atomic
def adjust(
    inspection_id: uuid.UUID,
    number: str,
    case_id: uuid.UUID,
    user_id: uuid.UUID | None,
    *,
    by: User,
) -> Proposal:
    """Propose another reader for one case, or none. Raises Refused."""
    proposal = _find(inspection_id, number)
    case = cases_open_to(by, proposal.inspection).filter(pk=case_id).first()
    if case is None or str(case_id) not in proposal.readers:
        raise refuse("proposal", "The case is not in this proposal.")
    readers = dict(proposal.readers)
    if user_id is not None:
        _demand_reader(proposal.inspection, case, user_id)
    readers[str(case_id)] = "" if user_id is None else str(user_id)
    proposal.readers, proposal.number = readers, uuid.uuid4()
    proposal.save(update_fields=["readers", "number"])
    return proposal


def _demand_reader(inspection: Inspection, case: Case, user_id: uuid.UUID) -> None:
    field = f"to-{case.pk}"
    member = inspection.members.filter(user=user_id, user__is_active=True).first()
    if member is None:
        raise refuse(field, "Choose a person of the team.")
    standing = Conflict.objects.standing().filter(user=user_id)
    if (
        standing.filter(unit=inspection.unit_id).exists()
        or standing.filter(case=case).exists()
    ):
        name = member.user.name
        raise refuse(field, f"{name} has a conflict of interest.")


@transaction.atomic
def accept(
    inspection_id: uuid.UUID, number: str, *, by: User, at: datetime.datetime
) -> int:
    """Allocate every case of the proposal, or none; how many. Raises Refused.

    Of two leads who accept at once the second is told. Cases that `by` must not see wait
    for another lead.
    """
    proposal = _find(inspection_id, number)
    if proposal.inspection.state != Inspection.State.FIELDWORK:
        problem = "Fieldwork is not open."
        raise refuse("proposal", problem, "A programme manager opens it.")
    people = {
        str(member.user_id): member.user
        for member in proposal.inspection.members.select_related("user")
    }
    given = {case: user for case, user in proposal.readers.items() if user}
    # All at once and first: whoever allocates one of them by hand locks it first, too.
    cases = list(
        cases_open_to(by, proposal.inspection)
        .select_for_update(of=("self",))
        .filter(pk__in=given)
        .order_by("pk")
    )
    now = readers_now(proposal.inspection)
    faults = []
    for case in cases:
        if case.pk in now:
            faults.append(f"Case {case.reference} has a reader by now.")
            continue
        to = people.get(given[str(case.pk)])
        try:
            if to is None:
                raise CannotAllocate("This person is not in the team.")
            allocate_case(case.pk, to=to, by=by, at=at)
        except CannotAllocate as error:
            faults.append(f"Case {case.reference}: {error}")
    if faults:
        told = [Fault("proposal", words) for words in faults]
        told.append(Fault("proposal", "Nothing was allocated.", "Propose again."))
        raise Refused(faults[0], told)
    proposal.delete()
    return len(cases)


def discard(inspection_id: uuid.UUID) -> bool:
    """Drop a proposal; whether there was one."""
    return bool(Proposal.objects.filter(inspection=inspection_id).delete()[0])


def _find(inspection_id: uuid.UUID, number: str) -> Proposal:
    """The proposal as the lead saw it, locked. Raises Refused."""
    Inspection.objects.select_for_update(of=("self",)).get(pk=inspection_id)
    found = Proposal.objects.filter(inspection=inspection_id).select_related(
        "inspection__unit"
    )
    proposal = found.first()
    if proposal is None:
        raise refuse(
            "proposal",
            "There is no proposal any more: it was accepted or discarded.",
            "The page of cases shows who reads what.",
        )
    if str(proposal.number) != number:
        problem = "The proposal was changed meanwhile."
        raise refuse("proposal", problem, "Look at it as it is now.")
    return proposal


def loads(
    readers: Mapping[str, str], why: Mapping[str, Mapping[str, object]]
) -> dict[str, float]:
    """The effort that each person carries, in ordinary cases, by their id."""
    found: dict[str, float] = {}
    for case, user in readers.items():
        effort = why.get(case, {}).get("effort", 1.0)
        assert isinstance(effort, int | float)
        found[user] = found.get(user, 0.0) + effort
    return found
