"""The records of the audit that a person may see, narrowed by what they ask for.

in_scope(user) -> every record open to a person
read_filter(user, sent) -> AuditFilter; narrow(user, filter) -> the records
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from probata.service.accounts.models import User
from probata.service.audit.models import Record
from probata.service.cases.models import Assessment
from probata.service.fieldwork.models import Case, Conflict, Inspection, TeamMember
from probata.service.rights import SEES_AUDIT
from probata.service.roles import Role

_OF_ACCOUNTS = Q(subject__in=("user", "account")) | Q(
    route__in=("accounts", "new_account", "welcome")
)


@dataclass(frozen=True)
class AuditFilter:
    """What was asked for, as it was sent, and the faults in it by field."""

    person: str = ""
    inspection: str = ""
    case: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> dict[str, str]:
        """As an address holds it; what is empty is left out."""
        names = ("person", "inspection", "case", "action", "since", "until")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def led_inspections(user: User) -> QuerySet[Inspection]:
    """The inspections that a person leads, without those they have a conflict with."""
    leads = TeamMember.objects.filter(
        inspection=OuterRef("pk"), user=user, part=TeamMember.Part.LEAD
    )
    conflicts = Conflict.objects.standing().filter(user=user, unit=OuterRef("unit"))
    return Inspection.objects.filter(Exists(leads), ~Exists(conflicts))


def visible_inspections(user: User) -> QuerySet[Inspection]:
    """Those that the page offers to narrow by."""
    if user.has_role(*SEES_AUDIT):
        return Inspection.objects.select_related("unit")
    return led_inspections(user).select_related("unit")


def visible_people(user: User) -> QuerySet[User]:
    """Those whose acts the page offers to narrow by: everybody, or a lead's own teams."""
    if user.has_role(*SEES_AUDIT, Role.ADMINISTRATOR):
        return User.objects.order_by("name")
    teams = TeamMember.objects.filter(inspection__in=led_inspections(user))
    return User.objects.filter(pk__in=teams.values("user")).order_by("name")


def in_scope(user: User) -> QuerySet[Record]:
    records = Record.objects.select_related("by")
    if user.has_role(*SEES_AUDIT):
        return records
    allowed = Q(pk__in=[])
    if user.has_role(Role.ADMINISTRATOR):
        allowed |= _OF_ACCOUNTS
    if user.has_role(Role.LEAD_INSPECTOR):
        allowed |= _of_inspections(led_inspections(user), user)
    return records.filter(allowed)


def _of_inspections(found: QuerySet[Inspection], user: User | None = None) -> Q:
    """Records about inspections, their cases and their assessments."""
    cases = Case.objects.filter(inspection__in=found)
    if user is not None:
        conflicts = Conflict.objects.standing().filter(user=user, case=OuterRef("pk"))
        cases = cases.filter(~Exists(conflicts))
    assessments = Assessment.objects.filter(case__in=cases)
    return (
        Q(subject="inspection", subject_id__in=_ids(found))
        | Q(subject="case", subject_id__in=_ids(cases))
        | Q(subject="assessment", subject_id__in=_ids(assessments))
    )


def _ids(found: QuerySet) -> QuerySet:
    """Keys as the audit holds them, which is text."""
    return found.order_by().annotate(key=Cast("pk", CharField())).values("key")


def read_filter(sent: Mapping[str, str]) -> AuditFilter:
    """What a form or an address sent; a value that cannot be is a fault, and asks for nothing."""
    told = {
        name: sent.get(name, "").replace("\0", "").strip()[:200]
        for name in ("person", "inspection", "case", "action", "since", "until")
    }
    faults = {
        name: "Give a day as 2026-11-24."
        for name in ("since", "until")
        if told[name] and _day(told[name]) is None
    }
    return AuditFilter(**told, faults=faults)


def narrow(user: User, asked: AuditFilter) -> QuerySet[Record]:
    """The records that a person may see and asked for; the newest first."""
    found = in_scope(user)
    if asked.person:
        found = found.filter(by=_key(asked.person))
    if asked.inspection:
        one = visible_inspections(user).filter(pk=_key(asked.inspection))
        found = found.filter(_of_inspections(one))
    if asked.case:
        found = found.filter(subject_id__in=ids_of_case(asked.case))
    if asked.action in Record.Action.values:
        found = found.filter(action=asked.action)
    if since := _day(asked.since):
        found = found.filter(at__gte=_midnight(since))
    if until := _day(asked.until):
        found = found.filter(at__lt=_midnight(until + datetime.timedelta(days=1)))
    return found


def ids_of_case(words: str) -> list[str]:
    """A case's reference, or the opaque id of a case or an assessment."""
    named = Q(reference=words) | Q(pk=_key(words)) | Q(assessments__pk=_key(words))
    cases = Case.objects.filter(named).distinct()
    assessments = Assessment.objects.filter(case__in=cases)
    return [str(item.pk) for found in (cases, assessments) for item in found]


def _key(words: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(words)
    except ValueError:
        return None


def _day(words: str) -> datetime.date | None:
    try:
        found = datetime.date.fromisoformat(words)
    except ValueError:
        return None
    # Ends of the calendar have no day before or after.
    return found if 1900 < found.year < 2200 else None


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
