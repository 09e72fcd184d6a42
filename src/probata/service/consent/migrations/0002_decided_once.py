"""Lets a request be decided once and never changed or deleted otherwise."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from probata.service.add_only import decide_once


class Migration(migrations.Migration):
    """A trigger that refuses every other change."""

    dependencies: ClassVar = [
        ("consent", "0001_initial"),
        ("audit", "0002_only_added_to"),
    ]
    operations: ClassVar = [decide_once("consent_consentrequest")]
