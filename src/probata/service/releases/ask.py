"""Asks for a release; a second person agrees under the consent requests.

ask_release(inspections, reason, by=, at=, corrects=) -> ConsentRequest
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from probata.errors import DataError, Fault
from probata.service.accounts.models import User
from probata.service.consent.ask import CannotAsk, ask, check_reason
from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.models import Inspection
from probata.service.releases.fit import find_obstacles, scope_of
from probata.service.releases.models import Release


@transaction.atomic
def ask_release(
    inspections: Iterable[uuid.UUID],
    reason: str,
    *,
    by: User,
    at: datetime.datetime,
    corrects: Release | None = None,
) -> ConsentRequest:
    """Ask for the inspections to be released. Raises DataError with all faults."""
    wanted = set(inspections)
    found = list(
        Inspection.objects.filter(pk__in=wanted).select_related("unit", "framework")
    )
    faults = find_obstacles(found, corrects) + reason_faults(reason)
    if len(found) < len(wanted):
        faults.append(Fault("inspections", "one of them does not exist."))
    if faults:
        raise DataError("This cannot be released.", faults)
    details = {
        "inspections": sorted(str(item) for item in wanted),
        "corrects": str(corrects.pk) if corrects else "",
    }
    scope = scope_of(wanted)
    return ask_or_refuse(
        ConsentRequest.Kind.RELEASE, scope, reason, details, by=by, at=at
    )


def reason_faults(reason: str) -> list[Fault]:
    """What is wrong with the words that say what something is asked for."""
    try:
        check_reason(reason, CannotAsk)
    except CannotAsk as error:
        return [Fault("reason", str(error))]
    return []


def ask_or_refuse(
    kind: Any,
    subject_id: object,
    reason: str,
    details: Mapping[str, Any],
    *,
    by: User,
    at: datetime.datetime,
) -> ConsentRequest:
    """Put the request, of a kind of `ConsentRequest`. Raises DataError where one waits."""
    try:
        return ask(kind, subject_id, reason=reason, by=by, at=at, details=details)
    except CannotAsk as error:
        raise DataError(str(error)) from None
