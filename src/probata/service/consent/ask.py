"""Puts a request, and decides one; what an agreed request does is done by its caller.

ask(kind, subject_id, reason=, by=, at=) -> ConsentRequest
decide_once(request_id, agreed=, reason=, by=, at=) -> ConsentRequest
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from probata.service.accounts.models import User
from probata.service.consent.models import ConsentRequest

LONGEST_REASON = 2000  # characters


class CannotAsk(Exception):
    """Why the request cannot be put, in words for who asked."""


class CannotDecide(Exception):
    """Why the request cannot be decided so, in words for who decides."""


@transaction.atomic
def ask(
    kind: ConsentRequest.Kind,
    subject_id: object,
    *,
    reason: str,
    by: User,
    at: datetime.datetime,
    details: Mapping[str, Any] | None = None,
) -> ConsentRequest:
    """Put a request. Raises CannotAsk without a reason, or where one waits already."""
    reason = check_reason(reason, CannotAsk)
    waiting = ConsentRequest.objects.filter(
        kind=kind, subject_id=str(subject_id), outcome=ConsentRequest.Outcome.WAITING
    )
    if waiting.exists():
        raise CannotAsk(_WAITS)
    try:
        with transaction.atomic():
            return ConsentRequest.objects.create(
                kind=kind,
                subject_id=str(subject_id),
                details=dict(details or {}),
                reason=reason,
                asked_by=by,
                asked_at=at,
            )
    except IntegrityError:
        # Somebody else asked at the same moment.
        raise CannotAsk(_WAITS) from None


_WAITS = "This has been asked for already and waits for a decision."


@transaction.atomic
def decide_once(
    request_id: uuid.UUID,
    *,
    agreed: bool,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> ConsentRequest:
    """Note a decision. Raises CannotDecide for one's own request, or a decided one.

    Two people who decide at once come one after the other.
    """
    reason = check_reason(reason, CannotDecide)
    asked = (
        ConsentRequest.objects.select_for_update(of=("self",))
        .select_related("asked_by")
        .get(pk=request_id)
    )
    if asked.outcome != ConsentRequest.Outcome.WAITING:
        raise CannotDecide("This request has been decided already.")
    if asked.asked_by_id == by.pk:
        raise CannotDecide("Another person must decide what you asked for.")
    Outcome = ConsentRequest.Outcome
    asked.outcome = Outcome.AGREED if agreed else Outcome.REFUSED
    asked.decided_by, asked.decided_at, asked.decision_reason = by, at, reason
    asked.save()
    return asked


def check_reason(reason: str, error: type[Exception]) -> str:
    """The reason without space around it. Raises `error` where it is none, or too long."""
    found = reason.replace("\0", "").strip()
    if not found:
        raise error("Give a reason.")
    if len(found) > LONGEST_REASON:
        raise error(f"The reason has more than {LONGEST_REASON:,} characters.")
    return found
