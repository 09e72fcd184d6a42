"""What the sign-in library asks us: accounts are made by administrators only."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; messages of the library are not shown as our own."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def add_message(self, *args: Any, **given: Any) -> None:
        return None
