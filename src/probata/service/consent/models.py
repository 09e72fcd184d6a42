"""Acts that need two people: who asked for what, and who agreed or refused."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

_USER = settings.AUTH_USER_MODEL


class ConsentRequest(models.Model):
    """One act that a person asked for; another decides once, and that stays.

    `subject_id` is the assessment, account or inspection it is about; `details` hold what
    else the act needs, in ids and codes. The database lets nobody decide their own request
    and changes nothing that was decided.
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        UNLOCK = "unlock", "Open a signed assessment again"
        ROLE = "role", "Give an account a role"
        SUBJECT_ACCESS = "subject_access", "Extract what is held on a person"
        DISPOSAL = "disposal", "Dispose of the cases of an inspection"
        RELEASE = "release", "Lock a data release"
        RELEASE_KEY = "release_key", "Say who is behind the pseudonyms of a release"

    class Outcome(models.TextChoices):
        """How it was decided."""

        WAITING = "waiting", "Waiting"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject_id = models.CharField(max_length=64, db_index=True)
    details = models.JSONField(default=dict)
    reason = models.TextField()
    asked_by = models.ForeignKey(_USER, models.PROTECT, "+")
    asked_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=10, choices=Outcome.choices, default=Outcome.WAITING
    )
    decided_by = models.ForeignKey(_USER, models.PROTECT, "+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="another_person_decides",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome="waiting", decided_by__isnull=True, decided_at__isnull=True
                )
                | Q(
                    outcome__in=["agreed", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(outcome="waiting"),
                name="one_waiting_request",
            ),
        ]
