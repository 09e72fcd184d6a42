"""Compares what the service acknowledged with what is in its log.

compare(acknowledged) -> Compared
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspectors import Acknowledged


@dataclass(frozen=True)
class Compared:
    """What was found; all but the first two should be nought."""

    acknowledged: int
    in_log: int
    lost: int
    changed: int
    duplicated: int
    faults_of_logs: int


def compare(acknowledged: Iterable[Acknowledged]) -> Compared:
    """Every acknowledged save must be in the log as it was acknowledged, and no version twice."""
    from probata.service.cases.models import Event
    from probata.service.cases.verify_log import verify_every_log

    told = list(acknowledged)
    stored: dict[str, Acknowledged] = {}
    versions: dict[tuple[str, str, int], int] = {}
    for event in Event.objects.filter(kind="answer_saved").iterator(chunk_size=5000):
        case, body = str(event.assessment_id), event.body
        stored[event.operation] = Acknowledged(
            event.operation,
            case,
            body["question"],
            body["version"],
            body["value"],
            body["note"],
        )
        key = (case, body["question"], body["version"])
        versions[key] = versions.get(key, 0) + 1
    return Compared(
        acknowledged=len(told),
        in_log=len(stored),
        lost=sum(item.operation not in stored for item in told),
        changed=sum(
            item.operation in stored and stored[item.operation] != item for item in told
        ),
        duplicated=sum(count - 1 for count in versions.values()),
        faults_of_logs=verify_every_log().fault_count,
    )
