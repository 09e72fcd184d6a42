"""The one-time link by which a person sets the first, or a new, password.

make_link(user, address) -> the whole link
find_invited(account, token) -> User | None

A link is worth nothing once it was used, once another was made, or after three days
(`PASSWORD_RESET_TIMEOUT`); nothing of it is kept.
"""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.urls import reverse

from probata.service.accounts.administer import forget_password
from probata.service.accounts.models import User


def make_link(user: User, address: str) -> str:
    """A new link at the service's `address`; the password and earlier links end."""
    forget_password(user)
    token = default_token_generator.make_token(user)
    given = urlencode({"account": str(user.pk), "token": token})
    return f"{address.rstrip('/')}{reverse('welcome')}?{given}"


def find_invited(account: str, token: str) -> User | None:
    """Whose link this is; None for one that is not, or no more, worth anything."""
    try:
        user = User.objects.filter(pk=uuid.UUID(account), is_active=True).first()
    except ValueError:
        return None
    if user is None or not default_token_generator.check_token(user, token):
        return None
    return user


def send_link(user: User, link: str) -> bool:
    """Mail the link where mail is set up; False where an administrator must hand it over."""
    if not settings.MAIL_IS_SET_UP:
        return False
    send_mail(
        f"Your account: {settings.SERVICE_NAME}",
        f"Set your password within three days, once, at this address:\n\n{link}\n\n"
        "If you expected no account, tell the administrator and do not open it.\n",
        None,
        [user.email],
    )
    return True
