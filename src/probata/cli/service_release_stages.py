"""What the commands on the releases of the service do."""

from __future__ import annotations

from pathlib import Path

from probata.cli.say import Report
from probata.cli.service_stages import ready_database
from probata.errors import DataError, Fault, VerificationError


def list_stored(data: Path) -> Report:
    with ready_database(data):
        from probata.service.releases.models import Release

        found = list(Release.objects.select_related("framework"))
    record = {
        "releases": [
            {
                "id": str(item.pk),
                "number": item.number,
                "corrects": str(item.corrects_id or ""),
                "made_at": item.made_at.isoformat(),
                "cases": item.cases,
                "framework": f"{item.framework.framework_id} {item.framework.version}",
                "manifest_sha256": item.manifest_sha256,
            }
            for item in found
        ]
    }
    lines = [
        f"release {item.number}, {item.made_at:%Y-%m-%d %H:%M} UTC, {item.cases:,} cases, "
        f"{item.framework.framework_id} {item.framework.version}, {item.manifest_sha256}"
        for item in found
    ]
    return record, lines or ["Nothing has been released yet."]


def verify_stored(data: Path) -> Report:
    """Raises VerificationError with every release that is not what its logs give."""
    faults: list[Fault] = []
    same = disposed = 0
    with ready_database(data):
        from probata.service.releases.models import Release
        from probata.service.releases.rebuild import rebuild_release

        for release in Release.objects.select_related("corrects"):
            where = f"release {release.number}, {release.manifest_sha256[:8]}"
            try:
                again = rebuild_release(release)
            except DataError as error:
                faults += error.faults or [Fault(where, str(error))]
                continue
            if again is None:
                disposed += 1
                continue
            same += 1
            if again.different:
                names = ", ".join(again.different)
                faults.append(Fault(where, f"{names}: not what the logs give."))
    if faults:
        raise VerificationError("Releases are not what their logs give.", faults)
    lines = [f"{same} releases made again from the logs: the same bytes."]
    if disposed:
        lines.append(
            f"{disposed} hold cases that were disposed of since, and cannot be made again."
        )
    return {"same": same, "disposed": disposed}, lines
