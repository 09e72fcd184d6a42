"""Writes one line for each request: its route's name, status, milliseconds, request id, who.

Neither the address, which names things, nor anything that was sent is in it.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

LOG = logging.getLogger("probata.request")
# Asked every few seconds by whoever watches; worth a line only when they fail.
_WATCHED = frozenset({"health_live", "health_ready"})


def request_log(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware; the first of all, so that its time is that of the whole."""

    def handle(request: Any) -> HttpResponse:
        began = time.monotonic()
        request.id = uuid.uuid4().hex
        response = get_response(request)
        response["X-Request-ID"] = request.id
        match = request.resolver_match
        route = match.view_name if match else ""
        if route in _WATCHED and response.status_code < 400:
            return response
        # Looked at only where it was looked up already: a line of the log asks nothing.
        user = getattr(request, "_cached_user", None)
        fields = {
            "route": route,
            "method": request.method,
            "status": response.status_code,
            "ms": round(1000 * (time.monotonic() - began), 1),
            "request": request.id,
            "user": str(user.pk) if user is not None and user.pk else "",
        }
        LOG.log(_level(response.status_code), "request", extra={"fields": fields})
        return response

    return handle


def _level(status: int) -> int:
    return logging.ERROR if status >= 500 else logging.INFO
