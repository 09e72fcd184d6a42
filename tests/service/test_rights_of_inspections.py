"""Each address of an inspection asked as each person, against what `rights` declares."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.database

STANDINGS = {
    "leads": {"leads": True},
    "leads, conflict": {"leads": True, "conflicted": True},
    "leads another": {},
    "member": {},
    "closed, leads": {"leads": True, "fieldwork": False},
}


def make(place: Any, name: str, role: Any) -> Any:
    """A person who is to the inspection what the name says."""
    from probata.service.fieldwork.models import Conflict, TeamMember

    standing = STANDINGS[name]
    person = place.person("person", role)
    if name == "leads another":
        place = type(place)("probation_2021")
    if standing.get("leads") or name in ("leads another", "member"):
        part = "inspector" if name == "member" else TeamMember.Part.LEAD
        TeamMember.objects.create(inspection=place.inspection, user=person, part=part)
    if standing.get("conflicted"):
        Conflict.objects.create(
            user=person,
            unit=place.inspection.unit,
            reason="Worked there",
            declared_at=place.now,
        )
    if not standing.get("fieldwork", True):
        place.inspection.state = "closed"
        place.inspection.save()
    return person


def addresses(inspection: Any) -> dict[str, str]:
    from django.urls import reverse

    from probata.service.rights import ROUTES

    return {
        name: reverse(name, kwargs={"inspection": inspection.pk})
        for name, route in ROUTES.items()
        if route.subject == "inspection"
    }


@pytest.mark.parametrize(
    "role", ["inspector", "administrator", "programme_manager", "analyst"]
)
@pytest.mark.parametrize("name", STANDINGS)
def test_an_address_of_an_inspection_gives_what_is_declared(
    place: Any, browser_of: Any, name: str, role: str
) -> None:
    from probata.service.rights import Outcome, Standing, decide
    from probata.service.roles import Role

    place.case()
    person = make(place, name, Role(role))
    client = browser_of(person)
    declared = Standing(roles=frozenset({Role(role)}), **STANDINGS[name])
    for route, address in addresses(place.inspection).items():
        outcome = decide(route, declared)
        # An empty post changes nothing; it is 404 where nobody may, or names nothing.
        for method in ("get", "post"):
            status = getattr(client, method)(address).status_code
            if outcome is not Outcome.ALLOWED:
                assert status == 404, (route, method)
            elif method == "get":
                assert status in (200, 302, 404, 405), (route, method)
            else:
                assert status in (200, 302, 404, 405, 422), (route, method)
        if outcome is Outcome.ALLOWED:
            statuses = {
                getattr(client, m)(address).status_code for m in ("get", "post")
            }
            assert statuses & {200, 302, 405, 422}, route
