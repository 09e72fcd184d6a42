"""What `probata service publish-framework` does."""

from __future__ import annotations

from pathlib import Path

from probata.cli.say import Report
from probata.cli.service_stages import ready_database


def put_framework(named: Path, data: Path) -> Report:
    """Publish a framework; raises DeclarationError where it is not sound."""
    with ready_database(data):
        from django.utils import timezone

        from probata.service.fieldwork.frameworks import publish_framework
        from probata.service.inspections.declared import case_facts_for

        found = publish_framework(named, timezone.now())
        facts = case_facts_for(found.framework_id)
    lines = [f"{found.title}, version {found.version}, is published."]
    if facts is None:
        lines.append(
            f"  Nothing declares how its facts follow from a case list: no cohort can be "
            f"accepted under it without case_facts_{found.framework_id}.toml."
        )
    record = {
        "framework": found.framework_id,
        "version": found.version,
        "sha256": found.sha256,
        "case_facts": facts is not None,
    }
    return record, lines
