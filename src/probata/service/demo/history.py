"""The log of a made-up case, made as saving would make it, but many at a time."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from probata.assessment.answers import Entry, check_entry
from probata.assessment.form import Form
from probata.assessment.guidance import guidance_stamp
from probata.assessment.log_events import answer_body
from probata.service.accounts.models import User
from probata.service.cases.log import next_event
from probata.service.cases.models import Assessment, Event, StandingAnswer


class History:
    """Collects rows of one assessment, to be written together with many others."""

    def __init__(
        self, assessment: Assessment, by: User, lead: User, at: datetime.datetime
    ) -> None:
        self.assessment = assessment
        self.by = by
        self.lead = lead
        self.at = at
        self.events: list[Event] = []
        self.answers: list[StandingAnswer] = []

    def open(self, form: Form, facts: Mapping[str, str]) -> None:
        body = {
            "framework": form.framework_id,
            "framework_version": form.version,
            "framework_sha256": form.sha256,
            "facts": dict(facts),
        }
        self._add("case_opened", self.lead, body)

    def answer(self, form: Form, entries: Mapping[str, Entry]) -> None:
        for question, entry in entries.items():
            check_entry(form, question, entry)
            guidance = guidance_stamp(form, question, self.at.date())
            body = answer_body(
                question,
                entry,
                base_version=0,
                version=1,
                guidance_version=guidance,
                framework_sha256=form.sha256,
            )
            self._add("answer_saved", self.by, body)
            row = StandingAnswer(
                assessment=self.assessment,
                question=question,
                version=1,
                value=entry.value,
                note=entry.note,
                guidance_version=guidance,
                by=self.by,
                at=self.at,
            )
            self.answers.append(row)

    def sign(self) -> None:
        """By its reader, at once; every answer must be there."""
        assessment = self.assessment
        assessment.state = Assessment.State.SIGNED
        assessment.signed_by, assessment.signed_at = self.by, self.at
        self._add("signed", self.by, {"framework_sha256": assessment.framework_id})

    def _add(self, kind: str, by: User, body: Mapping[str, Any]) -> None:
        operation = str(uuid.uuid4())
        self.events.append(
            next_event(
                self.assessment, kind, by=by, at=self.at, operation=operation, body=body
            )
        )
