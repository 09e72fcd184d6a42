"""Every case as it stood at any moment, worked out again from the log.

replay(events, until) -> Replay
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from probata.assessment.answers import Entry
from probata.assessment.log_events import KINDS, LogEvent, entry_of


@dataclass(frozen=True)
class SavedEntry:
    """An entry and what is known of its saving: which version, when, by whom, on what.

    `number` is that of the event.
    """

    entry: Entry
    version: int
    guidance_version: str
    framework_sha256: str
    at: str
    by: str
    number: int


@dataclass(frozen=True)
class KeptConflict:
    """An entry that came too late: made on `base_version` when `version` already stood."""

    question: str
    entry: Entry
    base_version: int
    version: int
    at: str
    by: str
    number: int


@dataclass
class CaseRecord:
    """All that the log says of one case."""

    case: str
    framework_sha256: str = ""
    facts: dict[str, str | None] = field(default_factory=dict)
    saved: dict[str, SavedEntry] = field(default_factory=dict)
    conflicts: list[KeptConflict] = field(default_factory=list)
    declared: dict[str, bool] = field(default_factory=dict)
    allocated_to: str = ""
    signed_by: str = ""
    signed_at: str = ""
    locked_in: str = ""  # the latest release that it stands locked in

    @property
    def signed(self) -> bool:
        return bool(self.signed_at)

    @property
    def entries(self) -> dict[str, Entry]:
        return {name: item.entry for name, item in self.saved.items()}


@dataclass(frozen=True)
class Replay:
    """Every case of the log. `problems`: events that cannot have happened as they are told."""

    cases: Mapping[str, CaseRecord]
    problems: tuple[str, ...]


def replay(
    events: Iterable[LogEvent], until: str | None = None, last: int | None = None
) -> Replay:
    """Work the cases out from the events, in the order of their numbers.

    `until` (as `utc_text` writes it) and `last` (a number) end at a moment or an event,
    included. Kinds that are not known change nothing, nor does an event whose body was
    disposed of.
    """
    cases: dict[str, CaseRecord] = {}
    problems: list[str] = []
    for event in events:
        if (until and event.at > until) or (last is not None and event.number > last):
            break
        if (apply := _APPLY.get(event.kind)) is None or event.body is None:
            continue
        record = cases.setdefault(event.case, CaseRecord(event.case))
        # A log that was tampered with must not stop whoever looks into it.
        problem = _unreadable(event.kind, event.body) or apply(
            record, event, event.body
        )
        if problem:
            problems.append(f"event {event.number}: {problem}")
    return Replay(cases, tuple(problems))


Body = Mapping[str, Any]


def _unreadable(kind: str, body: Any) -> str:
    """Why a body cannot be one that was written; empty where it can."""
    if not isinstance(body, Mapping) or KINDS[kind] - set(body):
        return "does not say what its kind must say"
    if not isinstance(body.get("facts", {}), Mapping):
        return "holds facts that are no table"
    named = [body[name] for name in ("question", "section") if name in body]
    if not all(isinstance(name, str) for name in named):
        return "names no question"
    return ""


def _open(record: CaseRecord, event: LogEvent, body: Body) -> str:
    again = "the case was opened before" if record.framework_sha256 else ""
    record.framework_sha256 = body["framework_sha256"]
    record.facts = dict(body["facts"])
    record.allocated_to = body.get("allocated_to", "")
    return again


def _record_facts(record: CaseRecord, event: LogEvent, body: Body) -> str:
    record.facts |= body["facts"]
    return "facts of a signed case" if record.signed else ""


def _save(record: CaseRecord, event: LogEvent, body: Body) -> str:
    question = body["question"]
    before = record.saved[question].version if question in record.saved else 0
    record.saved[question] = SavedEntry(
        entry=entry_of(body),
        version=body["version"],
        guidance_version=body["guidance_version"],
        framework_sha256=body["framework_sha256"],
        at=event.at,
        by=event.by,
        number=event.number,
    )
    if record.signed:
        return f"an answer to {question} after the case was signed"
    if (body["base_version"], body["version"]) != (before, before + 1):
        return (
            f"version {body['version']} of {question}, made on {body['base_version']}, "
            f"follows version {before}"
        )
    return ""


def _keep_conflict(record: CaseRecord, event: LogEvent, body: Body) -> str:
    record.conflicts.append(
        KeptConflict(
            question=body["question"],
            entry=entry_of(body),
            base_version=body["base_version"],
            version=body["version"],
            at=event.at,
            by=event.by,
            number=event.number,
        )
    )
    return ""


def _declare(record: CaseRecord, event: LogEvent, body: Body) -> str:
    record.declared[body["section"]] = body["complete"]
    return "a section of a signed case" if record.signed else ""


def _sign(record: CaseRecord, event: LogEvent, body: Body) -> str:
    again = "signed twice" if record.signed else ""
    record.signed_by, record.signed_at = event.by, event.at
    return again


def _lock(record: CaseRecord, event: LogEvent, body: Body) -> str:
    record.locked_in = body["release"]
    return "" if record.signed else "locked, though it was not signed"


def _unlock(record: CaseRecord, event: LogEvent, body: Body) -> str:
    signed = record.signed
    record.signed_by = record.signed_at = record.locked_in = ""
    return "" if signed else "unlocked, though it was not signed"


def _reallocate(record: CaseRecord, event: LogEvent, body: Body) -> str:
    record.allocated_to = body["to"]
    return ""


_APPLY: Mapping[str, Callable[[CaseRecord, LogEvent, Body], str]] = {
    "case_opened": _open,
    "facts_recorded": _record_facts,
    "answer_saved": _save,
    "conflict_recorded": _keep_conflict,
    "section_declared": _declare,
    "signed": _sign,
    "locked": _lock,
    "unlocked": _unlock,
    "reallocated": _reallocate,
}
