"""The pages of what went wrong; each says what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def page_not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": "not_found"}, status=404)
    return render(request, "not_found.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page whose token is from an earlier session, or a hand-made form."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": "stale_page"}, status=419)
    return render(request, "stale_page.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": "server"}, status=500)
    return render(request, "server_error.html", status=500)
