"""Whose attempt to sign in failed, so that one person's lock-out is nobody else's."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from probata.service.accounts.models import User


def whose_attempt(request: Any, credentials: Mapping[str, Any] | None = None) -> str:
    """The address that was typed, however the sign-in library names it."""
    given = credentials or {}
    typed = given.get("email") or given.get("username")
    return str(typed or request.POST.get("login", "")).strip().lower()


def is_locked_out(user: User) -> bool:
    """Too many wrong passwords of late, from at least one place."""
    from axes.models import AccessAttempt

    cooling = datetime.timedelta(hours=settings.AXES_COOLOFF_TIME)
    return AccessAttempt.objects.filter(
        username=user.email.lower(),
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gte=timezone.now() - cooling,
    ).exists()


def lift_lock_out(user: User) -> None:
    from axes.models import AccessAttempt

    AccessAttempt.objects.filter(username=user.email.lower()).delete()
