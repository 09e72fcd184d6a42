"""Makes an inspection, changes what it is, and opens its fieldwork.

make_inspection(plan, by, at) -> Inspection
change_inspection(inspection_id, plan, by, at) -> Inspection
open_fieldwork(inspection_id, by, at) -> None
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from probata.cohort.places import find_unit
from probata.cohort.window import choose_weeks, fieldwork_monday
from probata.errors import Fault, UserError
from probata.service.accounts.models import User
from probata.service.fieldwork.frameworks import publish_framework
from probata.service.fieldwork.models import (
    FrameworkVersion,
    Inspection,
    TeamMember,
    Turn,
    Unit,
)
from probata.service.inspections.declared import declarations
from probata.service.inspections.fields import fault_of
from probata.service.inspections.refused import refuse, refuse_all
from probata.standards.packaged import packaged_names

LONGEST_FIELDWORK = 180  # days; more is a year that was mistyped


@dataclass(frozen=True)
class Plan:
    """What a programme manager says of an inspection.

    `framework` is the hash of a published version, or the name of a packaged one.
    `unlisted`: the register of places does not know the unit, and that is meant.
    """

    unit: str
    region: str
    unlisted: bool
    framework: str
    starts: datetime.date
    ends: datetime.date
    weeks: tuple[int, ...] = ()


def frameworks_in_force() -> list[tuple[str, str]]:
    """(what to send, words) of each framework that an inspection may be made under.

    The version of each framework that was published last, and those that come with
    Probata and were not published yet.
    """
    latest: dict[str, FrameworkVersion] = {}
    for version in FrameworkVersion.objects.order_by("published_at"):
        latest[version.framework_id] = version
    offered = [
        (item.sha256, f"{item.title}, version {item.version}")
        for item in latest.values()
    ]
    offered += [
        (name, f"{name} (comes with Probata; published by this)")
        for name in packaged_names()
        if name not in latest
    ]
    return sorted(offered, key=lambda item: item[1])


@transaction.atomic
def make_inspection(plan: Plan, *, by: User, at: datetime.datetime) -> Inspection:
    """A planned inspection without a team. Raises Refused with every fault."""
    refuse_all(_faults(plan))
    unit = _find_or_make_unit(plan)
    same = Inspection.objects.filter(unit=unit, fieldwork_starts=plan.starts)
    if same.exists():
        raise refuse("unit", f"{unit.name} has an inspection that starts on this day.")
    return Inspection.objects.create(
        unit=unit,
        framework=_framework(plan, at),
        fieldwork_starts=plan.starts,
        fieldwork_ends=plan.ends,
        weeks=list(plan.weeks),
    )


@transaction.atomic
def change_inspection(
    inspection_id: uuid.UUID, plan: Plan, *, by: User, at: datetime.datetime
) -> Inspection:
    """Change a plan. Raises Refused.

    Once it has cases, only the last day can change: the unit, the framework, the first day
    and the weeks are what the cohort was selected by.
    """
    inspection = Inspection.objects.select_for_update().get(pk=inspection_id)
    refuse_all(_faults(plan))
    if inspection.state == Inspection.State.CLOSED:
        raise refuse("unit", "Fieldwork is closed, so the inspection cannot change.")
    unit, framework = _find_or_make_unit(plan), _framework(plan, at)
    fixed = (
        ("unit", inspection.unit_id == unit.pk),
        ("framework", inspection.framework_id == framework.pk),
        ("starts-day", inspection.fieldwork_starts == plan.starts),
        ("weeks", tuple(inspection.weeks) == plan.weeks),
    )
    if inspection.cases.exists():
        words = "This was fixed when the cohort was accepted."
        refuse_all(Fault(field, words) for field, same in fixed if not same)
    inspection.unit, inspection.framework = unit, framework
    inspection.fieldwork_starts, inspection.fieldwork_ends = plan.starts, plan.ends
    inspection.weeks = list(plan.weeks)
    inspection.save()
    return inspection


@transaction.atomic
def open_fieldwork(
    inspection_id: uuid.UUID, *, by: User, at: datetime.datetime
) -> None:
    """From here on cases can be allocated and judged. Raises Refused."""
    inspection = Inspection.objects.select_for_update().get(pk=inspection_id)
    if inspection.state != Inspection.State.PLANNED:
        raise refuse("open", "Fieldwork was opened before.")
    if not inspection.members.filter(part=TeamMember.Part.LEAD).exists():
        raise refuse("open", "Nobody leads the inspection yet.", "Add a lead first.")
    inspection.state = Inspection.State.FIELDWORK
    inspection.save(update_fields=["state"])
    Turn.objects.create(inspection=inspection, kind=Turn.Kind.OPENED, by=by, at=at)


def _faults(plan: Plan) -> Iterator[Fault]:
    declared = declarations()
    if plan.ends < plan.starts:
        yield Fault("ends-day", "The last day comes before the first.")
    elif (plan.ends - plan.starts).days > LONGEST_FIELDWORK:
        problem = f"Fieldwork would last more than {LONGEST_FIELDWORK} days."
        yield Fault("ends-day", problem, "Check the year.")
    published = FrameworkVersion.objects.filter(pk=plan.framework)
    if plan.framework not in packaged_names() and not published.exists():
        yield Fault("framework", "Choose a framework.")
    try:
        monday = fieldwork_monday(plan.starts)
    except UserError as error:
        for fault in error.faults:
            said = f"{error.summary} {fault.problem[0].upper()}{fault.problem[1:]}"
            yield Fault("starts-day", said, fault.mend)
        return
    try:
        choose_weeks(declared.rules, monday, plan.weeks or None)
    except UserError as error:
        yield from (fault_of(fault, "weeks") for fault in error.faults)
    if not plan.unlisted:
        try:
            find_unit(declared.places, plan.unit, monday)
        except UserError as error:
            mend = "Or tick that the register does not know the unit."
            yield Fault("unit", error.summary, mend)


def _find_or_make_unit(plan: Plan) -> Unit:
    """The unit under the name that the register has for it, made where it is new."""
    name, region = plan.unit, plan.region
    places = declarations().places
    known = None if plan.unlisted else places.unit(plan.unit)
    if known is not None:
        name, region = known.name, places.region_of(known).name
    named = Unit.objects.filter(name__iexact=name) | Unit.objects.filter(
        name__iexact=plan.unit
    )
    found = named.order_by("name").first()
    return (
        found or Unit.objects.get_or_create(name=name, defaults={"region": region})[0]
    )


def _framework(plan: Plan, at: datetime.datetime) -> FrameworkVersion:
    found = FrameworkVersion.objects.filter(pk=plan.framework).first()
    return found or publish_framework(Path(plan.framework), at)
