"""Who sees what: conflicted and unallocated people see nothing, at once."""

from __future__ import annotations

from typing import Any

import pytest
from saves import send

pytestmark = pytest.mark.database


def pages_of(assessment: Any) -> list[str]:
    start = f"/assessments/{assessment.pk}/"
    return [
        start,
        f"{start}check",
        f"{start}sections/engagement",
        f"{start}history/engagement",
        f"{start}sign",
    ]


def test_every_address_has_a_declared_right(database: Any) -> None:
    from django.urls import get_resolver

    from probata.service.rights import ROUTES

    names = {pattern.name for pattern in get_resolver().url_patterns}
    assert names == set(ROUTES)


def test_nobody_else_sees_a_case(place: Any, browser_of: Any) -> None:
    from probata.service.audit.models import Record
    from probata.service.roles import Role

    assessment = place.case()
    strangers = [place.other, *(place.person(role, role) for role in Role)]
    for user in strangers:
        client = browser_of(user)
        for page in pages_of(assessment):
            assert client.get(page).status_code == 404, (user, page)
        assert send(client, assessment).status_code == 404
        refused = Record.objects.filter(by=user, action="refused")
        assert refused.count() == len(pages_of(assessment)) + 1


def test_a_conflict_hides_the_case_on_the_next_request(
    place: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import Conflict

    assessment, client = place.case(), browser_of(place.reader)
    assert client.get(pages_of(assessment)[0]).status_code == 200
    Conflict.objects.create(
        user=place.reader,
        unit=place.inspection.unit,
        reason="Worked there",
        declared_at=place.now,
    )
    for page in pages_of(assessment):
        assert client.get(page).status_code == 404
    assert send(client, assessment).status_code == 404
    assert str(assessment.pk) not in client.get("/cases").content.decode()


def test_reallocation_bites_on_the_next_request(place: Any, browser_of: Any) -> None:
    from probata.service.fieldwork.models import Allocation

    assessment = place.case()
    before, after = browser_of(place.reader), browser_of(place.other)
    assert send(before, assessment).status_code == 200
    case = assessment.case
    case.allocations.update(until=place.now)
    Allocation.objects.create(
        case=case, user=place.other, since=place.now, made_by=place.lead
    )
    assert send(before, assessment, base=1, value="no").status_code == 404
    assert send(after, assessment, base=1, value="no").status_code == 200


def test_a_lead_reads_and_cannot_answer(place: Any, browser_of: Any) -> None:
    assessment, client = place.case(), browser_of(place.lead)
    assert client.get(f"/assessments/{assessment.pk}/check").status_code == 200
    assert send(client, assessment).status_code == 403


def test_the_signed_out_are_told_so(place: Any) -> None:
    from django.test import Client

    assessment = place.case()
    assert send(Client(), assessment).status_code == 401
    answer = Client().get(pages_of(assessment)[0])
    assert answer.status_code == 302 and "/sign-in" in answer["Location"]


def test_views_are_logged(place: Any, browser_of: Any) -> None:
    from probata.service.audit.models import Record

    assessment, client = place.case(), browser_of(place.reader)
    client.get(f"/assessments/{assessment.pk}/")
    client.get(f"/assessments/{assessment.pk}/sections/engagement")
    seen = Record.objects.filter(subject_id=str(assessment.pk), action="seen")
    assert {record.route for record in seen} == {"assessment", "section"}


def test_pages_are_stored_nowhere(place: Any, browser_of: Any) -> None:
    answer = browser_of(place.reader).get("/cases")
    assert answer["Cache-Control"] == "no-store"
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy


def test_signing_freezes_the_answers(place: Any, browser_of: Any) -> None:
    from django.utils import timezone

    from probata.service.cases.declare import NotComplete, sign_assessment
    from probata.service.demo.answers import answer_wholly
    from probata.service.demo.twin_cases import TwinCase
    from probata.service.fieldwork.frameworks import form_of

    assessment, client = place.case(), browser_of(place.reader)
    with pytest.raises(NotComplete):
        sign_assessment(assessment.pk, by=place.reader, at=timezone.now())
    form = form_of(assessment.framework_id)
    case = TwinCase("T", "U", "R", "I", assessment.case.facts, {})
    for question, entry in answer_wholly(form, case).items():
        saved = send(client, assessment, question=question, value=entry.value)
        assert saved.status_code == 200
    sign_assessment(assessment.pk, by=place.reader, at=timezone.now())
    assert send(client, assessment, base=1, value="no").status_code == 403
    page = client.get(f"/assessments/{assessment.pk}/check").content.decode()
    assert "Signed by Reader" in page
