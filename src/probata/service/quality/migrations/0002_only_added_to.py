"""Makes what was drawn and decided unchangeable in the database itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from probata.service.add_only import refuse_changes


class Migration(migrations.Migration):
    """Triggers against UPDATE, DELETE and TRUNCATE."""

    dependencies: ClassVar = [("quality", "0001_initial")]
    operations: ClassVar = [
        refuse_changes("quality_qualityplan"),
        refuse_changes("quality_drawn"),
        refuse_changes("quality_adjudication"),
    ]
