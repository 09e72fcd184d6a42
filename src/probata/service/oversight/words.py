"""What a request is about, in words that name no person of a case."""

from __future__ import annotations

from probata.service.accounts.models import User
from probata.service.cases.models import Assessment
from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.models import Inspection
from probata.service.releases.words import ABOUT as RELEASE_ABOUT
from probata.service.roles import Role

_DECIDES = {
    "unlock": "a lead of its inspection, or a programme manager",
    "role": "another administrator",
    "subject_access": "a programme manager",
    "disposal": "a programme manager",
    "release": "a programme manager",
    "release_key": "a programme manager",
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


def _roles(asked: ConsentRequest) -> str:
    user = User.objects.get(pk=asked.subject_id)
    roles = ", ".join(Role(item).words.lower() for item in asked.details["roles"])
    return f"{user.name} ({user.email}): {roles}"


def _person(asked: ConsentRequest) -> str:
    count = len(asked.details["cases"])
    return f"One person, {count} case{'' if count == 1 else 's'}"


def _inspection(asked: ConsentRequest) -> str:
    found = Inspection.objects.select_related("unit").get(pk=asked.subject_id)
    count = found.cases.count()
    return (
        f"{found.unit.name}, fieldwork ended {found.fieldwork_ends}, "
        f"{count} case{'' if count == 1 else 's'}"
    )


_ABOUT = {
    ConsentRequest.Kind.UNLOCK: _assessment,
    ConsentRequest.Kind.ROLE: _roles,
    ConsentRequest.Kind.SUBJECT_ACCESS: _person,
    ConsentRequest.Kind.DISPOSAL: _inspection,
    **RELEASE_ABOUT,
}
