"""The pages of releases in a real browser: accessible in each state, whole at 320 px."""

from __future__ import annotations

from typing import Any

import pytest
from releasing import close, closed_inspection, people, release_of, reopen

pytestmark = [pytest.mark.browser, pytest.mark.database]
WIDTHS = (320, 1280)


def look(tab: Any, address: str) -> None:
    """Nothing for axe to find, and nothing to scroll sideways to."""
    from axe_playwright_python.sync_playwright import Axe

    tab.goto(address)
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        wider = tab.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not wider, (address, width)
        found = Axe().run(tab).response["violations"]
        assert found == [], (address, width, [item["id"] for item in found])


def test_every_page_in_each_state(place: Any, server: Any, tab_of: Any) -> None:
    from django.utils import timezone

    from probata.service.cases.declare import sign_assessment
    from probata.service.releases.ask import ask_release
    from probata.service.releases.keys import ask_key

    analyst, manager = people(place)
    tab, other = tab_of(analyst, server), tab_of(manager, server)
    start = server.address
    look(tab, f"{start}/releases/ask")
    signed = closed_inspection(place)
    look(tab, f"{start}/releases/ask")
    asked = ask_release([place.inspection.pk], "x", by=analyst, at=timezone.now())
    for one in (tab, other):
        look(one, f"{start}/releases")
        look(one, f"{start}/requests/{asked.pk}")
    close(place.inspection, "fieldwork")
    look(other, f"{start}/requests/{asked.pk}")
    close(place.inspection)
    from releasing import agree

    agree(asked, manager)
    from probata.service.releases.models import Release

    first = Release.objects.get(asked=asked)
    pages = ("", "codebook", "correct", "key")
    for page in pages:
        look(tab, f"{start}/releases/{first.pk}/{page}")
    look(other, f"{start}/releases/{first.pk}/")
    key = ask_key(
        first, ["reference", "person_name"], "x", by=analyst, at=timezone.now()
    )
    look(other, f"{start}/requests/{key.pk}")
    agree(key, manager)
    look(tab, f"{start}/requests/{key.pk}")
    reopen(signed[0], by=place.lead, agreed_by=manager)
    look(tab, f"{start}/releases/{first.pk}/correct")
    answers = signed[0].answers
    assert answers.filter(question="working_relationship").exists()
    change_one(place, signed[0])
    sign_assessment(signed[0].pk, by=place.reader, at=timezone.now())
    second = release_of(place, analyst, manager, corrects=first)
    look(tab, f"{start}/releases/{second.pk}/changes")
    look(tab, f"{start}/releases/{first.pk}/")
    look(tab, f"{start}/releases")


def change_one(place: Any, assessment: Any) -> None:
    from django.test import Client
    from saves import send

    client = Client()
    client.force_login(
        place.reader, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    changed = send(client, assessment, base=1, value="no", change="Another file")
    assert changed.status_code == 200


def test_a_form_sent_empty_says_what_is_missing(
    place: Any, server: Any, tab_of: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    closed_inspection(place, 1)
    analyst, _ = people(place)
    tab = tab_of(analyst, server)
    tab.goto(f"{server.address}/releases/ask")
    tab.click("main form button")
    summary = tab.locator(".govuk-error-summary")
    assert "none is chosen" in summary.inner_text()
    assert tab.title().startswith("Error: ")
    assert Axe().run(tab).response["violations"] == []
    # Each line of the summary leads to its field.
    for line in summary.locator("a").all():
        assert tab.locator(line.get_attribute("href")).count() == 1
