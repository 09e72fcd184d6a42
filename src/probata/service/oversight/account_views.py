"""The administrator's pages of accounts."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from probata.service.accounts.administer import (
    CannotAdminister,
    make_account,
    needs_second,
)
from probata.service.accounts.confirm import ask_to_confirm
from probata.service.accounts.lock_out import is_locked_out
from probata.service.accounts.models import User
from probata.service.accounts.second_factor import has_codes
from probata.service.audit.record import record
from probata.service.consent.ask import CannotAsk
from probata.service.consent.models import ConsentRequest
from probata.service.oversight.account_acts import ACTS, ask_for_roles, give_link
from probata.service.roles import Role

PER_PAGE = 50
MOST_FOUND = 500


@require_http_methods(["GET", "POST"])
def accounts(request: Any) -> HttpResponse:
    """Every account, searched by name or address and filtered by role."""
    words = request.POST.get("q", "").replace("\0", "").strip()
    role = request.POST.get("role", request.GET.get("role", ""))
    # Found by words, all stand on one page: a name stays out of addresses.
    size = MOST_FOUND if words else PER_PAGE
    page = Paginator(_found(words, role), size).get_page(request.GET.get("page"))
    # The words that were searched for may be a name, so only their presence is kept.
    record(request, "seen", accounts=len(page), searched=bool(words))
    context = {
        "page": page,
        "words": words,
        "role": role,
        "roles": [("", "Any role"), *((item.value, item.words) for item in Role)],
        "role_words": role_words,
    }
    return render(request, "accounts/accounts.html", context)


def _found(words: str, role: str) -> QuerySet[User]:
    found = User.objects.order_by("name", "pk")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if role in set(Role):
        found = found.filter(roles__contains=[role])
    return found


def role_words(user: User) -> str:
    return ", ".join(Role(item).words for item in user.roles) or "None"


@require_http_methods(["GET", "POST"])
def new_account(request: Any) -> HttpResponse:
    """Make an account; its person sets the password by a one-time link."""
    if first := ask_to_confirm(request):
        return first
    fault = ""
    if request.method == "POST":
        roles = [
            Role(item) for item in request.POST.getlist("roles") if item in set(Role)
        ]
        second = needs_second(roles, to=None, by=request.user)
        try:
            user = make_account(
                request.POST.get("email", ""),
                request.POST.get("name", ""),
                [role for role in roles if role not in second],
            )
            if second:
                why = request.POST.get("reason", "")
                ask_for_roles(user, second, reason=why, by=request.user)
        except (CannotAdminister, CannotAsk) as error:
            transaction.set_rollback(True)
            fault = str(error)
        else:
            record(request, "done", user, roles=[*user.roles], asked=[*second])
            return give_link(request, user, made=True)
    context = {"fault": fault, "sent": request.POST, "all_roles": _role_options()}
    return render(
        request, "accounts/new_account.html", context, status=422 if fault else 200
    )


def _role_options() -> list[tuple[str, str]]:
    return [(item.value, item.words) for item in Role]


@require_GET
def account(request: Any, account: uuid.UUID) -> HttpResponse:
    """One account, and what can be done to it."""
    record(request, "seen", request.account)
    return account_page(request)


def account_page(request: Any, fault: str = "", status: int = 200) -> HttpResponse:
    user = request.account
    user.refresh_from_db()
    waiting = ConsentRequest.objects.filter(
        kind=ConsentRequest.Kind.ROLE, subject_id=str(user.pk), outcome="waiting"
    ).first()
    context = {
        "of": user,
        "own": user.pk == request.user.pk,
        "role_words": role_words,
        "all_roles": _role_options(),
        "locked_out": is_locked_out(user),
        "codes": has_codes(user),
        "sessions": user.usersession_set.count(),
        "waiting": waiting,
        "fault": fault,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "accounts/account.html", context, status=status)


@require_POST
def change_account(request: Any, account: uuid.UUID) -> HttpResponse:
    """One act on an account, after giving one's password again."""
    if first := ask_to_confirm(request, reverse("account", args=[account])):
        return first
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return account_page(request, "Choose what to do.", 422)
    try:
        with transaction.atomic():
            answer = act(request)
    except (CannotAdminister, CannotAsk) as error:
        return account_page(request, str(error), 422)
    return answer or redirect("account", account=account)
