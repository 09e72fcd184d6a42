"""Who must still set up one-time codes; nothing else is open to them until then."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from probata.service.accounts.models import User

# What somebody without codes may still do.
OPEN_WITHOUT = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "session",
        "health_live",
        "health_ready",
    }
)


def has_codes(user: User) -> bool:
    """One-time codes are set up."""
    return Authenticator.objects.filter(
        user=user, type=Authenticator.Type.TOTP
    ).exists()


def must_set_up(user: User, session: dict[str, object], route: str) -> bool:
    """The service asks for codes and this person has none; looked up once a session.

    Who comes from the department's own sign-in has shown a second factor there.
    """
    if not settings.MFA_REQUIRED or route in OPEN_WITHOUT or session.get("codes"):
        return False
    if session.get("from_provider") or has_codes(user):
        session["codes"] = True
        return False
    return True
