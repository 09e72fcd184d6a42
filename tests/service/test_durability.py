"""Workers are killed under saving inspectors: what was acknowledged is there, once."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest

pytestmark = pytest.mark.database
INSPECTORS = 8
KILLS = 5


@dataclass
class Inspector:
    """Saves one note after another, and sends each again until it is acknowledged."""

    port: int
    cookie: str
    assessment: str
    question: str = "working_relationship"
    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)

    def work(self, stop: threading.Event) -> None:
        token, base = None, 0
        while not stop.is_set():
            operation, note = str(uuid.uuid4()), f"note {len(self.acknowledged)}"
            while True:
                try:
                    token = token or self.token()
                    status, told = self.send(token, base, operation, note)
                except (OSError, http.client.HTTPException):
                    time.sleep(0.05)
                    continue
                break
            if status != 200:
                self.refused.append(status)
                return
            base = told["version"]
            self.acknowledged[operation] = (base, note)

    def token(self) -> str:
        page = self.ask("GET", f"/assessments/{self.assessment}/sections/engagement")
        found = re.search(r'data-token="([^"]+)"', page[1])
        assert found
        return found[1]

    def send(
        self, token: str, base: int, operation: str, note: str
    ) -> tuple[int, dict[str, Any]]:
        body = {
            "question": self.question,
            "base": base,
            "operation": operation,
            "value": "yes",
            "note": note,
        }
        status, text = self.ask(
            "POST",
            f"/assessments/{self.assessment}/answers",
            json.dumps(body),
            {"X-CSRFToken": token, "Content-Type": "application/json"},
        )
        return status, json.loads(text)

    def ask(
        self,
        method: str,
        address: str,
        body: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            given = {"Cookie": self.cookie, "Accept": "application/json"}
            connection.request(method, address, body, {**given, **(headers or {})})
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that answer: children of gunicorn, the child of `probata serve`."""
    import psutil

    serve = psutil.Process(process.pid)
    masters = [
        item for item in serve.children() if "gunicorn" in " ".join(item.cmdline())
    ]
    return [worker.pid for master in masters for worker in master.children()]


def test_nothing_acknowledged_is_lost_when_workers_are_killed(
    place: Any, server: Any, browser_of: Any
) -> None:
    from probata.service.cases.models import Event
    from probata.service.cases.verify_log import verify_every_log

    inspectors = []
    for _ in range(INSPECTORS):
        client = browser_of(place.reader)
        client.get("/session")
        cookie = "; ".join(
            f"{name}={item.value}" for name, item in client.cookies.items()
        )
        inspectors.append(Inspector(server.port, cookie, str(place.case().pk)))
    stop = threading.Event()
    threads = [
        threading.Thread(target=inspector.work, args=(stop,))
        for inspector in inspectors
    ]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        time.sleep(2)
        workers = workers_of(server.process)
        assert workers
        os.kill(workers[0], signal.SIGKILL)
    time.sleep(2)
    stop.set()
    for thread in threads:
        thread.join(60)
    for inspector in inspectors:
        assert inspector.refused == []
        assert len(inspector.acknowledged) > 5
        saved = Event.objects.filter(
            assessment=inspector.assessment, kind="answer_saved"
        )
        kept = {
            event.operation: (event.body["version"], event.body["note"])
            for event in saved
        }
        # Each acknowledged save, as it was acknowledged, and no version twice.
        assert inspector.acknowledged.items() <= kept.items()
        assert len({version for version, _ in kept.values()}) == len(kept)
    assert verify_every_log().faults == ()
