"""A lead allocates; what follows from it, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from saves import send

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def nothing_signed_without_its_log(database: Any) -> Any:
    """Other tests verify every log of this database."""
    yield
    from probata.service.cases.models import Assessment

    unlogged = Assessment.objects.exclude(events__kind="signed")
    unlogged.exclude(state__in=["open", "disposed"]).update(state="open")


def give(client: Any, place: Any, case: Any, to: Any) -> Any:
    return client.post(
        f"/inspections/{place.inspection.pk}/allocate",
        {"case": str(case.pk), "to": str(to.pk)},
    )


def test_a_case_goes_to_another_reader_with_its_answers(
    place: Any, browser_of: Any
) -> None:
    assessment, lead = place.case(), browser_of(place.lead)
    send(browser_of(place.reader), assessment, note="before")
    assert give(lead, place, assessment.case, place.other).status_code == 302
    assert send(browser_of(place.reader), assessment, base=1).status_code == 404
    answer = send(browser_of(place.other), assessment, base=1, note="after")
    assert answer.json()["version"] == 2
    kinds = [event.kind for event in assessment.events.order_by("number")]
    assert kinds == ["case_opened", "answer_saved", "reallocated", "answer_saved"]
    page = lead.get(f"/inspections/{place.inspection.pk}/").content.decode()
    assert assessment.case.reference in page


def test_nobody_with_a_conflict_or_from_outside_gets_a_case(
    place: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import Conflict
    from probata.service.roles import Role

    assessment, lead = place.case(), browser_of(place.lead)
    Conflict.objects.create(
        user=place.other,
        case=assessment.case,
        reason="Knows the person",
        declared_at=place.now,
    )
    refused = give(lead, place, assessment.case, place.other)
    assert refused.status_code == 422
    assert b"conflict of interest" in refused.content
    stranger = place.person("stranger", Role.INSPECTOR)
    assert give(lead, place, assessment.case, stranger).status_code == 404
    readers = assessment.case.allocations.filter(until__isnull=True)
    assert [item.user_id for item in readers] == [place.reader.pk]


def test_a_signed_case_stays_with_its_reader(place: Any, browser_of: Any) -> None:
    assessment = place.case()
    assessment.state = "signed"
    assessment.save()
    answer = give(browser_of(place.lead), place, assessment.case, place.other)
    assert answer.status_code == 422


def test_only_the_lead_allocates_and_sees_the_cases(
    place: Any, browser_of: Any
) -> None:
    from probata.service.roles import Role

    assessment = place.case()
    manager = place.person("manager", Role.PROGRAMME_MANAGER)
    for user in (place.reader, place.other, manager):
        client = browser_of(user)
        assert give(client, place, assessment.case, place.other).status_code == 404
    page = browser_of(manager).get(f"/inspections/{place.inspection.pk}/")
    assert page.status_code == 200
    assert assessment.case.reference not in page.content.decode()
    address = f"/inspections/{place.inspection.pk}/"
    assert browser_of(place.reader).get(address).status_code == 404


def test_a_lead_with_a_conflict_sees_neither_inspection_nor_case(
    place: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import Conflict

    place.case()
    Conflict.objects.create(
        user=place.lead,
        unit=place.inspection.unit,
        reason="Worked there",
        declared_at=place.now,
    )
    client = browser_of(place.lead)
    assert client.get(f"/inspections/{place.inspection.pk}/").status_code == 404
    listed = client.get("/inspections").content.decode()
    assert place.inspection.unit.name not in listed


def test_a_case_of_another_inspection_is_not_given(place: Any, browser_of: Any) -> None:
    from probata.service.fieldwork.models import Inspection

    assessment = place.case()
    other = Inspection.objects.create(
        unit=place.inspection.unit,
        framework=place.inspection.framework,
        fieldwork_starts=place.now.date(),
        fieldwork_ends=place.now.date(),
    )
    case = assessment.case
    case.inspection = other
    case.save()
    assert give(browser_of(place.lead), place, case, place.other).status_code == 404
