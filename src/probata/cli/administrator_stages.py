"""What the commands that look after accounts and their traces do."""

from __future__ import annotations

import os
from pathlib import Path

from probata.cli.say import Report
from probata.cli.service_stages import ready_database
from probata.errors import Fault, InputMissing


def make_administrator(data: Path, email: str, name: str, address: str) -> Report:
    """Make or mend an administrator's account; the link is in the lines alone."""
    with ready_database(data):
        from django.db import transaction

        from probata.service.accounts.administer import (
            CannotAdminister,
            add_roles,
            make_account,
            open_account,
        )
        from probata.service.accounts.invite import make_link
        from probata.service.accounts.models import User
        from probata.service.audit.record import record_command
        from probata.service.migrate import migrate
        from probata.service.roles import Role

        migrate(os.environ.get("DATABASE_OWNER_URL"))
        try:
            with transaction.atomic():
                user = User.objects.filter(email__iexact=email.strip()).first()
                new = user is None
                if user is None:
                    user = make_account(email, name, [])
                add_roles(user, [Role.ADMINISTRATOR])
                open_account(user)
                user.refresh_from_db()
                link = make_link(user, address)
                record_command("administrator", "done", user, new=new)
        except CannotAdminister as error:
            raise InputMissing(
                "No administrator was made.",
                [Fault("EMAIL and --name", str(error), "See --help for an example.")],
            ) from None
    lines = [
        f"{user.email} is an administrator. To set the password, once, within three days:",
        link,
    ]
    return {"email": user.email, "new": new, "link": link}, lines


def give_link(data: Path, email: str, address: str) -> Report:
    """A new link for an open account."""
    with ready_database(data):
        from django.db import transaction

        from probata.service.accounts.invite import make_link
        from probata.service.accounts.models import User
        from probata.service.audit.record import record_command

        user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if user is None:
            raise InputMissing(
                "No link was made.",
                [Fault("EMAIL", "is no open account's address.", "See the accounts.")],
            )
        with transaction.atomic():
            link = make_link(user, address)
            record_command("link", "done", user)
    return {"email": user.email, "link": link}, [
        "To set the password, once, within three days:",
        link,
    ]


def tidy_up(data: Path) -> Report:
    """Delete what the schedule says of sessions and attempts to sign in."""
    with ready_database(data):
        from django.utils import timezone

        from probata.service.audit.record import record_command
        from probata.service.retention.models import RetentionPeriod
        from probata.service.retention.tidy import tidy_sign_ins

        gone = tidy_sign_ins(timezone.now())
        period = RetentionPeriod.objects.get(kind=RetentionPeriod.Kind.SIGN_INS)
        record_command("tidy", "done", period, **gone)
    told = ", ".join(f"{count:,} {name}" for name, count in gone.items())
    return dict(gone), [f"Gone: {told}."]
