"""What every template can use."""

from __future__ import annotations

import datetime
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)

from probata.assessment.log_events import entry_of
from probata.service.rights import Outcome, Standing, decide
from probata.standards.framework import Fact

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
# The staff sections of the navigation bar, shown to whom their route is open.
NAVIGATION = (
    ("my_cases", "My cases"),
    ("inspections", "Inspections"),
    ("requests", "Requests"),
    ("accounts", "Accounts"),
    ("audit", "Audit"),
    ("conflicts", "Conflicts of interest"),
    ("quality", "Quality"),
    ("releases", "Data releases"),
    ("guidance", "Guidance"),
    ("subject_access", "Subject access"),
    ("retention", "Retention"),
)


def make_environment(**options: Any) -> Environment:
    """Our templates, and the GOV.UK components under their own prefix."""
    options["loader"] = ChoiceLoader(
        [
            FileSystemLoader(TEMPLATES),
            PrefixLoader(
                {"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}
            ),
        ]
    )
    options["trim_blocks"] = options["lstrip_blocks"] = True
    environment = Environment(**options)
    environment.globals.update(
        static=static,
        url=lambda name, **given: reverse(name, kwargs=given),
        settings=settings,
    )
    environment.globals.update(
        fact_words=fact_words, entry_of=entry_of, has_codes=_has_codes
    )
    environment.filters.update(clock=clock, day=day, moment=moment)
    return environment


@cache
def static(name: str) -> str:
    """The address of a static file, with a hash so that a new one is never taken for old."""
    told = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"{settings.STATIC_URL}{name}?{told}"


def page_context(request: Any) -> dict[str, Any]:
    """The parts of the frame of a page that depend on who looks at it."""
    user = getattr(request, "user", None)
    standing = getattr(request, "standing", Standing(signed_in=False))
    links = [
        {"name": name, "words": words}
        for name, words in NAVIGATION
        if decide(name, standing) is Outcome.ALLOWED
    ]
    match = getattr(request, "resolver_match", None)
    return {
        "user": user if user is not None and user.is_authenticated else None,
        "navigation": links,
        "may": lambda name: decide(name, standing) is Outcome.ALLOWED,
        "here": match.view_name if match else "",
        "seconds_left": _seconds(request),
    }


def _seconds(request: HttpRequest) -> int:
    from probata.service.accounts.sessions import seconds_left

    user = getattr(request, "user", None)
    return seconds_left(request) if user is not None and user.is_authenticated else 0


def _has_codes(user: Any) -> bool:
    # Templates are made before the tables of accounts can be read.
    from probata.service.accounts.second_factor import has_codes

    return has_codes(user)


def clock(at: datetime.datetime) -> str:
    """10:42, in the service's time zone."""
    return timezone.localtime(at).strftime("%H:%M")


def day(at: datetime.date) -> str:
    """24 November 2026."""
    return f"{at.day} {at:%B %Y}"


def moment(at: datetime.datetime) -> str:
    """24 November 2026 at 10:42."""
    local = timezone.localtime(at)
    return f"{day(local)} at {local:%H:%M}"


def fact_words(fact: Fact, value: object) -> str:
    """A fact of a case as its framework puts it."""
    labels = {item.id: item.label.text() for item in fact.values}
    return labels.get(str(value), f"{value} {fact.unit}".strip())
