"""What a person is to a request that needs a second person."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace

from django.utils import timezone

from probata.service.accounts.models import User
from probata.service.cases.standing import find_assessment, standing_to_assessment
from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.standing import roles_of
from probata.service.releases.keys import standing_to_key
from probata.service.rights import Standing

# How long an extract that was agreed to can be fetched.
AGREED_FOR = datetime.timedelta(days=30)


def standing_to_request(user: User, asked: ConsentRequest) -> Standing | None:
    """None where what the request is about is no more."""
    if asked.kind == ConsentRequest.Kind.UNLOCK:
        found = find_assessment(uuid.UUID(asked.subject_id), user)
        if found is None:
            return None
        standing = standing_to_assessment(user, found)
    elif asked.kind == ConsentRequest.Kind.RELEASE_KEY:
        standing = standing_to_key(user, asked)
    else:
        standing = Standing(roles=roles_of(user))
    return replace(
        standing,
        consent=asked.kind,
        asked=asked.asked_by_id == user.pk,
        concerns=asked.subject_id == str(user.pk),
        waits=asked.outcome == ConsentRequest.Outcome.WAITING,
        agreed=_is_agreed(asked),
    )


def _is_agreed(asked: ConsentRequest) -> bool:
    """Another agreed, and not so long ago that what is held may be another thing."""
    return (
        asked.outcome == ConsentRequest.Outcome.AGREED
        and asked.decided_at is not None
        and asked.decided_at > timezone.now() - AGREED_FOR
    )
