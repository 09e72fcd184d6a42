"""Makes a release again from the logs, and compares it with what was stored.

rebuild_release(release) -> Rebuilt
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from probata.assessment.chain import Head
from probata.service.releases.lock import make_from, manifest_of
from probata.service.releases.models import Release
from probata.service.releases.read_logs import read_logs


@dataclass(frozen=True)
class Rebuilt:
    """The files made again, and the names of those that are not what was stored."""

    files: Mapping[str, bytes]
    different: tuple[str, ...]


def rebuild_release(release: Release) -> Rebuilt:
    """Make it again from the logs as they were.

    Raises DataError where a log is not what was written, or was disposed of.
    """
    keys = list(release.released.all())
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
    names = sorted(stored.keys() | made.files.keys())
    different = (name for name in names if stored.get(name) != made.files.get(name))
    return Rebuilt(made.files, tuple(different))
