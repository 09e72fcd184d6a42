"""Assessments: the log of all that was saved, and the answers that stand now."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from probata.service.fieldwork.models import Case, FrameworkVersion, Reading

_USER = settings.AUTH_USER_MODEL


class Assessment(models.Model):
    """One reading of a case, pinned to one version of a framework.

    `length` and `head` are the number of events in its log and the hash of the last, kept
    here so that an end cut off the log is missed. `reopened_at` is when two people last
    opened it again after it had been signed.
    """

    class State(models.TextChoices):
        """Signed by its assessor and locked by a release are two things.

        Of what was disposed of, the log without what it said is all there is.
        """

        OPEN = "open", "Open"
        SIGNED = "signed", "Signed"
        LOCKED = "locked", "Locked"
        DISPOSED = "disposed", "Disposed of"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, "assessments")
    reading = models.CharField(
        max_length=10, choices=Reading.choices, default=Reading.FIRST
    )
    framework = models.ForeignKey(FrameworkVersion, models.PROTECT, "+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    signed_by = models.ForeignKey(_USER, models.PROTECT, "+", null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "reading"], name="one_of_a_reading")
        ]


class Event(models.Model):
    """One thing that happened to an assessment; the database refuses to change or delete it.

    `probata.assessment.log_events` says what each kind holds. `body` is empty once the
    case was disposed of; its hash stays, so that the chain can still be verified.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, "events")
    number = models.PositiveIntegerField()
    operation = models.CharField(max_length=36, unique=True)
    kind = models.CharField(max_length=20)
    question = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(_USER, models.PROTECT, "+")
    at = models.DateTimeField()
    body = models.JSONField(null=True)
    body_sha256 = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["assessment_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="one_event_a_number"
            )
        ]


class StandingAnswer(models.Model):
    """What stands for one question now; made from the log and rebuilt from it."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, "answers")
    question = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    value = models.CharField(max_length=100, null=True)  # none is no text
    note = models.TextField(blank=True)
    declined = models.BooleanField(default=False)
    declined_because = models.TextField(blank=True)
    reasoning = models.TextField(blank=True)
    change_reason = models.TextField(blank=True, default="", db_default="")
    guidance_version = models.CharField(max_length=50, blank=True)
    by = models.ForeignKey(_USER, models.PROTECT, "+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"], name="one_answer_a_question"
            )
        ]


class SectionDeclared(models.Model):
    """Whether the assessor has called a section complete."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, "declared_sections")
    section = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "section"], name="declared_once"
            )
        ]
