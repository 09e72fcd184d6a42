"""Makes the records of running an inspection unchangeable in the database itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from probata.service.add_only import refuse_changes


class Migration(migrations.Migration):
    """Triggers against UPDATE, DELETE and TRUNCATE."""

    dependencies: ClassVar = [("fieldwork", "0003_running_an_inspection")]
    operations: ClassVar = [
        refuse_changes("fieldwork_conflict"),
        refuse_changes("fieldwork_conflictwithdrawal"),
        refuse_changes("fieldwork_turn"),
        refuse_changes("fieldwork_acceptedlist"),
        refuse_changes("fieldwork_casechange"),
    ]
