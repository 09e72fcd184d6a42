"""The record of who saw, did or was refused what."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Record(models.Model):
    """One act. The database refuses to change or delete it.

    `subject` names the kind of thing and `subject_id` the one; no name and no answer of a
    case is in here.
    """

    class Action(models.TextChoices):
        """What was done."""

        SEEN = "seen", "Saw"
        DONE = "done", "Did"
        REFUSED = "refused", "Was refused"
        EXPORTED = "exported", "Exported"

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    action = models.CharField(max_length=20, choices=Action.choices)
    route = models.CharField(max_length=100)
    subject = models.CharField(max_length=30, blank=True)
    subject_id = models.CharField(max_length=64, blank=True, db_index=True)
    details = models.JSONField(default=dict)
    from_address = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
