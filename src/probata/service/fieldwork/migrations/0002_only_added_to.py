"""Makes the log unchangeable in the database itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from probata.service.add_only import refuse_changes


class Migration(migrations.Migration):
    """Triggers against UPDATE, DELETE and TRUNCATE."""

    dependencies: ClassVar = [("fieldwork", "0001_initial")]
    operations: ClassVar = [
        refuse_changes("fieldwork_frameworkversion"),
        refuse_changes("fieldwork_laterguidance"),
    ]
