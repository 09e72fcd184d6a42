"""The service under test: a fresh embedded database, made-up cases, gunicorn.

with Service() as service: ...
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

PASSWORD = "made up for the benchmark"
FACTS = {"case_type": "community", "unpaid_work_only": "no", "review_due": "yes"}
SETTINGS = {
    "PROBATA_HTTPS": "no",
    "PROBATA_HOSTS": "testserver,localhost,127.0.0.1",
    "PROBATA_MFA_REQUIRED": "no",
    # The load generator stands for a proxy: each inspector has an address of their own.
    "PROBATA_BEHIND_PROXY": "yes",
}


class Service:
    """`probata serve` on a folder of its own, and Django here to fill and read its database."""

    def __init__(self) -> None:
        # Not below the user's own folder, which the database's user may not enter.
        self.folder = Path(tempfile.mkdtemp(prefix="probata-bench-"))
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.log = self.folder / "service.log"
        self._open = ExitStack()

    def __enter__(self) -> Service:
        from probata.cli.service_stages import ready_database

        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "PROBATA_SECRET_KEY"):
            os.environ.pop(name, None)
        os.environ |= SETTINGS
        self._open.enter_context(ready_database(self.folder))
        from probata.service.migrate import migrate

        migrate(os.environ["DATABASE_OWNER_URL"])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self._open.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start it as its users do, without the environment in which its database was filled."""
        left_out = ("DATABASE_URL", "DATABASE_OWNER_URL", "PROBATA_SECRET_KEY")
        given = {
            name: value for name, value in os.environ.items() if name not in left_out
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "probata", "serve"),
                    *("--data", str(self.folder), "--port", str(self.port)),
                ],
                env=given,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + 60
        while not self.answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"does not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.1)

    def answers(self, path: str = "/health/ready") -> bool:
        try:
            address = f"http://127.0.0.1:{self.port}{path}"
            with urllib.request.urlopen(address, timeout=2):
                return True
        except OSError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
            self.process = None

    def workers(self) -> list[int]:
        """The processes that answer: children of gunicorn, the child of `probata serve`."""
        assert self.process is not None
        masters = psutil.Process(self.process.pid).children()
        return [
            worker.pid
            for master in masters
            if "gunicorn" in " ".join(master.cmdline())
            for worker in master.children()
        ]

    def database(self) -> int:
        """The first process of the database."""
        lines = (self.folder / "postgres" / "postmaster.pid").read_text().split("\n")
        return int(lines[0])


def _free_port() -> int:
    """Below the ports of outgoing connections, or one of those may take it."""
    for port in range(20_000 + os.getpid() % 5000, 30_000):
        with socket.socket() as found:
            if found.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no free port")


def fill(inspectors: int, cases_each: int = 1) -> list[tuple[str, list[str]]]:
    """Made-up inspectors with open cases: (email, ids of their assessments) of each."""
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from probata.service.accounts.models import User
    from probata.service.fieldwork.frameworks import publish_framework
    from probata.service.fieldwork.models import Inspection, TeamMember, Unit
    from probata.service.roles import Role

    now = timezone.now()
    mark = f"{User.objects.count()}"
    lead = User.objects.create_user(
        f"lead{mark}@example.org", "Made-up lead", [Role.LEAD_INSPECTOR]
    )
    secret = make_password(PASSWORD)  # made to be slow, so once
    people = User.objects.bulk_create(
        User(
            email=f"inspector{mark}.{place}@example.org",
            name=f"Made-up inspector {place}",
            roles=[Role.INSPECTOR],
            password=secret,
        )
        for place in range(inspectors)
    )
    inspection = Inspection.objects.create(
        unit=Unit.objects.create(name=f"Made-up unit {mark}"),
        framework=publish_framework(Path("probation_2021"), now),
        fieldwork_starts=now.date(),
        fieldwork_ends=now.date(),
        state=Inspection.State.FIELDWORK,
        made_up=True,
    )
    TeamMember.objects.bulk_create(
        TeamMember(inspection=inspection, user=person, part=TeamMember.Part.INSPECTOR)
        for person in people
    )
    made = _open_cases(inspection, lead, people, cases_each, now)
    return [
        (person.email, made[place * cases_each : (place + 1) * cases_each])
        for place, person in enumerate(people)
    ]


def _open_cases(
    inspection: Any, lead: Any, people: list[Any], cases_each: int, now: Any
) -> list[str]:
    from probata.service.cases.models import Assessment, Event
    from probata.service.demo.history import History
    from probata.service.fieldwork.frameworks import form_of
    from probata.service.fieldwork.models import Allocation, Case

    form = form_of(inspection.framework_id)
    readers = [person for person in people for _ in range(cases_each)]
    cases = Case.objects.bulk_create(
        Case(
            inspection=inspection,
            reference=f"B-{place + 1}",
            person_name=f"Made-up person {place + 1}",
            facts=FACTS,
        )
        for place in range(len(readers))
    )
    Allocation.objects.bulk_create(
        Allocation(case=case, user=reader, since=now, made_by=lead)
        for case, reader in zip(cases, readers, strict=True)
    )
    histories = [
        History(
            Assessment(case=case, framework_id=inspection.framework_id),
            reader,
            lead,
            now,
        )
        for case, reader in zip(cases, readers, strict=True)
    ]
    for made in histories:
        made.open(form, FACTS)
    Assessment.objects.bulk_create(made.assessment for made in histories)
    Event.objects.bulk_create(made.events[0] for made in histories)
    return [str(made.assessment.pk) for made in histories]
