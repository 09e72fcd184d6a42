"""Asks for the password, or a code, once more before something grave."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
)
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def ask_to_confirm(request: Any, back: str = "") -> HttpResponse | None:
    """Where to go first; None where the person has just shown who they are.

    A form that was sent too late is not carried out afterwards by itself, as the library
    would do: its page is shown again, at the address `back` where that is another.
    """
    if not is_reauthentication_required(request, app="account"):
        return None
    then = urlencode({"next": back or request.path})
    return redirect(f"{reverse('account_reauthenticate')}?{then}")
