"""Simulated inspectors: they sign in, open pages and save as the page's own script does.

A save names the version it is made on and an id of its own. Without an answer it is sent
again with the same id, after 1 s and then ever longer, as `saver.js` does. What the service
acknowledged is written down here, to be compared with its log afterwards.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

import numpy as np
from browser import Answer, Browser, NoAnswer

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0  # seconds; as in saver.js
SENTENCE = (
    "Contact log, sentence plan and interview agree on this; made up for a test. "
)
_QUESTION = re.compile(r'data-question="([^"]+)" data-base="(\d+)"')
_CHOICE = re.compile(r'name="value-([^"]+)" type="radio" value="([^"]+)"')
_FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_TOKEN = re.compile(r'data-token="([^"]+)"')
_SECTION = re.compile(r'/sections/([a-z0-9_-]+)"')


@dataclass(frozen=True)
class Acknowledged:
    """One save as the service said it had taken it."""

    operation: str
    assessment: str
    question: str
    version: int
    value: str
    note: str


@dataclass
class Timings:
    """Seconds from when a thing was due to when it was done, and what went wrong."""

    saves: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    retries: int = 0


class CannotWork(Exception):
    """The service does not behave as it should; says how."""


@dataclass
class Inspector:
    """One person at one case."""

    browser: Browser
    email: str
    password: str
    assessment: str
    rng: np.random.Generator
    timings: Timings = field(default_factory=Timings)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    sections: list[str] = field(default_factory=list)
    token: str = ""
    leaving: bool = False

    async def sign_in(self) -> None:
        page = await self._get("/sign-in")
        form = {
            "csrfmiddlewaretoken": _first(_FORM_TOKEN, page),
            "login": self.email,
            "password": self.password,
        }
        answer = await self.browser.ask(
            "POST",
            "/sign-in",
            urlencode(form).encode(),
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://localhost:{self.browser.port}/sign-in",
            },
        )
        if answer.status != 302:
            raise CannotWork(f"signing in gives {answer.status}")

    async def open_case(self, assessment: str = "") -> None:
        """The task list, and the page of one key question after another."""
        self.assessment = assessment or self.assessment
        self.versions, self.choices = {}, {}
        page = await self._get(f"/assessments/{self.assessment}/")
        self.sections = list(dict.fromkeys(_SECTION.findall(page.text)))
        if not self.sections:
            raise CannotWork("the task list names no section")
        await self.open_page()

    async def open_page(self) -> None:
        """The page of some key question; from now on its questions are answered, too."""
        section = self.sections[int(self.rng.integers(len(self.sections)))]
        page = await self._get(f"/assessments/{self.assessment}/sections/{section}")
        self.token = _first(_TOKEN, page)
        for question, base in _QUESTION.findall(page.text):
            self.versions[question] = int(base)
        for question, value in _CHOICE.findall(page.text):
            values = self.choices.setdefault(question, [])
            if value not in values and value != "__declined":
                values.append(value)

    async def save(self) -> None:
        """Some answer with a note, sent until the service says that it is saved."""
        question = list(self.choices)[int(self.rng.integers(len(self.choices)))]
        values = self.choices[question]
        value = values[int(self.rng.integers(len(values)))]
        note = SENTENCE * int(self.rng.integers(1, 6))
        sent = {
            "question": question,
            "base": self.versions[question],
            "operation": str(uuid.uuid4()),
            "value": value,
            "note": note,
            "because": "",
            "reasoning": "",
        }
        answer = await self._until_answered(json.dumps(sent).encode())
        told = json.loads(answer.body) if answer.body else {}
        if answer.status != 200:
            self.timings.errors.append(f"{answer.status} {told.get('error', '')}")
            return
        self.versions[question] = told["version"]
        self.acknowledged.append(
            Acknowledged(
                str(sent["operation"]),
                self.assessment,
                question,
                told["version"],
                value,
                note,
            )
        )

    async def _until_answered(self, body: bytes) -> Answer:
        wait = FIRST_WAIT
        while True:
            try:
                answer = await self.browser.ask(
                    "POST",
                    f"/assessments/{self.assessment}/answers",
                    body,
                    {
                        "X-CSRFToken": self.token,
                        "Content-Type": "application/json",
                        "Accept": "application/json",
                    },
                )
            except NoAnswer:
                answer = None
            if answer is not None and answer.status < 500:
                return answer
            self.timings.retries += 1
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    async def _get(self, path: str) -> Answer:
        """A page, asked for again as a person would where the service is away."""
        wait = FIRST_WAIT
        while True:
            try:
                answer = await self.browser.ask("GET", path)
            except NoAnswer:
                answer = None
            if answer is not None and answer.status == 200:
                return answer
            if answer is not None and answer.status < 500:
                raise CannotWork(f"{path.split('/')[1]} gives {answer.status}")
            self.timings.retries += 1
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)


async def work_by_the_clock(
    inspector: Inspector,
    start: float,
    until: float,
    save_every: float,
    page_every: float,
) -> None:
    """Saves and pages at times set beforehand, whatever the service does (an open loop).

    Each is timed from when it was due, so that a slow answer counts for those behind it.
    """
    saves = _times(inspector, start, until, save_every)
    pages = _times(inspector, start, until, page_every)
    due = sorted([(at, "save") for at in saves] + [(at, "page") for at in pages])
    for at, what in due:
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        if what == "save":
            await inspector.save()
            inspector.timings.saves.append(time.monotonic() - at)
        else:
            await inspector.open_page()
            inspector.timings.pages.append(time.monotonic() - at)


async def keep_saving(inspector: Inspector, save_every: float) -> None:
    """Saves in a rhythm until the inspector is told to leave."""
    due = time.monotonic() + save_every * inspector.rng.random()
    while not inspector.leaving:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        await inspector.save()
        due = max(due + save_every, time.monotonic())


async def work_through(
    inspector: Inspector, assessments: list[str], saves: int, pause: float
) -> None:
    """One case after another: its task list, some pages, so many saves."""
    for assessment in assessments:
        await inspector.open_case(assessment)
        for number in range(saves):
            if number % 5 == 4:
                await inspector.open_page()
            await inspector.save()
            await asyncio.sleep(pause * 2 * inspector.rng.random())


def _times(
    inspector: Inspector, start: float, until: float, every: float
) -> list[float]:
    """From a moment of one's own within the first interval; each some way off the beat."""
    if not every:
        return []
    count = int((until - start) / every)
    first = start + every * inspector.rng.random()
    off = every * 0.2 * (inspector.rng.random(count) - 0.5)
    return [first + every * place + off[place] for place in range(count)]


def _first(pattern: re.Pattern[str], answer: Answer) -> str:
    found = pattern.search(answer.text)
    if found is None:
        raise CannotWork(f"a page without {pattern.pattern[:20]}")
    return found[1]
