"""Random interleavings of two tabs or two people at one case: nothing is overwritten in silence.

run_interleavings(count, seed) -> a record of it

Two writers each take some actions at one question: they look (and from then on build upon
what they saw), save, or send an earlier save again as after a lost answer. Their actions are
shuffled together; some of the runs send two saves at once from two threads. Afterwards the
log must hold every value that anybody saved, each version must have been given out once, and
whoever came too late must have been told.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

QUESTION = "working_relationship"
VALUES = ("yes", "no")


@dataclass
class Writer:
    """One tab: a client, the version it builds upon, what it was told."""

    client: Any
    assessment: str
    base: int = 0
    last: dict[str, Any] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)  # note -> version
    late: set[str] = field(default_factory=set)
    other: list[int] = field(default_factory=list)  # answers that are neither

    def look(self) -> None:
        """Open the page: what stands there is what the next save is made on."""
        page = self.client.get(f"/assessments/{self.assessment}/sections/engagement")
        mark = f'data-question="{QUESTION}" data-base="'
        self.base = int(page.content.decode().split(mark)[1].split('"')[0])

    def save(self, value: str) -> None:
        self.last = {
            "question": QUESTION,
            "base": self.base,
            "operation": str(uuid.uuid4()),
            "value": value,
            "note": f"note {uuid.uuid4()}",
            "because": "",
            "reasoning": "",
        }
        self.send_again()

    def send_again(self) -> None:
        """The last save, as the page does where no answer came back."""
        if not self.last:
            return
        answer = self.client.post(
            f"/assessments/{self.assessment}/answers",
            json.dumps(self.last),
            content_type="application/json",
            headers={"Accept": "application/json"},
        )
        note, told = str(self.last["note"]), answer.json()
        if answer.status_code == 200:
            if self.saved.setdefault(note, told["version"]) != told["version"]:
                self.other.append(200)  # a retry that was taken twice
            self.base = max(self.base, told["version"])
        elif answer.status_code == 409:
            self.late.add(note)
        else:
            self.other.append(answer.status_code)


def run_interleavings(
    count: int, seed: int, assessments: Iterator[tuple[str, tuple[Any, Any]]]
) -> dict[str, Any]:
    """So many interleavings, each at a case of its own with two signed-in clients."""
    rng = np.random.default_rng(seed)
    began = time.perf_counter()
    totals = dict.fromkeys(
        ("saved", "told_late", "overwritten", "not_told", "not_in_log", "other"), 0
    )
    with ThreadPoolExecutor(2) as threads:
        for _ in range(count):
            assessment, clients = next(assessments)
            writers = [Writer(client, assessment) for client in clients]
            _act(writers, rng, threads)
            for name, number in _judge(assessment, writers).items():
                totals[name] += number
        list(threads.map(lambda _: _close(), range(2)))
    return {
        "interleavings": count,
        "seconds": round(time.perf_counter() - began, 1),
        **totals,
    }


def _act(writers: list[Writer], rng: np.random.Generator, threads: Any) -> None:
    for _ in range(int(rng.integers(4, 9))):
        writer = writers[int(rng.integers(2))]
        value = VALUES[int(rng.integers(2))]
        what = rng.choice(["look", "save", "again", "both"], p=[0.2, 0.5, 0.15, 0.15])
        if what == "look":
            writer.look()
        elif what == "save":
            writer.save(value)
        elif what == "again":
            writer.send_again()
        else:
            list(threads.map(lambda one: one.save("yes"), writers))


def _judge(assessment: str, writers: list[Writer]) -> dict[str, int]:
    from probata.service.cases.models import Event, StandingAnswer

    events = list(Event.objects.filter(assessment=assessment, question=QUESTION))
    versions = {
        item.body["note"]: item.body["version"]
        for item in events
        if item.kind == "answer_saved"
    }
    late = {item.body["note"] for item in events if item.kind == "conflict_recorded"}
    stands = StandingAnswer.objects.filter(assessment=assessment).first()
    saved = {note: at for writer in writers for note, at in writer.saved.items()}
    told = {note for writer in writers for note in writer.late}
    newest = max(versions, key=versions.__getitem__, default=None)
    # A version that was made on another than the one before it is an overwriting.
    bases = [
        item.body["version"] - item.body["base_version"]
        for item in events
        if item.kind == "answer_saved"
    ]
    return {
        "saved": len(saved),
        "told_late": len(told),
        "overwritten": len(saved)
        - len(set(saved.values()))
        + sum(step != 1 for step in bases)
        + int((stands.note if stands else None) != newest),
        "not_told": len(late - told),
        "not_in_log": len(told - late)
        + sum(versions.get(note) != at for note, at in saved.items()),
        "other": sum(len(writer.other) for writer in writers),
    }


def _close() -> None:
    from django.db import connections

    connections.close_all()


def cases_for_two(count: int) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Open cases, each with two tabs of its reader's: two sessions, or twice the same."""
    from django.test import Client
    from place import fill

    from probata.service.accounts.models import User

    backend = "allauth.account.auth_backends.AuthenticationBackend"
    (email, assessments), *_ = fill(1, count)
    reader = User.objects.get(email=email)
    tabs = (Client(), Client())
    for tab in tabs:
        tab.force_login(reader, backend=backend)
    for place, assessment in enumerate(assessments):
        yield assessment, tabs if place % 2 else (tabs[0], tabs[0])
