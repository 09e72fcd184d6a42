"""Each address asked as each person, against what `rights` declares."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def nothing_signed_without_its_log(database: Any) -> Any:
    """Other tests verify every log of this database."""
    yield
    from probata.service.cases.models import Assessment

    unlogged = Assessment.objects.exclude(events__kind="signed")
    unlogged.exclude(state__in=["open", "disposed"]).update(state="open")


# What a person can be to a case, and how the inspection and the assessment are made so.
STANDINGS = {
    "reads": {"reads": True},
    "reads, signed": {"reads": True, "state": "signed"},
    "reads, locked": {"reads": True, "state": "locked"},
    "reads, fieldwork closed": {"reads": True, "fieldwork": False},
    "reads, conflict": {"reads": True, "conflicted": True},
    "leads": {"leads": True},
    "leads, conflict": {"leads": True, "conflicted": True},
    "leads, signed": {"leads": True, "state": "signed"},
    "nothing": {},
}


def make(place: Any, standing: dict[str, Any], role: Any) -> tuple[Any, Any]:
    """An assessment, and a person who is to it what `standing` says."""
    from probata.service.fieldwork.models import Conflict, TeamMember

    person = place.person("person", role)
    assessment = place.case()
    if standing.get("reads"):
        assessment.case.allocations.update(user=person)
    if standing.get("leads"):
        TeamMember.objects.create(
            inspection=place.inspection, user=person, part=TeamMember.Part.LEAD
        )
    if standing.get("conflicted"):
        Conflict.objects.create(
            user=person,
            case=assessment.case,
            reason="Knows the person",
            declared_at=place.now,
        )
    if state := standing.get("state"):
        assessment.state = state
        assessment.signed_by, assessment.signed_at = place.reader, place.now
        assessment.save()
    if not standing.get("fieldwork", True):
        place.inspection.state = "closed"
        place.inspection.save()
    return assessment, person


def addresses(assessment: Any) -> dict[str, tuple[str, str]]:
    """Method and address of each route of an assessment."""
    from django.urls import reverse

    from probata.service.rights import ROUTES

    more = {"section": {"section": "engagement"}, "history": {"question": "engagement"}}
    return {
        name: (
            "post" if name == "save_answer" else "get",
            reverse(name, kwargs={"assessment": assessment.pk, **more.get(name, {})}),
        )
        for name, route in ROUTES.items()
        if route.subject == "assessment"
    }


@pytest.mark.parametrize("role", ["inspector", "administrator", "programme_manager"])
@pytest.mark.parametrize("name", STANDINGS)
def test_an_address_of_a_case_gives_what_is_declared(
    place: Any, browser_of: Any, name: str, role: str
) -> None:
    from probata.service.rights import Outcome, Standing, decide
    from probata.service.roles import Role

    given = STANDINGS[name]
    assessment, person = make(place, given, Role(role))
    client = browser_of(person)
    declared = Standing(roles=frozenset({Role(role)}), **given)
    for route, (method, address) in addresses(assessment).items():
        status = getattr(client, method)(address).status_code
        outcome = decide(route, declared)
        if outcome is Outcome.HIDDEN:
            assert status == 404, route
        elif outcome is Outcome.REFUSED:
            assert status == 403, route
        else:
            # An empty post is no save (400); signing asks for the password first (302).
            assert status in (200, 302, 400), route


def test_the_signed_out_reach_no_address_but_signing_in(place: Any) -> None:
    from django.test import Client
    from django.urls import reverse

    from probata.service.rights import ROUTES, Outcome, Standing, decide

    for name, route in ROUTES.items():
        if route.subject:
            continue
        outcome = decide(name, Standing(signed_in=False))
        answer = Client().get(reverse(name))
        if outcome is Outcome.ALLOWED:
            assert not answer.get("Location", "").startswith("/sign-in?next"), name
        else:
            assert answer["Location"].startswith("/sign-in?next"), name


def test_a_route_that_nobody_declared_is_open_to_nobody() -> None:
    from probata.service.rights import Outcome, Standing, decide
    from probata.service.roles import Role

    everybody = Standing(roles=frozenset(Role), reads=True, leads=True)
    assert decide("no_such_route", everybody) is Outcome.HIDDEN
