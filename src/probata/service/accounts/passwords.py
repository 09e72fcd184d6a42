"""Refuses long passwords that are nothing but common ones put together."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

LEAST_DIFFERENT = 6  # characters


class CommonPartsValidator:
    """The list of common passwords holds few of 15 characters, but many of their parts."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        told = re.sub(r"[\W\d_]+", "", password.lower())
        few = len(set(password)) < LEAST_DIFFERENT
        if few or told in self.common or self._doubled(told):
            raise ValidationError(
                "This password is a common one made longer. Put a few words together "
                "that only you would.",
                code="common_parts",
            )

    def _doubled(self, told: str) -> bool:
        """`passwordpassword`, `letmeinqwerty`: two common passwords in a row."""
        return any(
            told[:at] in self.common and told[at:] in self.common
            for at in range(3, len(told) - 2)
        )

    def get_help_text(self) -> str:
        return "It must not be a common password made longer."
