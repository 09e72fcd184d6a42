"""What the page of a request says of a release or a key that is asked for.

more_about(asked) -> (template, context)
"""

from __future__ import annotations

from typing import Any

from probata.service.consent.models import ConsentRequest
from probata.service.releases.faults import words_of_faults
from probata.service.releases.find import corrected_by, find_release, inspections_of
from probata.service.releases.fit import find_obstacles
from probata.service.releases.flow import REASON_WORDS, STEP_WORDS, find_flow
from probata.service.releases.keys import FIELDS, usable_until
from probata.service.releases.models import KeyTaken, Release


def more_about(asked: ConsentRequest) -> tuple[str, dict[str, Any]]:
    """A template to include and what it needs; an empty name for other requests."""
    if asked.kind == ConsentRequest.Kind.RELEASE:
        return "releases/request_release.html", _release(asked)
    if asked.kind == ConsentRequest.Kind.RELEASE_KEY:
        return "releases/request_key.html", _key(asked)
    return "", {}


def _release(asked: ConsentRequest) -> dict[str, Any]:
    inspections = list(inspections_of(asked))
    corrects = corrected_by(asked)
    context = {
        "inspections": inspections,
        "corrects": corrects,
        "made": Release.objects.filter(asked=asked).first(),
    }
    if asked.outcome != ConsentRequest.Outcome.WAITING:
        return context
    flow = find_flow(inspections)
    return {
        **context,
        "obstacles": words_of_faults(find_obstacles(inspections, corrects)),
        "flow": [(STEP_WORDS[name], count) for name, count in flow.steps.items()],
        "left_out": [
            (REASON_WORDS[name], count) for name, count in flow.left_out.items()
        ],
    }


def _key(asked: ConsentRequest) -> dict[str, Any]:
    agreed = asked.outcome == ConsentRequest.Outcome.AGREED
    return {
        "release": find_release(asked.subject_id),
        "wanted": [FIELDS[name].words for name in asked.details["fields"]],
        "taken": KeyTaken.objects.filter(asked=asked).first(),
        "until": usable_until(asked) if agreed else None,
    }
