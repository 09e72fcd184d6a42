"""The case list of an inspection: uploaded, replaced, discarded, accepted once.

keep_list(inspection_id, content, name, by, at) -> PendingList
discard_list(inspection_id) -> bool
accept_list(inspection_id, sha256, agreed, by, at) -> AcceptedList

Until it is accepted, the file is kept in the database. Afterwards its cases are, with the
facts that are declared, and a record of counts and hashes; the file is gone.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from pathlib import PurePath
from typing import Any

from django.db import transaction

from probata.errors import Fault, UserError
from probata.service.accounts.models import User
from probata.service.fieldwork.models import (
    AcceptedList,
    Case,
    Inspection,
    PendingList,
)
from probata.service.inspections.declared import declarations
from probata.service.inspections.read_upload import (
    ENDINGS,
    MOST_BYTES,
    Read,
    read_upload,
    text_of,
)
from probata.service.inspections.refused import Refused, refuse


def keep_list(
    inspection_id: uuid.UUID,
    content: bytes,
    name: str,
    *,
    by: User,
    at: datetime.datetime,
) -> PendingList:
    """Read an uploaded list and keep it, in place of an earlier one, until it is accepted.

    Raises Refused with every fault; a list that cannot be used at all is not kept, and an
    earlier one stays.
    """
    ending = PurePath(name.lower()).suffix
    if ending not in ENDINGS:
        raise refuse("file", "Save the list as a CSV or XLSX file.")
    if len(content) > MOST_BYTES:
        raise refuse("file", f"The file is larger than {MOST_BYTES // 2**20} MB.")
    inspection = Inspection.objects.select_related("unit").get(pk=inspection_id)
    report = _report(_read(content, ending, inspection))
    with transaction.atomic():
        _lock_open(inspection_id)
        return PendingList.objects.update_or_create(
            inspection=inspection,
            defaults={
                "ending": ending,
                "content": content,
                "sha256": hashlib.sha256(content).hexdigest(),
                "report": report,
                "uploaded_by": by,
                "uploaded_at": at,
            },
        )[0]


def discard_list(inspection_id: uuid.UUID) -> bool:
    """Delete a list that was not accepted; whether there was one."""
    return bool(PendingList.objects.filter(inspection=inspection_id).delete()[0])


@transaction.atomic
def accept_list(
    inspection_id: uuid.UUID,
    sha256: str,
    agreed: frozenset[str],
    *,
    by: User,
    at: datetime.datetime,
) -> AcceptedList:
    """Make the cohort's cases. Raises Refused; of two leads at once, one wins.

    `sha256` is the list that the lead was shown, `agreed` what they ticked: `findings`
    (the list is used as it is), `unknown` (facts that are not known). The list is read
    again, and refused where that gives anything else than was shown.
    """
    inspection = _lock_open(inspection_id)
    pending = PendingList.objects.filter(inspection=inspection).first()
    if pending is None or pending.sha256 != sha256:
        raise refuse("accept", "Another list was uploaded, or this one was discarded.")
    read = _read(bytes(pending.content), pending.ending, inspection)
    if _report(read) != pending.report:
        problem = "The rules or declarations have changed since the list was read."
        raise refuse("accept", problem, "Upload the list again.")
    _demand_agreement(pending.report, agreed)
    cases = _make_cases(inspection, read)
    accepted = AcceptedList.objects.create(
        inspection=inspection,
        sha256=sha256,
        rules_sha256=pending.report["declarations"]["rules"],
        cases=len(cases),
        record={
            **pending.report,
            "agreed": sorted(agreed),
            "names": {name: declarations().names[name] for name in read.facts.kept},
        },
        by=by,
        at=at,
    )
    pending.delete()
    return accepted


def _lock_open(inspection_id: uuid.UUID) -> Inspection:
    """The inspection, locked, while its cohort can still be accepted. Raises Refused."""
    locked = Inspection.objects.select_for_update(of=("self",)).select_related("unit")
    inspection = locked.get(pk=inspection_id)
    accepted = (
        AcceptedList.objects.filter(inspection=inspection).select_related("by").first()
    )
    if accepted is not None:
        raise refuse(
            "accept",
            f"{accepted.by.name} has accepted the cohort: {accepted.cases} cases.",
            "A case that comes late is added by itself.",
        )
    if inspection.state == Inspection.State.CLOSED:
        raise refuse("accept", "Fieldwork is closed.")
    if inspection.cases.exists():
        raise refuse("accept", "The inspection has cases that came without a list.")
    return inspection


def _read(content: bytes, ending: str, inspection: Inspection) -> Read:
    try:
        return read_upload(content, ending, inspection)
    except UserError as error:
        told = [Fault("file", error.summary)]
        told += [
            Fault("file", f"{fault.where}: {fault.problem}", fault.mend)
            for fault in error.faults
        ]
        raise Refused(error.summary, told) from None


def _report(read: Read) -> dict[str, Any]:
    """The report as the database gives it back."""
    found: dict[str, Any] = json.loads(json.dumps(read.report))
    return found


def needs_agreement(report: dict[str, Any]) -> list[tuple[str, str]]:
    """What a lead has to tick before they accept: (name, words)."""
    needs = []
    if any(item["consequence"] != "note" for item in report["findings"]):
        words = (
            f"Use the list as it is; {report['set_aside']} of its rows are set aside"
        )
        needs.append(("findings", words))
    if report["unknown"]:
        words = "Accept cases of which facts are not known; they cannot be signed until they are"
        needs.append(("unknown", words))
    return needs


def _demand_agreement(report: dict[str, Any], agreed: frozenset[str]) -> None:
    if not report["cohort"]:
        raise refuse("accept", "The cohort is empty.", "Check the weeks and the list.")
    for name, words in needs_agreement(report):
        if name not in agreed:
            raise refuse(f"agree-{name}", f"Tick to go on: {words}.")


def _make_cases(inspection: Inspection, read: Read) -> list[Case]:
    """The cases under numbers that follow neither the list nor the person's number."""
    cases, rows = read.selection.cases, read.facts.rows.tolist()
    texts = {
        field: text_of(cases, field)
        for field in ("crn", "event_number", "officer", "first_names", "family_name")
    }
    order = sorted(
        range(len(rows)),
        key=lambda at: hashlib.sha256(
            f"{inspection.pk}/{texts['crn'][rows[at]]}/"
            f"{texts['event_number'][rows[at]]}".encode()
        ).digest(),
    )
    width = max(3, len(str(len(rows))))  # so that texts come in the order of numbers
    made = []
    for number, at in enumerate(order, start=1):
        given = {field: column[rows[at]] for field, column in texts.items()}
        name = f"{given['first_names']} {given['family_name']}".strip()
        made.append(
            Case(
                inspection=inspection,
                reference=str(number).zfill(width),
                person_name=name[:200],
                person_id=given["crn"][:50],
                event_number=given["event_number"][:10],
                practitioner=given["officer"][:200],
                facts={
                    fact: column[at] or None
                    for fact, column in read.facts.facts.items()
                },
                listed={kept: column[at] for kept, column in read.facts.kept.items()},
            )
        )
    return Case.objects.bulk_create(made)
