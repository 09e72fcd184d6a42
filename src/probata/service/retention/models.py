"""The retention schedule, and what was disposed of."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.models import Case, Inspection

_USER = settings.AUTH_USER_MODEL


class RetentionPeriod(models.Model):
    """How long one kind of thing is kept."""

    class Kind(models.TextChoices):
        """What is kept."""

        CASES = "cases", "Content of cases, after the end of fieldwork"
        AUDIT = "audit", "Audit records"
        SIGN_INS = "sign_ins", "Ended sessions and attempts to sign in"

    kind = models.CharField(max_length=20, choices=Kind.choices, primary_key=True)
    days = models.PositiveIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(36_500)]
    )

    class Meta:
        ordering = ["kind"]


class Disposal(models.Model):
    """One disposal of an inspection's cases, as two people agreed; only ever added to.

    `certificate` says what went and what stayed, in counts and hashes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="disposal"
    )
    request = models.OneToOneField(ConsentRequest, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    asked_by = models.ForeignKey(_USER, models.PROTECT, "+")
    agreed_by = models.ForeignKey(_USER, models.PROTECT, "+")
    certificate = models.JSONField(default=dict)
    certificate_sha256 = models.CharField(max_length=64)


class DisposedCase(models.Model):
    """A case whose content went; the database lets its events lose their bodies for this."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, "cases")
    case = models.OneToOneField(Case, models.PROTECT, related_name="disposed")
