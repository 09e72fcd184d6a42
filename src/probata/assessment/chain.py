"""Hashes that chain the events of a log, so that a later change of any of them shows.

    chain_hash(previous, event) -> hash
    verify_chain(records, kept) -> ChainReport

Who can write to the whole log can also work every hash out again. What shows this is a head
(number and hash of the last event) that was kept elsewhere: in the manifest of a release,
with a backup, on paper.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from probata.assessment.log_events import LogEvent, canonical_bytes

GENESIS = "0" * 64  # the hash before the first event
MOST_SHOWN = 20


@dataclass(frozen=True)
class Head:
    """Where a log ends, or ended once: the number of an event and its hash."""

    number: int
    hash: str


START = Head(0, GENESIS)


@dataclass(frozen=True)
class ChainProblem:
    """One thing that shows that the log is not what was written."""

    number: int
    words: str


@dataclass(frozen=True)
class ChainReport:
    """What verifying a log found: all events `counted`, its `head`, the first problems.

    `disposed` counts events whose body was disposed of with their case.
    """

    counted: int
    disposed: int
    head: Head
    problem_count: int
    problems: tuple[ChainProblem, ...]

    @property
    def intact(self) -> bool:
        return self.problem_count == 0


def chain_hash(previous: str, event: LogEvent) -> str:
    """The hash of an event after that of the one before it (SHA-256, hexadecimal)."""
    return hashlib.sha256(
        previous.encode() + b"\n" + canonical_bytes(event)
    ).hexdigest()


def verify_chain(
    records: Iterable[tuple[LogEvent, str]],
    kept: Iterable[Head] = (),
    after: Head = START,
) -> ChainReport:
    """Go through a log, each event with the hash stored beside it, in the order of numbers.

    `kept` are heads known from elsewhere: the log must pass through each of them.
    `after` is where to begin, when an earlier part has been verified. Events are read one
    at a time, so that a log of any length fits. A problem does not hide those after it.
    """
    work = _Verification(kept, after)
    for event, stored in records:
        work.take(event, stored)
    return work.report()


class _Verification:
    """A log while it is gone through: where it is, and what was found so far."""

    def __init__(self, kept: Iterable[Head], after: Head) -> None:
        self.last = after
        self.waited = {
            head.number: head.hash for head in kept if head.number > after.number
        }
        self.counted = 0
        self.disposed = 0
        # Cases with an event without its body (the first of them), and those disposed of.
        self.bare: dict[str, int] = {}
        self.cleared: set[str] = set()
        self.problem_count = 0
        self.problems: list[ChainProblem] = []

    def take(self, event: LogEvent, stored: str) -> None:
        self.counted += 1
        self._look_at_place(event, stored)
        if self.waited.pop(event.number, stored) != stored:
            self._add(event.number, "has another hash than the one kept elsewhere")
        if event.body is None:
            self.disposed += 1
            self.bare.setdefault(event.case, event.number)
        if event.kind == "case_disposed":
            self.cleared.add(event.case)
        self.last = Head(event.number, stored)

    def _look_at_place(self, event: LogEvent, stored: str) -> None:
        due = self.last.number + 1
        if event.number > due:
            more = f"and those up to {event.number - 1} are"
            self._add(due, f"{'is' if event.number == due + 1 else more} not there")
        elif event.number < due:
            self._add(event.number, "stands out of its place")
        elif chain_hash(self.last.hash, event) != stored:
            self._add(event.number, "is not what was written")

    def report(self) -> ChainReport:
        for case, number in self.bare.items():
            if case not in self.cleared:
                words = "has lost its body, though its case was not disposed of"
                self._add(number, words)
        for number in sorted(self.waited):
            words = "is not there, though its hash was kept; the log ends at "
            self._add(number, f"{words}{self.last.number}")
        return ChainReport(
            self.counted,
            self.disposed,
            self.last,
            self.problem_count,
            tuple(self.problems),
        )

    def _add(self, number: int, words: str) -> None:
        self.problem_count += 1
        if len(self.problems) < MOST_SHOWN:
            self.problems.append(ChainProblem(number, words))
