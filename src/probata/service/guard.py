"""Asks `rights` before any view runs; refusals are logged, and most look like nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from probata.service.accounts.models import User
from probata.service.accounts.second_factor import must_set_up
from probata.service.audit.record import record
from probata.service.cases.standing import find_assessment, standing_to_assessment
from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.models import Inspection
from probata.service.fieldwork.standing import roles_of, standing_to_inspection
from probata.service.oversight.standing import standing_to_request
from probata.service.problems import page_not_found
from probata.service.quality.standing import find_case, standing_to_comparison
from probata.service.releases.find import find_release
from probata.service.rights import ROUTES, Outcome, Standing, decide

WHY_REFUSED = {
    "signed": "This assessment is signed, so its answers cannot change.",
    "locked": "This assessment is locked, so its answers cannot change.",
    "open": "Only the person to whom the case is allocated can do this, during fieldwork.",
}


class Guard:
    """The middleware that stands before every view.

    A view finds what the request is about in `request.assessment` or
    `request.inspection`, and the person's part in `request.standing`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, args: Any, given: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if request.user.is_authenticated and must_set_up(
            request.user, request.session, name
        ):
            return _to_set_up(request)
        standing = find_standing(request, name, given)
        if standing is None:
            return self.refuse(request, name, Outcome.HIDDEN, None)
        outcome = decide(name, standing)
        request.standing = standing
        if outcome is Outcome.ALLOWED:
            return None
        if not standing.signed_in:
            return _sign_in(request)
        return self.refuse(request, name, outcome, standing)

    def refuse(
        self, request: Any, route: str, outcome: Outcome, standing: Standing | None
    ) -> HttpResponse:
        record(request, "refused", route=route)
        if outcome is Outcome.HIDDEN:
            return page_not_found(request)
        why = ROUTES[route].why or WHY_REFUSED[standing.state if standing else "open"]
        if wants_json(request):
            return JsonResponse({"error": "refused", "why": why}, status=403)
        return render(request, "refused.html", {"why": why}, status=403)


def find_standing(request: Any, name: str, given: dict[str, Any]) -> Standing | None:
    """What the person is to the request's subject; None where there is no such thing."""
    route = ROUTES.get(name)
    user = request.user
    if not user.is_authenticated:
        return Standing(signed_in=False)
    if route is None or route.subject in ("", "framework"):
        return Standing(roles=roles_of(user))
    if route.subject == "assessment":
        request.assessment = find_assessment(given["assessment"], user)
        if request.assessment is None:
            return None
        return standing_to_assessment(user, request.assessment)
    if route.subject == "account":
        request.account = User.objects.filter(pk=given["account"]).first()
        return Standing(roles=roles_of(user)) if request.account else None
    if route.subject == "asked":
        request.asked = ConsentRequest.objects.filter(pk=given["asked"]).first()
        return standing_to_request(user, request.asked) if request.asked else None
    if route.subject == "release":
        request.release = find_release(given["release"])
        return Standing(roles=roles_of(user)) if request.release else None
    if route.subject == "comparison":
        request.case = find_case(given["case"])
        return standing_to_comparison(user, request.case) if request.case else None
    inspections = Inspection.objects.select_related("unit", "framework")
    request.inspection = inspections.filter(pk=given["inspection"]).first()
    if request.inspection is None:
        return None
    return standing_to_inspection(user, request.inspection)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _sign_in(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": "signed_out"}, status=401)
    # Where a form was being sent, its page is where to come back to.
    back = request.path if request.method == "GET" else reverse("home")
    return redirect(f"{reverse('account_login')}?next={back}")


def _to_set_up(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": "signed_out"}, status=401)
    return redirect("mfa_activate_totp")
