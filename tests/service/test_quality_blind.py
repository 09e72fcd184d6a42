"""A case drawn, judged blindly a second time, compared and adjudicated."""

from __future__ import annotations

from typing import Any

import pytest
from readings import SECRET, draw_case, judge

pytestmark = pytest.mark.database


@pytest.fixture
def drawn(place: Any, browser_of: Any) -> Any:
    return draw_case(place, browser_of)


def every_address(place: Any) -> list[tuple[str, str]]:
    """Each route of the service, about the case, its readings and its inspection."""
    from django.urls import reverse

    from probata.service.rights import ROUTES

    more = {"section": {"section": "engagement"}, "history": {"question": "engagement"}}
    about: dict[str, list[dict[str, Any]]] = {
        "": [{}],
        "assessment": [{"assessment": place.first.pk}, {"assessment": place.second.pk}],
        "inspection": [{"inspection": place.inspection.pk}],
        "comparison": [{"case": place.first.case_id}],
        "account": [{"account": place.reader.pk}],
    }
    return [
        (name, reverse(name, kwargs=given | more.get(name, {})))
        for name, route in ROUTES.items()
        if name not in ("account_logout", "usersessions_list")
        for given in about.get(route.subject, [])
    ]


def test_the_second_reader_learns_nothing_before_signing(
    drawn: Any, browser_of: Any
) -> None:
    client = browser_of(drawn.second_reader)
    # Chosen again for an inspection of their own, they see its audit.
    hidden = (SECRET, drawn.reader.name, str(drawn.first.pk), str(drawn.reader.pk))
    asked = 0
    for name, address in every_address(drawn):
        for accept in ("text/html", "application/json"):
            answer = client.get(address, HTTP_ACCEPT=accept)
            text = answer.content.decode(errors="replace")
            # What they asked for themselves is not told by its coming back.
            if str(drawn.first.pk) in address:
                assert answer.status_code in (404, 405), name
            assert not [word for word in hidden if word in text], name
            asked += 1
    assert asked > 80
    for name, address in every_address(drawn):
        if str(drawn.first.pk) in address or str(drawn.first.case_id) in address:
            assert client.post(address).status_code == 404, name


def test_a_second_reader_who_comes_to_lead_sees_the_case_no_more_than_before(
    drawn: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import TeamMember

    TeamMember.objects.create(
        inspection=drawn.inspection, user=drawn.second_reader, part="lead"
    )
    client = browser_of(drawn.second_reader)
    for name, address in every_address(drawn):
        text = client.get(address).content.decode(errors="replace")
        assert SECRET not in text, name
        if name in ("inspection", "progress", "allocation"):
            assert str(drawn.first.pk) not in text, name


def test_the_first_reader_learns_nothing_of_the_second(
    drawn: Any, browser_of: Any
) -> None:
    client = browser_of(drawn.reader)
    hidden = (str(drawn.second.pk), str(drawn.second_reader.pk))
    for name, address in every_address(drawn):
        answer = client.get(address)
        if str(drawn.second.pk) in address or "comparisons" in address:
            assert answer.status_code in (404, 405), name
            continue
        assert not [word for word in hidden if word in answer.content.decode()], name


def test_who_has_read_the_case_or_must_not_cannot_be_its_second_reader(
    drawn: Any,
) -> None:
    from probata.service.fieldwork.models import Conflict
    from probata.service.quality.draw import second_readers
    from probata.service.roles import Role

    conflicted = drawn.person("conflicted", Role.INSPECTOR)
    Conflict.objects.create(
        user=conflicted,
        unit=drawn.inspection.unit,
        reason="Worked there",
        declared_at=drawn.now,
    )
    manager = drawn.person("both", Role.INSPECTOR, Role.PROGRAMME_MANAGER)
    found = set(second_readers(drawn.first.case).values_list("pk", flat=True))
    assert drawn.other.pk in found
    barred = (drawn.reader, drawn.lead, drawn.second_reader, conflicted, manager)
    assert not found & {user.pk for user in barred}


def test_both_sign_then_differences_are_decided_once_and_both_readings_stay(
    drawn: Any, browser_of: Any
) -> None:
    from django.urls import reverse

    from probata.service.quality.models import Adjudication

    # Second readings go on when fieldwork has ended.
    drawn.inspection.state = "closed"
    drawn.inspection.save()
    judge(drawn, drawn.second, drawn.second_reader, "Second.", engagement="no")
    kwargs = {"case": drawn.first.case_id}
    page, act = (
        reverse("comparison", kwargs=kwargs),
        reverse("adjudicate", kwargs=kwargs),
    )
    for reader in (drawn.reader, drawn.second_reader):
        client = browser_of(reader)
        assert SECRET in client.get(page).content.decode()
        assert client.post(act, {}).status_code == 403
    assert browser_of(drawn.other).get(page).status_code == 404
    check = reverse("check_answers", kwargs={"assessment": drawn.first.pk})
    assert page in browser_of(drawn.reader).get(check).content.decode()
    lead = browser_of(drawn.quality)
    assert b"Second." in lead.get(page).content
    sent = {
        "question": "engagement",
        "outcome-engagement": "no",
        "reason-engagement": "The plan names nobody.",
    }
    assert lead.post(act, sent | {"reason-engagement": ""}).status_code == 422
    assert lead.post(act, sent | {"outcome-engagement": "perhaps"}).status_code == 422
    assert lead.post(act, sent).status_code == 302
    assert lead.post(act, sent).status_code == 422
    decided = Adjudication.objects.get(case=drawn.first.case)
    assert (decided.first, decided.second, decided.outcome) == ("yes", "no", "no")
    assert drawn.first.answers.get(question="engagement").value == "yes"
    assert drawn.second.answers.get(question="engagement").value == "no"
    assert b"The plan names nobody." in lead.get(page).content


def test_nobody_but_a_quality_lead_draws_and_a_plan_is_made_once(
    drawn: Any, browser_of: Any
) -> None:
    plan = {"act": "plan", "seed": "other", "share": "1", "targeted": "0"}
    assert browser_of(drawn.lead).post(drawn.page, plan).status_code == 404
    client = browser_of(drawn.quality)
    assert client.post(drawn.page, plan).status_code == 422
    assert client.post(drawn.page, plan | {"share": "-1"}).status_code == 422
    assert client.post(drawn.page, {"act": "draw"}).status_code == 302
    assert client.post(drawn.page, {"act": "nothing"}).status_code == 404


def test_live_ratings_count_what_is_signed(drawn: Any, browser_of: Any) -> None:
    from django.urls import reverse

    drawn.case()
    address = reverse("live_ratings", kwargs={"inspection": drawn.inspection.pk})
    page = browser_of(drawn.lead).get(address).content.decode()
    assert "1 of 2 cases; open: 1" in page
    assert "Can still become" in page


def test_agreement_of_few_pairs_is_not_shown(drawn: Any, browser_of: Any) -> None:
    judge(drawn, drawn.second, drawn.second_reader, "Second.", engagement="no")
    page = browser_of(drawn.quality).get("/quality").content.decode()
    assert "10 are needed" in page
    assert drawn.inspection.unit.name in page
