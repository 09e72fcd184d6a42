"""Decides a request, and does what was agreed to in the same transaction.

decide_request(request_id, agreed=, reason=, by=, at=) -> ConsentRequest
"""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction

from probata.errors import UserError
from probata.service.accounts.administer import add_roles
from probata.service.accounts.models import User
from probata.service.cases.unlock import NotSigned, unlock_assessment
from probata.service.consent.ask import CannotDecide, decide_once
from probata.service.consent.models import ConsentRequest
from probata.service.releases.faults import words_of_faults
from probata.service.releases.lock import lock_release
from probata.service.retention.dispose import NotDue, dispose_cases
from probata.service.roles import Role


@transaction.atomic
def decide_request(
    request_id: uuid.UUID,
    *,
    agreed: bool,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> ConsentRequest:
    """Agree or refuse. Raises CannotDecide, and then nothing has changed."""
    asked = decide_once(request_id, agreed=agreed, reason=reason, by=by, at=at)
    if agreed:
        _ACTS[ConsentRequest.Kind(asked.kind)](asked, by, at)
    return asked


def _unlock(asked: ConsentRequest, by: User, at: datetime.datetime) -> None:
    try:
        unlock_assessment(
            uuid.UUID(asked.subject_id),
            reason=asked.reason,
            by=asked.asked_by,
            agreed_by=by,
            at=at,
        )
    except NotSigned:
        raise CannotDecide("The assessment is open already, or gone.") from None


def _give_roles(asked: ConsentRequest, by: User, at: datetime.datetime) -> None:
    user = User.objects.get(pk=asked.subject_id)
    if not user.is_active:
        raise CannotDecide("This account is closed.")
    add_roles(user, [Role(item) for item in asked.details["roles"]])


def _release(asked: ConsentRequest, by: User, at: datetime.datetime) -> None:
    try:
        lock_release(asked, by=by, at=at)
    except UserError as error:
        raise CannotDecide(" ".join(words_of_faults(error))) from None


def _give_key(asked: ConsentRequest, by: User, at: datetime.datetime) -> None:
    """Nothing yet: who asked takes it, once, in time."""


def _dispose(asked: ConsentRequest, by: User, at: datetime.datetime) -> None:
    try:
        dispose_cases(uuid.UUID(asked.subject_id), asked=asked, agreed_by=by, at=at)
    except NotDue:
        raise CannotDecide(
            "The cases of this inspection are not due any more, or gone already."
        ) from None


def _extract(asked: ConsentRequest, by: User, at: datetime.datetime) -> None:
    """Nothing yet: the extract is made when who asked fetches it."""


_ACTS = {
    ConsentRequest.Kind.UNLOCK: _unlock,
    ConsentRequest.Kind.ROLE: _give_roles,
    ConsentRequest.Kind.RELEASE: _release,
    ConsentRequest.Kind.RELEASE_KEY: _give_key,
    ConsentRequest.Kind.SUBJECT_ACCESS: _extract,
    ConsentRequest.Kind.DISPOSAL: _dispose,
}
