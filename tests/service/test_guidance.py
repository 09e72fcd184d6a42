"""Guidance after the framework: published by whom, shown, stamped, found; and presence."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from saves import QUESTION, send

pytestmark = pytest.mark.database
TEXT = "Look for <i>two</i> contacts a week.\n\nUnless leave was agreed."


@pytest.fixture
def manager(place: Any) -> Any:
    from probata.service.roles import Role

    return place.person("manager", Role.PROGRAMME_MANAGER)


@pytest.fixture
def framework(place: Any) -> Any:
    return place.inspection.framework


def publish(client: Any, framework: Any, key: str, **given: Any) -> Any:
    from django.utils import timezone

    today = timezone.localdate().isoformat()
    sent = {
        "question": QUESTION,
        "version": f"9.{key}",
        "valid_from": today,
        "text": TEXT,
        "source": "Methodology board",
    } | given
    return client.post(f"/guidance/{framework.pk}", sent)


def test_it_is_shown_beside_the_question_and_stamped_from_then_on(
    place: Any, manager: Any, framework: Any, browser_of: Any
) -> None:
    assessment, reader = place.case(), browser_of(place.reader)
    send(reader, assessment)
    before = assessment.answers.get(question=QUESTION).guidance_version
    done = publish(browser_of(manager), framework, place.key)
    assert done.status_code == 302
    send(reader, assessment, base=1, value="no")
    stands = assessment.answers.get(question=QUESTION)
    assert stands.guidance_version == f"9.{place.key}" != before
    event = assessment.events.get(kind="answer_saved", number=3)
    assert event.body["guidance_version"] == f"9.{place.key}"
    page = reader.get(f"/assessments/{assessment.pk}/sections/engagement")
    text = page.content.decode()
    assert "Look for &lt;i&gt;two&lt;/i&gt; contacts" in text
    assert f"Version 9.{place.key}" in text


def test_what_is_for_a_later_day_waits(
    place: Any, manager: Any, framework: Any, browser_of: Any
) -> None:
    assessment, reader = place.case(), browser_of(place.reader)
    later = (place.now.date() + datetime.timedelta(days=3)).isoformat()
    key = f"later-{place.key}"
    publish(browser_of(manager), framework, key, valid_from=later)
    send(reader, assessment)
    assert assessment.answers.get(question=QUESTION).guidance_version != f"9.{key}"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"question": "no_such"}, "Choose a question"),
        ({"version": " "}, "Give a version"),
        ({"version": "v" * 51}, "Give a version"),
        ({"valid_from": "2020-01-01"}, "Give today or a later day"),
        ({"valid_from": "soon"}, "Give today or a later day"),
        ({"text": "\0 "}, "Give the text"),
        ({"text": "x" * 20_001}, "Give the text"),
        ({"source": ""}, "Say who decided it"),
    ],
)
def test_what_is_not_whole_is_not_published(
    place: Any,
    manager: Any,
    framework: Any,
    browser_of: Any,
    given: dict[str, str],
    why: str,
) -> None:
    from probata.service.fieldwork.models import LaterGuidance

    page = publish(browser_of(manager), framework, place.key, **given)
    assert page.status_code == 422 and why in page.content.decode()
    assert not LaterGuidance.objects.filter(version=f"9.{place.key}").exists()


def test_a_version_is_published_once(
    place: Any, manager: Any, framework: Any, browser_of: Any
) -> None:
    client = browser_of(manager)
    publish(client, framework, place.key)
    again = publish(client, framework, place.key, text="Other words")
    assert again.status_code == 422 and b"published already" in again.content


@pytest.mark.parametrize(
    "role", ["lead_inspector", "inspector", "analyst", "administrator"]
)
def test_nobody_else_publishes(
    place: Any, framework: Any, browser_of: Any, role: str
) -> None:
    from probata.service.roles import Role

    client = browser_of(place.person("person", Role(role)))
    assert client.get("/guidance").status_code == 404
    assert publish(client, framework, place.key).status_code == 404


def search(client: Any, assessment: Any, words: str) -> str:
    address = f"/assessments/{assessment.pk}/guidance"
    answer = client.post(address, {"words": words})
    assert answer.status_code == 200
    return answer.content.decode()


def test_words_are_found_in_guidance_in_any_order(
    place: Any, manager: Any, framework: Any, browser_of: Any
) -> None:
    key = f"kestrel{place.number}"
    text = f"A {key} & its <b>young</b>"
    publish(browser_of(manager), framework, place.key, text=text)
    assessment, reader = place.case(), browser_of(place.reader)
    page = search(reader, assessment, f"YOUNG {key.upper()}")
    assert f"<mark>{key}</mark>" in page and "1 of the guidance" in page
    assert "&lt;b&gt;<mark>young</mark>" in page
    assert "0 of the guidance" in search(reader, assessment, f"{key} owl")
    assert "<script>" not in search(reader, assessment, "<script>")
    assert "0 of" not in search(reader, assessment, "")


def test_the_words_searched_for_are_not_recorded(place: Any, browser_of: Any) -> None:
    from probata.service.audit.models import Record

    assessment = place.case()
    search(browser_of(place.reader), assessment, "secretword")
    assert not Record.objects.filter(details__icontains="secretword").exists()


def test_another_person_in_the_case_is_named_for_some_minutes(
    place: Any, browser_of: Any
) -> None:
    from probata.service.audit.models import Record
    from probata.service.cases.presence import others_here

    assessment = place.case()
    reader, lead = browser_of(place.reader), browser_of(place.lead)
    address = f"/assessments/{assessment.pk}/"
    assert "has this case open" not in reader.get(address).content.decode()
    seen = lead.get(address).content.decode()
    assert "Reader has this case open" in seen
    page = reader.get(f"{address}sections/engagement").content.decode()
    assert "Lead has this case open" in page
    last = Record.objects.filter(by=place.lead).first()
    soon = last.at + datetime.timedelta(minutes=6)
    assert others_here(assessment, place.reader, soon) == []
