"""Whose address a request comes from, where a proxy stands before the service.

Without this everybody would come from the proxy's own: one address for the limits on
signing in, for lock-outs, and in the audit.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def address_behind_proxy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware; only where `PROBATA_BEHIND_PROXY` says so.

    The last address in the header is the one that our proxy has added itself. Those before
    it are what the caller says of itself.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        try:
            request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(told))
        except ValueError:
            pass  # none was added: somebody has come round the proxy, from their own address
        return get_response(request)

    return handle
