"""Makes a release again from the logs, and compares it with what was stored.

rebuild_release(release) -> Rebuilt | None
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from probata.assessment.chain import Head
from probata.service.cases.models import Event
from probata.service.releases.lock import make_from, manifest_of
from probata.service.releases.models import Release
from probata.service.releases.read_logs import read_logs


@dataclass(frozen=True)
class Rebuilt:
    """The files made again, and the names of those that are not what was stored."""

    files: Mapping[str, bytes]
    different: tuple[str, ...]


def rebuild_release(release: Release) -> Rebuilt | None:
    """Make it again from the logs as they were; None once one of them was disposed of.

    Raises DataError where a log is not what was written.
    """
    keys = list(release.released.all())
    names = [key.assessment_id for key in keys]
    if Event.objects.filter(assessment__in=names, body__isnull=True).exists():
        return None
    logs = read_logs({key.assessment_id: Head(key.length, key.head) for key in keys})
    made = make_from(
        release.framework_id,
        keys,
        logs,
        made_up=release.made_up,
        left_out=manifest_of(release).left_out,
        corrects=manifest_of(release.corrects) if release.corrects else None,
    )
    stored = {item.name: bytes(item.content) for item in release.files.all()}
    found = sorted(stored.keys() | made.files.keys())
    different = (name for name in found if stored.get(name) != made.files.get(name))
    return Rebuilt(made.files, tuple(different))
