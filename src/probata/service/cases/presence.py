"""Who else has a case open, as far as the audit knows anyway.

others_here(assessment, user, now) -> names
"""

from __future__ import annotations

import datetime

from probata.service.accounts.models import User
from probata.service.audit.models import Record
from probata.service.cases.models import Assessment

RECENT = datetime.timedelta(minutes=5)


def others_here(
    assessment: Assessment, user: User, now: datetime.datetime
) -> list[str]:
    """Other people who opened a page of the case in the last minutes.

    Nothing is stored for this: every page that is opened is in the audit.
    """
    seen = Record.objects.filter(
        subject="assessment",
        subject_id=str(assessment.pk),
        action=Record.Action.SEEN,
        at__gte=now - RECENT,
        by__isnull=False,
    ).exclude(by=user)
    return sorted(set(seen.order_by().values_list("by__name", flat=True)))
