"""Paced load: so many inspectors, each saving once in so many seconds, whatever comes back.

run_load(service, case) -> a record of it
"""

from __future__ import annotations

import asyncio
import gc
import os
import time
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from browser import Browser
from compare import compare
from inspectors import CannotWork, Inspector, Timings, work_by_the_clock
from place import PASSWORD, Service, fill


@dataclass(frozen=True)
class LoadCase:
    """One load and what is to be reached under it (milliseconds; None: only reported)."""

    name: str
    inspectors: int
    save_every: float
    page_every: float
    seconds: float
    p95: float | None
    p99: float | None = None
    page_p95: float | None = None


CASES = (
    LoadCase("60 inspectors, one save in 2 s", 60, 2, 20, 60, 150, 400, 200),
    LoadCase("200 inspectors, one save in 5 s", 200, 5, 60, 60, 300),
    LoadCase("50 saves a second for 30 s", 200, 4, 0, 30, None),
)


def run_load(service: Service, case: LoadCase, seed: int = 6) -> dict[str, Any]:
    """Sign everybody in, wait for a quiet moment, measure, compare with the log."""
    inspectors = make_inspectors(service, fill(case.inspectors), seed)
    before = os.getloadavg()[0]
    asyncio.run(_work(inspectors, case))
    timings = [inspector.timings for inspector in inspectors]
    errors = [error for item in timings for error in item.errors]
    compared = compare(
        item for inspector in inspectors for item in inspector.acknowledged
    )
    saves, pages = _milliseconds(timings, "saves"), _milliseconds(timings, "pages")
    return {
        **asdict(case),
        "saves": len(saves),
        "saves_p50": _quantile(saves, 0.5),
        "saves_p95": _quantile(saves, 0.95),
        "saves_p99": _quantile(saves, 0.99),
        "saves_max": _quantile(saves, 1.0),
        "pages": len(pages),
        "pages_p50": _quantile(pages, 0.5),
        "pages_p95": _quantile(pages, 0.95),
        "errors": len(errors),
        "first_errors": sorted(set(errors))[:5],
        "retries": sum(item.retries for item in timings),
        "load_before": round(before, 2),
        "load_after": round(os.getloadavg()[0], 2),
        "lost": compared.lost + compared.changed,
        "duplicated": compared.duplicated,
        "faults_of_logs": compared.faults_of_logs,
    }


def make_inspectors(
    service: Service, people: list[tuple[str, list[str]]], seed: int
) -> list[Inspector]:
    """Each with a connection, an address and random numbers of their own."""
    seeds = np.random.SeedSequence(seed).spawn(len(people))
    return [
        Inspector(
            Browser(service.port, f"10.1.{place // 250}.{place % 250 + 1}"),
            email,
            PASSWORD,
            assessments[0],
            np.random.default_rng(seeds[place]),
        )
        for place, (email, assessments) in enumerate(people)
    ]


async def sign_everybody_in(inspectors: list[Inspector], at_once: int = 4) -> None:
    """Passwords are made to be slow to check, so some at a time."""
    room = asyncio.Semaphore(at_once)

    async def come(inspector: Inspector) -> None:
        async with room:
            await inspector.sign_in()
            await inspector.open_case()

    await asyncio.gather(*(come(inspector) for inspector in inspectors))


async def _work(inspectors: list[Inspector], case: LoadCase) -> None:
    await sign_everybody_in(inspectors)
    for inspector in inspectors:
        inspector.timings = Timings()
    gc.disable()  # a pause of ours would be counted as the service's
    start = time.monotonic() + 1
    until = start + case.seconds
    done = await asyncio.gather(
        *(
            work_by_the_clock(item, start, until, case.save_every, case.page_every)
            for item in inspectors
        ),
        return_exceptions=True,
    )
    gc.enable()
    for inspector, outcome in zip(inspectors, done, strict=True):
        if isinstance(outcome, CannotWork):
            inspector.timings.errors.append(str(outcome))
        elif outcome is not None:
            raise outcome
        inspector.browser.close()


def _milliseconds(timings: list[Timings], what: str) -> list[float]:
    return sorted(1000 * one for item in timings for one in getattr(item, what))


def _quantile(ordered: list[float], part: float) -> float | None:
    return round(float(np.quantile(ordered, part)), 1) if ordered else None
