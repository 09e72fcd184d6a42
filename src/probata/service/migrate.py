"""Brings the tables up to date as their owner, and sets what the application may do.

migrate(owner_url) -> how many steps were taken
"""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from probata.service.settings import read_database

# What the application's role may only add to; a trigger says the same to everybody.
ADD_ONLY = (
    "cases_event",
    "audit_record",
    "fieldwork_frameworkversion",
    "fieldwork_laterguidance",
    "fieldwork_conflict",
    "fieldwork_conflictwithdrawal",
    "fieldwork_turn",
    "fieldwork_acceptedlist",
    "fieldwork_casechange",
    "quality_drawn",
    "quality_adjudication",
    "releases_release",
    "releases_releasefile",
    "releases_releasedcase",
    "releases_keytaken",
    "retention_disposal",
    "retention_disposedcase",
)


def migrate(owner_url: str | None) -> int:
    """Without `owner_url`, the application's own role owns the tables, and less is refused."""
    alias = "default"
    if owner_url:
        alias = "owner"
        owner = read_database(owner_url)
        # Who waits for a lock holds up all who come after: rather fail, and try again.
        owner["OPTIONS"] = {"options": "-c lock_timeout=5s", **owner["OPTIONS"]}
        connections.databases[alias] = {**connections.databases["default"], **owner}
    executor = MigrationExecutor(connections[alias])
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    call_command("migrate", database=alias, verbosity=0, interactive=False)
    call_command("createcachetable", database=alias, verbosity=0)
    if owner_url:
        _grant(alias, settings.DATABASES["default"]["USER"])
        connections[alias].close()
    return steps


def _grant(alias: str, role: str) -> None:
    connection = connections[alias]
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public "
            f"TO {quoted}"
        )
        cursor.execute(
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}"
        )
        for table in ADD_ONLY:
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {quoted}")
        # For disposal; triggers let nothing else pass, and that when two people agreed.
        cursor.execute(f"GRANT UPDATE (body) ON cases_event TO {quoted}")
        cursor.execute(f"GRANT DELETE ON quality_adjudication TO {quoted}")
