"""What the buttons of an account's page do; each leaves its record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from probata.service.accounts.administer import (
    CannotAdminister,
    add_roles,
    close_account,
    end_sessions,
    is_powerful,
    needs_second,
    open_account,
    remove_roles,
    reset_codes,
)
from probata.service.accounts.invite import make_link, send_link
from probata.service.accounts.lock_out import lift_lock_out
from probata.service.accounts.models import User
from probata.service.audit.record import record
from probata.service.consent.ask import ask
from probata.service.consent.models import ConsentRequest
from probata.service.roles import Role


def ask_for_roles(user: User, roles: Iterable[Role], *, reason: str, by: User) -> None:
    """Ask another administrator to agree. Raises CannotAsk."""
    ask(
        ConsentRequest.Kind.ROLE,
        user.pk,
        reason=reason,
        by=by,
        at=timezone.now(),
        details={"roles": [role.value for role in roles]},
    )


def give_link(request: Any, user: User, made: bool = False) -> HttpResponse:
    """Mail a one-time link, or show it once to be handed over."""
    link = make_link(user, request.build_absolute_uri("/"))
    mailed = send_link(user, link)
    context = {"of": user, "link": link, "mailed": mailed, "made": made}
    return render(request, "accounts/link.html", context)


def _roles(request: Any) -> None:
    user = request.account
    wanted = {Role(item) for item in request.POST.getlist("roles") if item in set(Role)}
    had = {Role(item) for item in user.roles}
    new = [role for role in Role if role in wanted - had]
    second = needs_second(new, to=user, by=request.user)
    remove_roles(user, had - wanted)
    add_roles(user, [role for role in new if role not in second])
    if second:
        why = request.POST.get("reason", "")
        ask_for_roles(user, second, reason=why, by=request.user)
    removed = [role.value for role in Role if role in had - wanted]
    given = [role.value for role in new if role not in second]
    asked = [role.value for role in second]
    record(
        request, "done", user, act="roles", given=given, removed=removed, asked=asked
    )


def _on_another(act: Callable[[User], object], name: str) -> Callable[[Any], None]:
    """An act that nobody does to their own account here."""

    def do(request: Any) -> None:
        _demand_another(request)
        act(request.account)
        record(request, "done", request.account, act=name)

    return do


def _demand_another(request: Any) -> None:
    if request.account.pk == request.user.pk:
        raise CannotAdminister("Another administrator does this to your own account.")


def _link(request: Any) -> HttpResponse:
    _demand_another(request)
    if not request.account.is_active:
        raise CannotAdminister("Open the account first.")
    if is_powerful(request.account) and not settings.MAIL_IS_SET_UP:
        raise CannotAdminister(
            "This account may decide requests, so its link is mailed and never shown. "
            "Without mail, `probata service link` gives it on the machine of the service."
        )
    record(request, "done", request.account, act="link")
    return give_link(request, request.account)


# What a form may send as `act`.
ACTS: dict[str, Callable[[Any], HttpResponse | None]] = {
    "roles": _roles,
    "close": _on_another(close_account, "close"),
    "open": _on_another(open_account, "open"),
    "codes": _on_another(reset_codes, "codes"),
    "lock_out": _on_another(lift_lock_out, "lock_out"),
    "sessions": _on_another(end_sessions, "sessions"),
    "link": _link,
}
