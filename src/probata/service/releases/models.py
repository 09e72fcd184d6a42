"""Releases, what their rows were made from, and which keys to them were taken.

All of it is only ever added to; the database refuses anything else. What is asked for, and
who agreed, is in `probata.service.consent`.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models

from probata.service.cases.models import Assessment
from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.models import FrameworkVersion


class Release(models.Model):
    """What was locked, as `asked`. `scope` is the hash of which inspections, in any order.

    `secret_name` names the secret of its pseudonyms and does not give it away. `flow` and
    `ledger` are the counts that added up when it was made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked = models.OneToOneField(ConsentRequest, models.PROTECT, related_name="+")
    framework = models.ForeignKey(FrameworkVersion, models.PROTECT, "+")
    number = models.PositiveIntegerField()
    corrects = models.OneToOneField(
        "self", models.PROTECT, related_name="corrected_by", null=True, blank=True
    )
    scope = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_up = models.BooleanField()
    cases = models.PositiveIntegerField()
    manifest_sha256 = models.CharField(max_length=64)
    secret_name = models.CharField(max_length=8)
    flow: Any = models.JSONField()
    ledger: Any = models.JSONField()

    class Meta:
        ordering = ["-made_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scope", "number"], name="one_release_a_number"
            )
        ]

    @property
    def folder(self) -> str:
        """Its name as a folder: of two releases with one number, the names differ."""
        return f"release_{self.number}_{self.manifest_sha256[:8]}"


class ReleaseFile(models.Model):
    """One file of a release, byte by byte."""

    release = models.ForeignKey(Release, models.PROTECT, "files")
    name = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "name"], name="one_file_a_name")
        ]


class ReleasedCase(models.Model):
    """Which assessment a row was made from, and up to which event of its log.

    With the log it is all that the row is made of, so that a unit which gets another name
    changes no release.
    """

    release = models.ForeignKey(Release, models.PROTECT, "released")
    assessment = models.ForeignKey(Assessment, models.PROTECT, "released")
    pseudonym = models.CharField(max_length=20)
    inspector = models.CharField(max_length=20)
    delivery_unit = models.CharField(max_length=200)
    region = models.CharField(max_length=200, blank=True)
    length = models.PositiveIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        ordering = ["pseudonym"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "assessment"], name="released_once"
            ),
            models.UniqueConstraint(
                fields=["release", "pseudonym"], name="one_case_a_pseudonym"
            ),
        ]


class KeyTaken(models.Model):
    """An agreed export of who is behind the pseudonyms was downloaded: once."""

    asked = models.OneToOneField(ConsentRequest, models.PROTECT, related_name="taken")
    at = models.DateTimeField()
