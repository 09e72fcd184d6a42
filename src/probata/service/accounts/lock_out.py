"""Whose attempt to sign in failed, so that one person's lock-out is nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def whose_attempt(request: Any, credentials: Mapping[str, Any] | None = None) -> str:
    """The address that was typed, however the sign-in library names it."""
    given = credentials or {}
    typed = given.get("email") or given.get("username")
    return str(typed or request.POST.get("login", "")).strip().lower()
