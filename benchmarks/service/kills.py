"""Kills workers and the database under saving inspectors, and counts what was lost.

run_kills(service, ...) -> a record of so many kills under a paced load
run_sessions(service, ...) -> a record of many whole cases with kills throughout
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from compare import compare
from inspectors import CannotWork, Inspector, Timings, keep_saving, work_through
from load import make_inspectors, sign_everybody_in
from place import Service, fill


@dataclass
class Kills:
    """What is to be killed, in random order, and how long the service was away each time."""

    workers: int
    databases: int
    rng: np.random.Generator
    pause: float = 6.0
    away_after_worker: list[float] = field(default_factory=list)
    away_after_database: list[float] = field(default_factory=list)

    async def kill(self, service: Service, inspectors: list[Inspector]) -> None:
        """One after another, with a random pause between."""
        order = ["worker"] * self.workers + ["database"] * self.databases
        for at in self.rng.permutation(len(order)):
            await asyncio.sleep(self.pause * (0.5 + self.rng.random()))
            before = _acknowledged(inspectors)
            began = time.monotonic()
            if order[at] == "worker":
                workers = service.workers()
                os.kill(workers[int(self.rng.integers(len(workers)))], signal.SIGKILL)
                away = self.away_after_worker
            else:
                os.kill(service.database(), signal.SIGKILL)
                away = self.away_after_database
                await asyncio.sleep(0.3)  # answers that were under way
                before = _acknowledged(inspectors)
            while _acknowledged(inspectors) == before:
                await asyncio.sleep(0.02)
                if time.monotonic() - began > 60:
                    raise CannotWork(
                        f"no save for a minute after a kill of a {order[at]}"
                    )
            away.append(time.monotonic() - began)


def _acknowledged(inspectors: list[Inspector]) -> int:
    return sum(len(item.acknowledged) for item in inspectors)


def run_kills(
    service: Service,
    inspectors: int = 60,
    save_every: float = 2.0,
    workers: int = 20,
    databases: int = 10,
    pause: float = 6.0,
    seed: int = 9,
) -> dict[str, Any]:
    """Kill under a paced load; then compare what was acknowledged with the log."""
    people = make_inspectors(service, fill(inspectors), seed)
    kills = Kills(workers, databases, np.random.default_rng(seed), pause)

    async def work() -> None:
        saving = [asyncio.create_task(keep_saving(one, save_every)) for one in people]
        try:
            await kills.kill(service, people)
            await asyncio.sleep(3)
        finally:
            for person in people:
                person.leaving = True
            await _finish(people, saving)

    return {
        "inspectors": inspectors,
        "save_every": save_every,
        **_run(people, kills, work),
    }


def run_sessions(
    service: Service,
    sessions: int = 2600,
    saves: int = 20,
    inspectors: int = 60,
    seed: int = 12,
    pause: float = 1.0,
) -> dict[str, Any]:
    """So many cases, each with so many saves, with kills at random times throughout."""
    each = -(-sessions // inspectors)
    filled = fill(inspectors, each)
    people = make_inspectors(service, filled, seed)
    kills = Kills(2 * each, each, np.random.default_rng(seed), 12.0)

    async def work() -> None:
        killing = asyncio.create_task(kills.kill(service, people))
        await _finish(
            people,
            [
                asyncio.create_task(work_through(person, cases, saves, pause))
                for person, (_, cases) in zip(people, filled, strict=True)
            ],
        )
        killing.cancel()

    record = _run(people, kills, work)
    return {"sessions": inspectors * each, "saves_each": saves, **record}


def _run(
    people: list[Inspector], kills: Kills, work: Callable[[], Awaitable[None]]
) -> dict[str, Any]:
    load = os.getloadavg()[0]

    async def signed_in() -> float:
        await sign_everybody_in(people)
        for person in people:
            person.timings = Timings()
        began = time.monotonic()
        await work()
        return time.monotonic() - began

    seconds = asyncio.run(signed_in())
    return {
        "seconds": round(seconds),
        "load_before": round(load, 2),
        "load_after": round(os.getloadavg()[0], 2),
        **_summary(people, kills),
    }


async def _finish(people: list[Inspector], working: list[asyncio.Task[None]]) -> None:
    done = await asyncio.gather(*working, return_exceptions=True)
    for person, outcome in zip(people, done, strict=True):
        if isinstance(outcome, CannotWork):
            person.timings.errors.append(str(outcome))
        elif isinstance(outcome, BaseException):
            raise outcome
        person.browser.close()


def _summary(people: list[Inspector], kills: Kills) -> dict[str, Any]:
    from django.db import connections

    connections.close_all()  # ours ended with the database, too
    compared = compare(item for person in people for item in person.acknowledged)
    errors = [error for person in people for error in person.timings.errors]
    return {
        "killed_workers": len(kills.away_after_worker),
        "killed_databases": len(kills.away_after_database),
        **asdict(compared),
        "errors": len(errors),
        "first_errors": sorted(set(errors))[:5],
        "sent_again": sum(person.timings.retries for person in people),
        "longest_away_after_worker": _longest(kills.away_after_worker),
        "longest_away_after_database": _longest(kills.away_after_database),
    }


def _longest(seconds: list[float]) -> float | None:
    return round(max(seconds), 2) if seconds else None
