"""Saves one answer: the log and what stands, in one transaction.

    save_answer(assessment_id, save, by=, at=) -> Saved | Conflicted

A save names the version it was made on. Where another stands by then, nothing is
overwritten: the late entry goes to the log as a conflict, and its author gets both. A save
that was already taken, as its operation tells, gives the same answer again.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, replace

from django.db import connection, transaction

from probata.assessment.answers import Entry, check_entry
from probata.assessment.guidance import guidance_stamp
from probata.assessment.log_events import answer_body, conflict_body, entry_of
from probata.service.accounts.models import User
from probata.service.cases.case_state import CaseState, entry_standing, read_case
from probata.service.cases.log import add_event, next_event
from probata.service.cases.models import Assessment, Event, StandingAnswer
from probata.service.cases.standing import find_assessment, standing_to_assessment
from probata.service.cases.write_event import write_event
from probata.service.fieldwork.frameworks import later_guidance
from probata.service.rights import Outcome, decide


@dataclass(frozen=True)
class Save:
    """What a page sends: an entry, the version it was made on, and the action's own id."""

    question: str
    base: int
    entry: Entry
    operation: uuid.UUID


@dataclass(frozen=True)
class Saved:
    """The answer stands, as this version; `state` is the case with it."""

    version: int
    at: datetime.datetime
    state: CaseState


@dataclass(frozen=True)
class Conflicted:
    """Another answer stood already; both are in the log."""

    mine: Entry
    theirs: Entry
    version: int
    by: User
    at: datetime.datetime
    state: CaseState


class NotAllowed(Exception):
    """The right to save ended before the save was taken."""


class ForeignOperation(Exception):
    """The operation id is that of another action."""


@transaction.atomic
def save_answer(
    assessment_id: uuid.UUID, save: Save, *, by: User, at: datetime.datetime
) -> Saved | Conflicted:
    """Take a save.

    Raises AnswerError for what the form can never take; NotAllowed where the case was
    signed or allocated anew meanwhile; ForeignOperation where the id was used before.
    """
    _lock(assessment_id)
    earlier = Event.objects.filter(operation=str(save.operation)).first()
    if earlier is not None:
        return _again(earlier, assessment_id, save, by)
    assessment = demand_right(assessment_id, by)
    state = read_case(assessment)
    check_entry(state.form, save.question, save.entry)
    stands = state.answers.get(save.question)
    version = stands.version if stands else 0
    if stands is not None and version != save.base:
        if entry_standing(stands) == save.entry:
            return Saved(version, stands.at, state)
        _add_conflict(assessment, save, version, by, at)
        return _conflicted(save, stands, state)
    made_on = save if stands else replace(save, base=0)
    answer = _add_answer(state, made_on, by, at)
    answers = {**state.answers, save.question: answer}
    return Saved(answer.version, at, replace(state, answers=answers))


def _lock(assessment_id: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM cases_assessment WHERE id = %s FOR UPDATE", [assessment_id]
        )


def demand_right(assessment_id: uuid.UUID, by: User) -> Assessment:
    """Ask again under the lock: the request was let in before it. Raises NotAllowed."""
    found = find_assessment(assessment_id, by)
    if found is None or not by.is_active:
        raise NotAllowed
    if decide("save_answer", standing_to_assessment(by, found)) is not Outcome.ALLOWED:
        raise NotAllowed
    return found


def _again(
    earlier: Event, assessment_id: uuid.UUID, save: Save, by: User
) -> Saved | Conflicted:
    """The outcome of an action that was taken before, for whoever retries it."""
    same = (
        earlier.assessment_id == assessment_id
        and earlier.by_id == by.pk
        and earlier.question == save.question
        and earlier.body is not None
        and entry_of(earlier.body) == save.entry
    )
    if not same:
        raise ForeignOperation
    state = read_case(Assessment.objects.select_related("case").get(pk=assessment_id))
    if earlier.kind == "answer_saved":
        return Saved(earlier.body["version"], earlier.at, state)
    return _conflicted(save, state.answers[save.question], state)


def _conflicted(save: Save, stands: StandingAnswer, state: CaseState) -> Conflicted:
    theirs = entry_standing(stands)
    return Conflicted(save.entry, theirs, stands.version, stands.by, stands.at, state)


def _add_conflict(
    assessment: Assessment, save: Save, version: int, by: User, at: datetime.datetime
) -> None:
    body = conflict_body(
        save.question, save.entry, base_version=save.base, version=version
    )
    operation = str(save.operation)
    add_event(
        assessment, "conflict_recorded", by=by, at=at, operation=operation, body=body
    )


def _add_answer(
    state: CaseState, save: Save, by: User, at: datetime.datetime
) -> StandingAnswer:
    """Store the event and the answer that stands from here on."""
    assessment, entry, version = state.assessment, save.entry, save.base + 1
    later = later_guidance(assessment.framework_id)
    guidance = guidance_stamp(state.form, save.question, at.date(), later)
    body = answer_body(
        save.question,
        entry,
        base_version=save.base,
        version=version,
        guidance_version=guidance,
        framework_sha256=assessment.framework_id,
    )
    operation = str(save.operation)
    event = next_event(
        assessment, "answer_saved", by=by, at=at, operation=operation, body=body
    )
    answer = StandingAnswer(
        assessment=assessment,
        question=save.question,
        version=version,
        value=entry.value,
        note=entry.note,
        declined=entry.declined,
        declined_because=entry.declined_because,
        reasoning=entry.reasoning,
        change_reason=entry.change_reason,
        guidance_version=guidance,
        by=by,
        at=at,
    )
    write_event(assessment, event, answer)
    return answer
