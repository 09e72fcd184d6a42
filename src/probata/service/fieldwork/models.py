"""Frameworks in force, inspections, their teams and cases, and who reads which case."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
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
    # Weeks before fieldwork whose cases are inspected; none: those that the rules declare.
    weeks: Any = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True
    )
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
    """A person's part in an inspection.

    `share` is the part of full time, in per cent, that they give to reading cases;
    `skills` are those that the declaration of allocations knows; `most_cases` is how many
    they read at most.
    """

    class Part(models.TextChoices):
        """What they do in it."""

        LEAD = "lead", "Lead inspector"
        INSPECTOR = "inspector", "Inspector"
        LOCAL_ASSESSOR = "local_assessor", "Local assessor"

    inspection = models.ForeignKey(Inspection, models.CASCADE, "members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "memberships")
    part = models.CharField(max_length=20, choices=Part.choices)
    share = models.PositiveSmallIntegerField(default=100)
    skills: Any = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    most_cases = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "user"], name="one_part_a_member"
            ),
            models.CheckConstraint(
                condition=Q(share__lte=100), name="share_of_full_time"
            ),
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
    # What the case list said of it that allocation and reports need; no name, no date.
    listed = models.JSONField(default=dict)
    event_number = models.CharField(max_length=10, blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["reference"]
        constraints: ClassVar = [
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


class ConflictQuerySet(models.QuerySet):
    """Conflicts as they were declared."""

    def standing(self) -> ConflictQuerySet:
        """Those that nobody has withdrawn; the only ones that rights follow from."""
        return self.filter(withdrawal__isnull=True)


class Conflict(models.Model):
    """A person must not see the cases of a unit, or one case: they have an interest.

    Only added to; a withdrawal stands beside it.
    """

    objects = ConflictQuerySet.as_manager()

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "conflicts")
    unit = models.ForeignKey(Unit, models.PROTECT, "conflicts", null=True, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, "conflicts", null=True, blank=True)
    reason = models.CharField(max_length=500)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) ^ Q(case__isnull=False),
                name="conflict_with_a_unit_or_a_case",
            )
        ]


class ConflictWithdrawal(models.Model):
    """Somebody else has found that a conflict does not stand; only added to."""

    conflict = models.OneToOneField(Conflict, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)


class Turn(models.Model):
    """Fieldwork was opened, closed or opened again; only added to.

    `details` of a closing holds, by the id of each case that was not signed, why.
    """

    class Kind(models.TextChoices):
        """Which way it turned."""

        OPENED = "opened", "Fieldwork opened"
        CLOSED = "closed", "Fieldwork closed"
        REOPENED = "reopened", "Fieldwork opened again"

    inspection = models.ForeignKey(Inspection, models.PROTECT, "turns")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]


class PendingList(models.Model):
    """A case list that was uploaded and not yet accepted: the only time its file is kept.

    `report` is what its lead was shown; acceptance makes it again and compares.
    """

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="pending_list"
    )
    ending = models.CharField(max_length=5)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    report = models.JSONField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    uploaded_at = models.DateTimeField()


class AcceptedList(models.Model):
    """The cohort of an inspection was accepted, once; only added to.

    `record` holds the declarations with their hashes, the flows step by step, and what was
    agreed to; no row of the list.
    """

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="accepted_list"
    )
    sha256 = models.CharField(max_length=64)
    rules_sha256 = models.CharField(max_length=64)
    cases = models.PositiveIntegerField()
    record = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    at = models.DateTimeField()


class CaseChange(models.Model):
    """A case came to the cohort, left it, or is known better, after it was accepted; only
    added to. `facts` are those that were recorded."""

    class Kind(models.TextChoices):
        """What became of the case."""

        ADDED = "added", "Added late"
        WITHDRAWN = "withdrawn", "Withdrawn"
        RESTORED = "restored", "Taken back into the cohort"
        FACTS = "facts", "Fact recorded"

    case = models.ForeignKey(Case, models.PROTECT, "changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]


class Proposal(models.Model):
    """Who could read the cases that have no reader; a draft until it is accepted whole.

    `readers` maps ids of cases to ids of people, `why` ids of cases to their effort and the
    skills they need, `said` is what the solver has to say. `number` changes with each
    change, so that nobody accepts another draft than the one they saw.
    """

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="proposal"
    )
    number = models.UUIDField(default=uuid.uuid4)
    readers = models.JSONField()
    why = models.JSONField()
    said = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    made_at = models.DateTimeField()
