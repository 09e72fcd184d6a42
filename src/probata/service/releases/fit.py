"""Whether some inspections can be released together; every reason why not.

find_obstacles(inspections, corrects) -> faults
scope_of(inspections) -> hash
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence

from probata.errors import Fault
from probata.service.cases.models import Assessment
from probata.service.fieldwork.models import Inspection
from probata.service.releases.models import Release, ReleasedCase


def scope_of(inspections: Iterable[uuid.UUID]) -> str:
    """Which inspections, in any order, as one hash."""
    text = "\n".join(sorted(str(item) for item in inspections))
    return hashlib.sha256(text.encode()).hexdigest()


def find_obstacles(
    inspections: Sequence[Inspection], corrects: Release | None
) -> list[Fault]:
    """All that stands against a release of these inspections, in words for the analyst."""
    if not inspections:
        return [Fault("inspections", "none is chosen.", "Choose at least one.")]
    return [
        *_not_closed(inspections),
        *_not_joinable(inspections),
        *_released_before(inspections, corrects),
    ]


def _not_closed(inspections: Sequence[Inspection]) -> Iterator[Fault]:
    for item in inspections:
        if item.state != Inspection.State.CLOSED:
            yield Fault(
                item.unit.name,
                f"its inspection is not closed ({item.get_state_display().lower()}).",
                "Its lead inspector closes the fieldwork first.",
            )


def _not_joinable(inspections: Sequence[Inspection]) -> Iterator[Fault]:
    versions = {
        f"{item.framework.framework_id} {item.framework.version}"
        for item in inspections
    }
    if len(versions) > 1:
        yield Fault(
            "frameworks",
            f"the inspections were made under {' and '.join(sorted(versions))}, whose "
            "cells do not all mean the same.",
            "Ask for one release a version. `probata standards compare` tells how the "
            "versions differ, and `probata series` joins what stayed the same.",
        )
    if len({item.made_up for item in inspections}) > 1:
        yield Fault(
            "inspections",
            "some are made up and some are not.",
            "Ask for them apart: a release says of all its cases whether they are made up.",
        )


def _released_before(
    inspections: Sequence[Inspection], corrects: Release | None
) -> Iterator[Fault]:
    if corrects is None:
        scope = scope_of(item.pk for item in inspections)
        if Release.objects.filter(scope=scope).exists():
            yield Fault(
                "inspections",
                "exactly these were released before.",
                "Ask for a correction on the page of their latest release.",
            )
        return
    if Release.objects.filter(corrects=corrects).exists():
        yield Fault(
            f"release {corrects.number}",
            "was corrected already.",
            "Ask for a correction of the latest release.",
        )
    reopened = ReleasedCase.objects.filter(
        release=corrects, assessment__state=Assessment.State.OPEN
    ).count()
    if reopened:
        yield Fault(
            f"release {corrects.number}",
            f"{reopened} of its assessments are unlocked and not signed again, and would "
            "fall out.",
            "Wait until they are signed.",
        )
