"""Frameworks in force, inspections, their teams and cases, and who reads which case."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class FrameworkVersion(models.Model):
    """A framework as published. The database refuses to change it (see the migrations)."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    framework_id = models.CharField(max_length=100)
    version = models.CharField(max_length=50)
    title = models.CharField(max_length=300)
    text = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["framework_id", "version"], name="one_text_a_version"
            )
        ]


class LaterGuidance(models.Model):
    """Guidance published after its framework; as unchangeable, with versions of its own."""

    framework = models.ForeignKey(FrameworkVersion, models.PROTECT, "later_guidance")
    question = models.CharField(max_length=100)
    version = models.CharField(max_length=50)
    valid_from = models.DateField()
    text = models.TextField()
    source = models.CharField(max_length=300)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "question", "version"],
                name="one_text_a_guidance_version",
            )
        ]


class Unit(models.Model):
    """A delivery unit: what an inspection is of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    region = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.name)


class Inspection(models.Model):
    """One unit inspected in some weeks by a team, under one version of a framework."""

    class State(models.TextChoices):
        """How far it has come."""

        PLANNED = "planned", "Planned"
        FIELDWORK = "fieldwork", "Fieldwork"
        CLOSED = "closed", "Closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, "inspections")
    framework = models.ForeignKey(FrameworkVersion, models.PROTECT, "+")
    fieldwork_starts = models.DateField()
    fieldwork_ends = models.DateField()
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.PLANNED
    )
    made_up = models.BooleanField(default=False)
    team = models.ManyToManyField(settings.AUTH_USER_MODEL, through="TeamMember")

    class Meta:
        ordering = ["fieldwork_starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fieldwork_ends__gte=models.F("fieldwork_starts")),
                name="fieldwork_ends_after_it_starts",
            )
        ]


class TeamMember(models.Model):
    """A person's part in an inspection."""

    class Part(models.TextChoices):
        """What they do in it."""

        LEAD = "lead", "Lead inspector"
        INSPECTOR = "inspector", "Inspector"
        LOCAL_ASSESSOR = "local_assessor", "Local assessor"

    inspection = models.ForeignKey(Inspection, models.CASCADE, "members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "memberships")
    part = models.CharField(max_length=20, choices=Part.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "user"], name="one_part_a_member"
            )
        ]


class Case(models.Model):
    """One case of the cohort. Pages and addresses name it by reference and opaque id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspection = models.ForeignKey(Inspection, models.PROTECT, "cases")
    reference = models.CharField(max_length=50)
    person_name = models.CharField(max_length=200, blank=True)
    person_id = models.CharField(max_length=50, blank=True, db_index=True)
    practitioner = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "reference"], name="one_case_a_reference"
            )
        ]


class Reading(models.TextChoices):
    """A case is judged once, and in some cases blindly a second time."""

    FIRST = "first", "First assessment"
    SECOND = "second", "Second assessment"


class Allocation(models.Model):
    """A person reads a case from a time until another; rights follow from the open one."""

    case = models.ForeignKey(Case, models.CASCADE, "allocations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "allocations")
    reading = models.CharField(
        max_length=10, choices=Reading.choices, default=Reading.FIRST
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "reading"],
                condition=Q(until__isnull=True),
                name="one_reader_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(until__isnull=True),
                name="nobody_reads_a_case_twice",
            ),
        ]


class Conflict(models.Model):
    """A person must not see the cases of a unit, or one case: they have an interest."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "conflicts")
    unit = models.ForeignKey(Unit, models.CASCADE, "conflicts", null=True, blank=True)
    case = models.ForeignKey(Case, models.CASCADE, "conflicts", null=True, blank=True)
    reason = models.CharField(max_length=500)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) ^ Q(case__isnull=False),
                name="conflict_with_a_unit_or_a_case",
            )
        ]
