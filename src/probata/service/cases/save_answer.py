"""Saves one answer: the log and what stands, in one transaction.

    save_answer(assessment_id, save, by=, at=) -> Saved | Conflicted

A save names the version it was made on. Where another stands by then, nothing is
overwritten: the late entry goes to the log as a conflict, and its author gets both. A save
that was already taken, as its operation tells, gives the same answer again.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from probata.assessment.answers import Entry, check_entry
from probata.assessment.guidance import guidance_stamp
from probata.assessment.log_events import answer_body, conflict_body, entry_of
from probata.service.accounts.models import User
from probata.service.cases.log import add_event
from probata.service.cases.models import Assessment, Event, StandingAnswer
from probata.service.cases.standing import find_assessment, standing_to_assessment
from probata.service.fieldwork.frameworks import form_of, later_guidance
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
    """The answer stands, as this version."""

    version: int
    at: datetime.datetime


@dataclass(frozen=True)
class Conflicted:
    """Another answer stood already; both are in the log."""

    mine: Entry
    theirs: Entry
    version: int
    by: User
    at: datetime.datetime


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
    assessment = Assessment.objects.select_for_update(of=("self",)).get(
        pk=assessment_id
    )
    earlier = Event.objects.filter(operation=str(save.operation)).first()
    if earlier is not None:
        return _again(earlier, assessment, save, by)
    demand_right(assessment, by)
    form = form_of(assessment.framework_id)
    check_entry(form, save.question, save.entry)
    stands = (
        StandingAnswer.objects.filter(assessment=assessment, question=save.question)
        .select_related("by")
        .first()
    )
    version = stands.version if stands else 0
    if stands is not None and version != save.base:
        if entry_standing(stands) == save.entry:
            return Saved(version, stands.at)
        _add(assessment, "conflict_recorded", save, version, by, at)
        return Conflicted(
            save.entry, entry_standing(stands), version, stands.by, stands.at
        )
    base = save if stands else _on_nothing(save)
    guidance = guidance_stamp(
        form, save.question, at.date(), later_guidance(assessment.framework_id)
    )
    _add(assessment, "answer_saved", base, version + 1, by, at, guidance)
    _stand(assessment, base, version + 1, guidance, by, at)
    return Saved(version + 1, at)


def entry_standing(row: StandingAnswer) -> Entry:
    """What a row of standing answers says."""
    return Entry(
        value=row.value,
        note=row.note,
        declined=row.declined,
        declined_because=row.declined_because,
        reasoning=row.reasoning,
        change_reason=row.change_reason,
    )


def _on_nothing(save: Save) -> Save:
    return Save(save.question, 0, save.entry, save.operation)


def demand_right(locked: Assessment, by: User) -> None:
    """Ask again under the lock: the request was let in before it."""
    found = find_assessment(locked.pk, by)
    if found is None or not by.is_active:
        raise NotAllowed
    if decide("save_answer", standing_to_assessment(by, found)) is not Outcome.ALLOWED:
        raise NotAllowed


def _again(
    earlier: Event, assessment: Assessment, save: Save, by: User
) -> Saved | Conflicted:
    """The outcome of an action that was taken before, for whoever retries it."""
    same = (
        earlier.assessment_id == assessment.pk
        and earlier.by_id == by.pk
        and earlier.question == save.question
        and earlier.body is not None
        and entry_of(earlier.body) == save.entry
    )
    if not same:
        raise ForeignOperation
    if earlier.kind == "answer_saved":
        return Saved(earlier.body["version"], earlier.at)
    stands = StandingAnswer.objects.select_related("by").get(
        assessment=assessment, question=save.question
    )
    return Conflicted(
        save.entry, entry_standing(stands), stands.version, stands.by, stands.at
    )


def _add(
    assessment: Assessment,
    kind: str,
    save: Save,
    version: int,
    by: User,
    at: datetime.datetime,
    guidance: str = "",
) -> None:
    if kind == "answer_saved":
        body = answer_body(
            save.question,
            save.entry,
            base_version=save.base,
            version=version,
            guidance_version=guidance,
            framework_sha256=assessment.framework_id,
        )
    else:
        body = conflict_body(
            save.question, save.entry, base_version=save.base, version=version
        )
    operation = str(save.operation)
    add_event(assessment, kind, by=by, at=at, operation=operation, body=body)


def _stand(
    assessment: Assessment,
    save: Save,
    version: int,
    guidance: str,
    by: User,
    at: datetime.datetime,
) -> None:
    entry = save.entry
    StandingAnswer.objects.update_or_create(
        assessment=assessment,
        question=save.question,
        defaults={
            "version": version,
            "value": entry.value,
            "note": entry.note,
            "declined": entry.declined,
            "declined_because": entry.declined_because,
            "reasoning": entry.reasoning,
            "change_reason": entry.change_reason,
            "guidance_version": guidance,
            "by": by,
            "at": at,
        },
    )
