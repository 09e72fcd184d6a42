"""Deletes ended sessions and old attempts to sign in, as the schedule says.

tidy_sign_ins(now) -> how many of each went
"""

from __future__ import annotations

import datetime

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction

from probata.service.retention.due import period_of
from probata.service.retention.models import RetentionPeriod


@transaction.atomic
def tidy_sign_ins(now: datetime.datetime) -> dict[str, int]:
    """Sessions that have ended go at once; where and when people signed in, after its period."""
    until = now - period_of(RetentionPeriod.Kind.SIGN_INS)
    old = {"attempt_time__lt": until}
    found = {
        "sessions": Session.objects.filter(expire_date__lt=now),
        "places": UserSession.objects.filter(last_seen_at__lt=until),
        "attempts": AccessAttempt.objects.filter(**old),
        "failures": AccessFailureLog.objects.filter(**old),
        "sign_ins": AccessLog.objects.filter(**old),
    }
    return {name: rows.delete()[0] for name, rows in found.items()}
