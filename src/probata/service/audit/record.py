"""Writes the record of an act, in the transaction of the act itself.

record(request, action, subject=None, **details) -> None
record_command(command, subject, **details) -> None
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from probata.service.audit.models import Record


def record(
    request: Any, action: str, subject: Any = None, route: str = "", **details: Any
) -> None:
    """Say who saw, did, exported or was refused what.

    `subject` is a row of a table; without it, what the address names. `details` hold ids,
    counts and states, never a name or an answer.
    """
    match = request.resolver_match
    if subject is None:
        given = {name: str(value) for name, value in match.kwargs.items()}
        kind, name = next(iter(given.items()), ("", ""))
        details = {**given, **details}
    else:
        kind, name = subject._meta.model_name, str(subject.pk)
    Record.objects.create(
        at=timezone.now(),
        by=request.user if request.user.is_authenticated else None,
        action=action,
        route=route or match.view_name,
        subject=kind[:30],
        subject_id=name[:64],
        details=details,
        from_address=request.META.get("REMOTE_ADDR") or None,
    )


def record_command(command: str, action: str, subject: Any, **details: Any) -> None:
    """The same of an act from the command line, where the service knows no person."""
    Record.objects.create(
        at=timezone.now(),
        action=action,
        route=f"command {command}",
        subject=subject._meta.model_name[:30] if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        details=details,
    )
