"""The declaration of an outcome: follow-up, waiting period, columns, what counts."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import Field, model_validator

from probata.declarations import Declared


class OutcomeHeader(Declared):
    """What is measured, over how long, and up to which day the events are known.

    `follow_up_months` from the start of each case an offence counts; within
    `waiting_months` more it must have been proved. `observed_until` is the last day that
    the events file covers.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    follow_up_months: int = Field(ge=1, le=240)
    waiting_months: int = Field(default=0, ge=0, le=60)
    observed_until: datetime.date
    at_recall: Literal["continue", "stop"] = "continue"


class CasesPart(Declared):
    """The columns of the case file: one row a case, one case an `id`.

    `start` is the first day at risk in the community: commencement, or release. Of
    several columns the first that is not empty counts. `carry` are columns to write
    beside the outcome.
    """

    id: str = "case_id"
    start: str | tuple[str, ...] = "start_date"
    death: str = ""
    carry: tuple[str, ...] = ()

    @property
    def starts(self) -> tuple[str, ...]:
        """The columns of the start, in the order in which they are looked at."""
        return (self.start,) if isinstance(self.start, str) else self.start

    @model_validator(mode="after")
    def _some_start(self) -> CasesPart:
        if not self.starts:
            raise ValueError("`start` names no column")
        return self


class Completion(Declared):
    """Completion from the reason of termination; `neither` is left out of the question."""

    column: str
    completed: tuple[str, ...] = Field(min_length=1)
    not_completed: tuple[str, ...] = Field(min_length=1)
    neither: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> Completion:
        every = [*self.completed, *self.not_completed, *self.neither]
        if twice := sorted({item for item in every if every.count(item) > 1}):
            raise ValueError(f"a reason stands twice: {', '.join(twice)}")
        return self


class EventsPart(Declared):
    """The columns of the events file: one row an event of the case named in `case`.

    `date` is the day of the offence, `proved` that of conviction or caution; without
    `proved` every event counts as it stands. `kind` tells the events that count from
    recalls and others; `id` finds events that come twice.
    """

    case: str = "case_id"
    date: str = "offence_date"
    proved: str = ""
    id: str = ""
    kind: str = ""
    counts: tuple[str, ...] = ()
    recall: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _kinds(self) -> EventsPart:
        every = [*self.counts, *self.recall, *self.ignore]
        if bool(self.kind) != bool(self.counts):
            raise ValueError("`kind` and `counts` go together: give both or neither")
        if every and not self.kind:
            raise ValueError("`recall` and `ignore` are values of `kind`: give it, too")
        if twice := sorted({item for item in every if every.count(item) > 1}):
            raise ValueError(f"a kind stands twice: {', '.join(twice)}")
        return self


class OutcomeFile(Declared):
    """A whole outcomes.toml."""

    outcome: OutcomeHeader
    cases: CasesPart = CasesPart()
    completion: Completion | None = None
    events: EventsPart = EventsPart()

    @model_validator(mode="after")
    def _agree(self) -> OutcomeFile:
        if self.outcome.waiting_months and not self.events.proved:
            raise ValueError(
                "`outcome.waiting_months` waits for proof: name the column `events.proved`"
            )
        if self.outcome.at_recall == "stop" and not self.events.recall:
            raise ValueError(
                '`outcome.at_recall = "stop"` needs `events.recall`, the kinds that are recalls'
            )
        return self
