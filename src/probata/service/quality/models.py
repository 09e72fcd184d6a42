"""What was drawn for a second reading, and what was decided where readings differ."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from probata.service.cases.models import Assessment
from probata.service.fieldwork.models import Case, Inspection

_USER = settings.AUTH_USER_MODEL
# What was signed and is still there.
SIGNED = (Assessment.State.SIGNED, Assessment.State.LOCKED)


class QualityPlan(models.Model):
    """How an inspection's cases are drawn: once, and the same for every later case.

    `share` of all signed cases is drawn at random, `targeted_share` of those whose key
    judgement stands against its prompts; both from 0 to 1.
    """

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="quality"
    )
    seed = models.CharField(max_length=100)
    share = models.FloatField()
    targeted_share = models.FloatField()
    by = models.ForeignKey(_USER, models.PROTECT, "+")
    at = models.DateTimeField()


class Drawn(models.Model):
    """One signed case that was drawn or not, with the probability that it had."""

    plan = models.ForeignKey(QualityPlan, models.PROTECT, "drawn")
    case = models.OneToOneField(Case, models.PROTECT, related_name="drawn")
    chosen = models.BooleanField()
    random = models.BooleanField()
    targets: Any = ArrayField(models.CharField(max_length=50), default=list)
    random_probability = models.FloatField()
    probability = models.FloatField()
    at = models.DateTimeField()


class Adjudication(models.Model):
    """What stands where two readings of a question differ, and why; both stay beside it."""

    case = models.ForeignKey(Case, models.PROTECT, "adjudications")
    question = models.CharField(max_length=100)
    first = models.CharField(max_length=100, null=True)  # none: it cannot be judged
    second = models.CharField(max_length=100, null=True)
    outcome = models.CharField(max_length=100)
    reason = models.TextField()
    by = models.ForeignKey(_USER, models.PROTECT, "+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "question"], name="adjudicated_once"
            )
        ]
