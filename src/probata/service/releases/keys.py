"""Who is behind the pseudonyms of a release: asked by one, agreed by another, taken once.

    ask_key(release, fields, reason, by=, at=) -> ConsentRequest
    take_key(request_id, by=, at=) -> the file

One download within some hours of the agreement. The file names each case by its pseudonym
and holds no answer; the release itself never changes.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from probata.errors import DataError, Fault
from probata.guarded_csv import write_rows
from probata.service.accounts.models import User
from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.models import Conflict
from probata.service.fieldwork.standing import roles_of
from probata.service.releases.ask import ask_or_refuse, reason_faults
from probata.service.releases.models import KeyTaken, Release, ReleasedCase
from probata.service.rights import Standing

USABLE = datetime.timedelta(hours=24)


@dataclass(frozen=True)
class Field:
    """A column that may be asked for."""

    words: str
    of: Callable[[ReleasedCase], str]


FIELDS: Mapping[str, Field] = {
    "reference": Field("Case reference", lambda key: key.assessment.case.reference),
    "unit": Field("Unit", lambda key: key.assessment.case.inspection.unit.name),
    "person_id": Field(
        "Number of the person", lambda key: key.assessment.case.person_id
    ),
    "person_name": Field(
        "Name of the person", lambda key: key.assessment.case.person_name
    ),
    "practitioner": Field("Practitioner", lambda key: key.assessment.case.practitioner),
}


def ask_key(
    release: Release,
    fields: Sequence[str],
    reason: str,
    *,
    by: User,
    at: datetime.datetime,
) -> ConsentRequest:
    """Ask for some fields. Raises DataError with all faults."""
    wanted = [name for name in FIELDS if name in fields]
    faults = reason_faults(reason)
    if has_conflict(by, release.pk):
        faults.append(
            Fault(
                "conflict of interest",
                "you have declared one with a unit or a case of this release.",
                "Somebody without one asks for it.",
            )
        )
    if not wanted:
        faults.append(Fault("fields", "none is chosen.", "Choose what is needed."))
    if set(fields) - set(FIELDS):
        faults.append(Fault("fields", "one of them does not exist."))
    if faults:
        raise DataError("This cannot be exported.", faults)
    kind = ConsentRequest.Kind.RELEASE_KEY
    return ask_or_refuse(kind, release.pk, reason, {"fields": wanted}, by=by, at=at)


def has_conflict(user: User, release: uuid.UUID | str) -> bool:
    """Whether a person has an interest in anybody of a release."""
    released = ReleasedCase.objects.filter(release=release)
    cases = released.values("assessment__case")
    units = released.values("assessment__case__inspection__unit")
    interests = Q(case__in=cases) | Q(unit__in=units)
    return Conflict.objects.standing().filter(interests, user=user).exists()


def standing_to_key(user: User, asked: ConsentRequest) -> Standing:
    """What a person is to a request for a key."""
    return Standing(
        roles=roles_of(user),
        conflicted=has_conflict(user, asked.subject_id),
        usable=is_usable(asked, timezone.now()),
    )


def usable_until(asked: ConsentRequest) -> datetime.datetime:
    """When an agreement ends by itself."""
    return asked.decided_at + USABLE


def is_usable(asked: ConsentRequest, at: datetime.datetime) -> bool:
    """Agreed to, not taken yet, and in time."""
    agreed = asked.outcome == ConsentRequest.Outcome.AGREED
    taken = KeyTaken.objects.filter(asked=asked).exists()
    return agreed and not taken and at < usable_until(asked)


@transaction.atomic
def take_key(request_id: uuid.UUID, *, by: User, at: datetime.datetime) -> bytes:
    """The file, once. Raises DataError where it was taken, is too late, or not theirs."""
    asked = ConsentRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    if asked.asked_by_id != by.pk or not is_usable(asked, at):
        raise DataError("It was not agreed to, was taken already, or its time is over.")
    KeyTaken.objects.create(asked=asked, at=at)
    return _file(asked)


def _file(asked: ConsentRequest) -> bytes:
    rows = ReleasedCase.objects.filter(release=asked.subject_id).select_related(
        "assessment__case__inspection__unit"
    )
    fields = asked.details["fields"]
    return write_rows(
        ["case_id", *fields],
        ([key.pseudonym, *(FIELDS[name].of(key) for name in fields)] for key in rows),
    )
