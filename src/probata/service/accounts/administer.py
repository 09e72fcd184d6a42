"""What an administrator does to accounts: each act whole or not at all.

The pages ask for a second administrator where `needs_second` says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from probata.service.accounts.models import User
from probata.service.roles import Role

# Whoever has one of these can, alone or by a word to somebody, come to see cases or give
# that right to others; so one administrator does not give them alone.
POWERFUL = frozenset(
    {
        Role.PROGRAMME_MANAGER,
        Role.ADMINISTRATOR,
        Role.DATA_PROTECTION,
        Role.QUALITY_LEAD,
    }
)
LONGEST_NAME = 200


class CannotAdminister(Exception):
    """Why this cannot be done, in words for the administrator."""


def needs_second(roles: Iterable[Role], *, to: User | None, by: User) -> list[Role]:
    """Those of the new roles that another administrator must agree to."""
    own = to is not None and to.pk == by.pk
    return [role for role in roles if own or role in POWERFUL]


@transaction.atomic
def make_account(email: str, name: str, roles: Iterable[Role]) -> User:
    """An account without a password, until its person sets one. Raises CannotAdminister."""
    email, name = email.strip(), name.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise CannotAdminister(
            "Give an email address, such as a.b@example.org."
        ) from None
    if not name or len(name) > LONGEST_NAME or "\0" in name:
        raise CannotAdminister("Give the person's name.")
    if User.objects.filter(email__iexact=email).exists():
        raise CannotAdminister(_TAKEN)
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name, list(roles))
    except IntegrityError:
        # Somebody else made it at the same moment.
        raise CannotAdminister(_TAKEN) from None


_TAKEN = "There is an account with this address already."


def is_powerful(user: User) -> bool:
    """Its one-time link is shown to no administrator, who could agree to their own requests."""
    return user.has_role(*POWERFUL)


@transaction.atomic
def add_roles(user: User, roles: Iterable[Role]) -> None:
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.roles = [
        role.value for role in Role if role.value in locked.roles or role in set(roles)
    ]
    locked.save(update_fields=["roles"])


@transaction.atomic
def remove_roles(user: User, roles: Iterable[Role]) -> None:
    """Raises CannotAdminister for the last administrator's role."""
    gone = set(roles)
    if Role.ADMINISTRATOR in gone:
        _demand_another_administrator(user)
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.roles = [role for role in locked.roles if Role(role) not in gone]
    locked.save(update_fields=["roles"])


@transaction.atomic
def close_account(user: User) -> None:
    """Out at once, everywhere; what they did stays. Raises CannotAdminister."""
    if user.has_role(Role.ADMINISTRATOR):
        _demand_another_administrator(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(user)


def open_account(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=True)


@transaction.atomic
def reset_codes(user: User) -> None:
    """For a lost phone: one-time codes and recovery codes go, and are set up anew."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


@transaction.atomic
def forget_password(user: User) -> None:
    """The password and every earlier link are worth nothing from here on."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)


def end_sessions(user: User) -> int:
    """Sign a person out everywhere; how many sessions that were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def _demand_another_administrator(user: User) -> None:
    # Locked in one order, or two administrators could close each other at once.
    administrators = User.objects.filter(
        is_active=True, roles__contains=[Role.ADMINISTRATOR.value]
    )
    found = list(administrators.select_for_update().order_by("pk"))
    if all(item.pk == user.pk for item in found):
        raise CannotAdminister("This is the last administrator, who must stay.")
