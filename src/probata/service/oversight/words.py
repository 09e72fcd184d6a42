"""What a request is about, in words that name no person of a case."""

from __future__ import annotations

from probata.service.cases.models import Assessment
from probata.service.consent.models import ConsentRequest

_DECIDES = {
    "unlock": "a lead of its inspection, or a programme manager",
    "role": "another administrator",
    "subject_access": "a programme manager",
    "disposal": "a programme manager",
}


def about(asked: ConsentRequest) -> str:
    """The thing that the request is about."""
    return _ABOUT[ConsentRequest.Kind(asked.kind)](asked)


def who_decides(asked: ConsentRequest) -> str:
    return _DECIDES[asked.kind]


def _assessment(asked: ConsentRequest) -> str:
    found = Assessment.objects.select_related("case__inspection__unit")
    item = found.get(pk=asked.subject_id)
    words = f"Case {item.case.reference}, {item.case.inspection.unit.name}"
    if item.state == Assessment.State.LOCKED:
        words += "; its answers are in a release"
    return words


_ABOUT = {ConsentRequest.Kind.UNLOCK: _assessment}
