"""Adds an event to an assessment's log; a row of it as the event that was hashed.

The log of each assessment is a chain of its own, so that two inspectors never wait for
one another. Whoever adds to it holds the lock of the assessment's row.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from probata.assessment.chain import GENESIS, Head, chain_hash
from probata.assessment.log_events import (
    LogEvent,
    check_event,
    hash_of_body,
    utc_text,
)
from probata.service.accounts.models import User
from probata.service.cases.models import Assessment, Event
from probata.service.cases.write_event import write_event


def add_event(
    assessment: Assessment,
    kind: str,
    *,
    by: User,
    at: datetime.datetime,
    operation: str,
    body: Mapping[str, Any],
) -> Event:
    """Add one event. The caller has locked `assessment` and is in a transaction."""
    added = next_event(assessment, kind, by=by, at=at, operation=operation, body=body)
    write_event(assessment, added)
    return added


def next_event(
    assessment: Assessment,
    kind: str,
    *,
    by: User,
    at: datetime.datetime,
    operation: str,
    body: Mapping[str, Any],
) -> Event:
    """The event that comes next, and the head moved to it; neither is stored yet."""
    event = LogEvent(
        number=assessment.length + 1,
        at=utc_text(at),
        kind=kind,
        by=str(by.pk),
        case=str(assessment.pk),
        operation=operation,
        body=body,
    )
    check_event(event)
    added = Event(
        assessment=assessment,
        number=event.number,
        operation=operation,
        kind=kind,
        question=str(body.get("question", "")),
        by=by,
        at=at,
        body=dict(body),
        body_sha256=hash_of_body(event),
        hash=chain_hash(assessment.head or GENESIS, event),
    )
    assessment.length, assessment.head = added.number, added.hash
    return added


def log_event(stored: Event) -> LogEvent:
    """A row of the log as the event that was hashed."""
    return LogEvent(
        number=stored.number,
        at=utc_text(stored.at),
        kind=stored.kind,
        by=str(stored.by_id),
        case=str(stored.assessment_id),
        operation=stored.operation,
        body=stored.body,
        body_sha256=stored.body_sha256,
    )


def kept_head(assessment: Assessment) -> tuple[Head, ...]:
    """Where the log must end, as kept beside the answers."""
    return (Head(assessment.length, assessment.head),) if assessment.length else ()


# A row of the log as tuples hold it: an object for each event would take as long as the
# rest of what is done with many of them.
EVENT_FIELDS = (
    *("assessment", "number", "at", "kind", "by", "operation"),
    *("body", "body_sha256", "hash"),
)


def event_of_row(row: tuple[Any, ...]) -> tuple[LogEvent, str]:
    """The values of EVENT_FIELDS as the event that was hashed, and its stored hash."""
    case, number, at, kind, by, operation, body, body_sha256, told = row
    event = LogEvent(
        *(number, utc_text(at), kind, str(by), str(case), operation),
        *(body, body_sha256),
    )
    return event, told
