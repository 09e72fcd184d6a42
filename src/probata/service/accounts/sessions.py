"""How long a session lasts: an hour without a request, twelve hours at all events."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

# The time of the last request is written once in so many seconds, not at each save.
WRITE_EVERY = 30


class SessionLimits:
    """Ends a session that has been idle, or has lasted, too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.user.is_authenticated:
            if seconds_left(request) <= 0:
                logout(request)
            elif not request.path.startswith("/session"):
                prolong(request)
        return self.get_response(request)


def seconds_left(request: Any) -> int:
    """Until the session ends unless there is a request; by the server's clock."""
    now = int(time.time())
    started = request.session.setdefault("started", now)
    seen = request.session.setdefault("seen", now)
    idle = seen + settings.SESSION_IDLE_SECONDS - now
    return int(min(idle, started + settings.SESSION_COOKIE_AGE - now))


def prolong(request: Any) -> None:
    now = int(time.time())
    if now - request.session.get("seen", 0) >= min(
        WRITE_EVERY, settings.SESSION_IDLE_SECONDS // 4
    ):
        request.session["seen"] = now


@require_http_methods(["GET", "POST"])
def session(request: Any) -> HttpResponse:
    """For the page's script: who is signed in, for how long, and a token for this session.

    To ask does not prolong the session; to post does.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed_out"}, status=401)
    if request.method == "POST":
        prolong(request)
    return JsonResponse(
        {
            "user": str(request.user.pk),
            "seconds": seconds_left(request),
            "token": get_token(request),
        }
    )
