"""The page behind a one-time link: set a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from probata.service.accounts.invite import find_invited
from probata.service.audit.record import record


@require_http_methods(["GET", "POST"])
def welcome(request: Any) -> HttpResponse:
    """To open the link changes nothing: programs that look at mail open links, too."""
    sent = request.POST if request.method == "POST" else request.GET
    user = find_invited(sent.get("account", ""), sent.get("token", ""))
    if user is None:
        return render(request, "accounts/link_over.html", status=410)
    form = SetPasswordForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save()
        record(request, "done", user, what="password_set")
        return redirect("account_login")
    context = {
        "form": form,
        "of": user,
        "account": str(user.pk),
        "token": sent["token"],
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/welcome.html", context, status=status)
