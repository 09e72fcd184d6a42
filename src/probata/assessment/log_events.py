"""What is kept of everything that happens to an assessment: events, as the bytes that are hashed.

A log is a row of events that is only ever added to. The current answers, and those of any
day before, follow from it (`probata.assessment.replay`); `probata.assessment.chain` tells
whether anything in it was changed afterwards.

What an event says (its body) enters the bytes by its hash. So the bodies of a case can be
disposed of when their time is over, while the log can still be verified.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from probata.assessment.answers import Entry, Facts, can_be_stored

# What an event of each kind must say. Other kinds may be added; they are kept and hashed
# like these, and change no answer.
KINDS: Mapping[str, frozenset[str]] = {
    "case_opened": frozenset(
        {"framework", "framework_version", "framework_sha256", "facts"}
    ),
    "facts_recorded": frozenset({"facts"}),
    "answer_saved": frozenset(
        {
            *("question", "value", "note", "declined", "declined_because", "reasoning"),
            *("base_version", "version", "guidance_version", "framework_sha256"),
        }
    ),
    "conflict_recorded": frozenset(
        {
            *("question", "value", "note", "declined", "declined_because", "reasoning"),
            *("base_version", "version"),
        }
    ),
    "section_declared": frozenset({"section", "complete"}),
    "signed": frozenset({"framework_sha256"}),
    "locked": frozenset({"release", "manifest_sha256"}),
    "unlocked": frozenset({"reason", "agreed_by"}),
    "reallocated": frozenset({"to"}),
    "case_disposed": frozenset({"reason"}),
}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")


@dataclass(frozen=True)
class LogEvent:
    """One thing that happened.

    number      its place in the log: 1, 2, 3
    at          when, in UTC, as `utc_text` writes it
    kind        one of KINDS, or another
    by          who, as an opaque id
    case        which case, as an opaque id; empty where none is concerned
    operation   the id that the client gave the action, so that a retry is known as one
    body        what it says: texts, whole numbers, true or false, none; lists and tables of
                these. None once it was disposed of; `body_sha256` is then its hash
    """

    number: int
    at: str
    kind: str
    by: str
    case: str
    operation: str
    body: Mapping[str, Any] | None
    body_sha256: str = ""


def canonical_bytes(event: LogEvent) -> bytes:
    """The one spelling of an event that is hashed: JSON in UTF-8, keys sorted, no spaces."""
    told = {
        "at": event.at,
        "body_sha256": hash_of_body(event),
        "by": event.by,
        "case": event.case,
        "kind": event.kind,
        "number": event.number,
        "operation": event.operation,
    }
    return _ENCODER.encode(told).encode()


def hash_of_body(event: LogEvent) -> str:
    """The hash of what an event says, or said before it was disposed of."""
    if event.body is None:
        return event.body_sha256
    return hashlib.sha256(_ENCODER.encode(event.body).encode()).hexdigest()


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def utc_text(moment: datetime.datetime) -> str:
    """A moment as events hold it. Raises ValueError where its time zone is not known."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    utc = moment.astimezone(datetime.UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='microseconds')}Z"


def facts_body(facts: Facts) -> dict[str, str | None]:
    """Facts as events hold them: numbers as text, None for what is not known."""
    return {
        name: f"{value:.15g}" if isinstance(value, int | float) else value or None
        for name, value in facts.items()
    }


def answer_body(
    question: str,
    entry: Entry,
    *,
    base_version: int,
    version: int,
    guidance_version: str,
    framework_sha256: str,
) -> dict[str, Any]:
    """What `answer_saved` says: `base_version` is the answer that was changed (0: none yet)."""
    return {
        **_entry_body(question, entry),
        "base_version": base_version,
        "version": version,
        "guidance_version": guidance_version,
        "framework_sha256": framework_sha256,
    }


def conflict_body(
    question: str, entry: Entry, *, base_version: int, version: int
) -> dict[str, Any]:
    """What `conflict_recorded` says: an entry made on `base_version`, when `version` stood."""
    return {
        **_entry_body(question, entry),
        "base_version": base_version,
        "version": version,
    }


def _entry_body(question: str, entry: Entry) -> dict[str, Any]:
    told = {
        "question": question,
        "value": entry.value,
        "note": entry.note,
        "declined": entry.declined,
        "declined_because": entry.declined_because,
        "reasoning": entry.reasoning,
    }
    # Only an assessment that was opened again has it, so it is not of every event.
    return told | (
        {"change_reason": entry.change_reason} if entry.change_reason else {}
    )


def entry_of(body: Mapping[str, Any]) -> Entry:
    """The entry that an `answer_saved` or `conflict_recorded` event holds."""
    return Entry(
        value=body["value"],
        note=body["note"],
        declined=body["declined"],
        declined_because=body["declined_because"],
        reasoning=body["reasoning"],
        change_reason=body.get("change_reason", ""),
    )


def check_event(event: LogEvent) -> None:
    """Raise ValueError for an event that must not enter a log; to be called by who writes it.

    Such an event is a mistake of the program and not of a person.
    """
    if problems := list(_problems(event)):
        raise ValueError(f"{event.kind}: {'; '.join(problems)}")


def _problems(event: LogEvent) -> Iterator[str]:
    if event.number < 1:
        yield "numbers begin with 1"
    if not _MOMENT.fullmatch(event.at):
        yield "`at` is not written by utc_text"
    for name in ("kind", "by", "operation"):
        if not getattr(event, name):
            yield f"`{name}` is empty"
    if event.kind in KINDS and not event.case:
        yield "`case` is empty"
    if event.body is None:
        yield "says nothing"
    else:
        yield from _body_problems(event, event.body)


def _body_problems(event: LogEvent, body: Mapping[str, Any]) -> Iterator[str]:
    missing = KINDS.get(event.kind, frozenset()) - set(body)
    if missing:
        yield f"says nothing of {', '.join(sorted(missing))}"
    elif event.kind == "unlocked":
        if not str(body["reason"]).strip():
            yield "needs a reason"
        if body["agreed_by"] in ("", None, event.by):
            yield "needs the consent of a second person"
    yield from _unfit(body)


def _unfit(value: Any) -> Iterator[str]:
    """What a database, or JSON, does not give back as it was."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str) or not can_be_stored(key):
                yield "a key that is no text"
            yield from _unfit(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _unfit(item)
    elif isinstance(value, str):
        if not can_be_stored(value):
            yield "a text that cannot be stored"
    elif value is not None and not isinstance(value, int):
        yield f"a value of type {type(value).__name__}; write numbers with decimals as text"
