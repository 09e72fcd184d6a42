"""From the logs of assessments to what a release is made of; every chain is verified.

read_logs(heads) -> ReadLogs
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Count, Q, Sum

from probata.assessment.answers import Entry
from probata.assessment.chain import Head, verify_chain
from probata.assessment.log_events import LogEvent
from probata.assessment.replay import CaseRecord, replay
from probata.errors import DataError, Fault
from probata.service.cases.log import EVENT_FIELDS, event_of_row
from probata.service.cases.models import Event, StandingAnswer
from probata.service.releases.flow import demand_same

LEDGER_WORDS: Mapping[str, str] = {
    "events": "Events in the logs",
    "saved": "Answers saved",
    "late": "Answers that came too late, and are kept",
}
_AT_ONCE = 100  # logs in memory
_MOST_SHOWN = 10


@dataclass(frozen=True)
class ReadLogs:
    """Each assessment as its log tells it, and how many events that were.

    Notes and reasons are left out of the records: they go into no release.
    """

    records: Mapping[uuid.UUID, CaseRecord]
    ledger: Mapping[str, int]


def read_logs(heads: Mapping[uuid.UUID, Head]) -> ReadLogs:
    """Read each log up to its head.

    Raises DataError, with the first faults, where a log is not what was written or does
    not pass through its head.
    """
    records: dict[uuid.UUID, CaseRecord] = {}
    counts = dict.fromkeys(LEDGER_WORDS, 0)
    faults: list[Fault] = []
    for name, log in _logs(heads):
        report = verify_chain(log, [heads[name]])
        again = replay(event for event, _ in log)
        words = [f"event {item.number} {item.words}" for item in report.problems]
        words += again.problems
        if report.disposed:
            words.append("its content was disposed of")
        if report.counted != heads[name].number or str(name) not in again.cases:
            words.append("it does not end where it must")
        if words:
            faults.append(Fault(f"assessment {name}", f"{'; '.join(words[:3])}."))
            continue
        records[name] = _without_words(again.cases[str(name)])
        counts["events"] += report.counted
        counts["saved"] += sum(event.kind == "answer_saved" for event, _ in log)
        counts["late"] += len(again.cases[str(name)].conflicts)
    if faults:
        raise DataError(
            f"{len(faults)} logs are not what was written. Nothing is released from them.",
            faults[:_MOST_SHOWN],
        )
    return ReadLogs(records, counts)


def demand_ledger(found: ReadLogs) -> None:
    """Compare what the logs hold with what the database stored beside them.

    Each save that was acknowledged raised the version of its answer by one, so the versions
    that stand sum up to the saves in the logs. Raises DataError.
    """
    names = list(found.records)
    stored = Event.objects.filter(assessment__in=names).aggregate(
        events=Count("pk"),
        late=Count("pk", filter=Q(kind="conflict_recorded")),
    )
    stands = StandingAnswer.objects.filter(assessment__in=names)
    versions = stands.aggregate(saved=Sum("version"))["saved"] or 0
    demand_same(
        "The saves do not add up.",
        found.ledger,
        {**stored, "saved": versions},
        LEDGER_WORDS,
    )


Log = list[tuple[LogEvent, str]]


def _logs(heads: Mapping[uuid.UUID, Head]) -> Iterator[tuple[uuid.UUID, Log]]:
    """The log of each assessment up to its head; some at a time, so that many fit."""
    names = sorted(heads)
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        logs: dict[uuid.UUID, Log] = {name: [] for name in some}
        events = Event.objects.filter(assessment__in=some).order_by(
            "assessment_id", "number"
        )
        for row in events.values_list(*EVENT_FIELDS).iterator():
            if row[1] <= heads[row[0]].number:
                logs[row[0]].append(event_of_row(row))
        yield from logs.items()


@lru_cache(maxsize=4096)
def _judgement(value: str | None, declined: bool) -> Entry:
    """An entry without its words; many cases share one."""
    return Entry(value, declined=declined)


def _without_words(record: CaseRecord) -> CaseRecord:
    saved = {
        name: replace(
            item,
            entry=_judgement(item.entry.value, item.entry.declined),
            at="",
            by="",
        )
        for name, item in record.saved.items()
    }
    return replace(record, saved=saved, conflicts=[])
