"""Makes releases unchangeable in the database itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from probata.service.add_only import refuse_changes


class Migration(migrations.Migration):
    """Triggers against UPDATE, DELETE and TRUNCATE."""

    dependencies: ClassVar = [("releases", "0001_initial")]
    operations: ClassVar = [
        refuse_changes("releases_release"),
        refuse_changes("releases_releasefile"),
        refuse_changes("releases_releasedcase"),
        refuse_changes("releases_keytaken"),
    ]
