"""The pages of releases and of their keys: who may what, step by step, and what is recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from releasing import (
    actions,
    bulletin_of,
    close,
    closed_inspection,
    decide,
    people,
    release_of,
    reopen,
    unpack,
)
from saves import send
from signing import confirmed, sign_wholly

pytestmark = pytest.mark.database


def request_by(place: Any, client: Any) -> Any:
    """A request made on the page itself."""
    from probata.service.consent.models import ConsentRequest

    given = {"inspection": [place.inspection.pk], "reason": "A bulletin"}
    answer = client.post("/releases/ask", given)
    assert answer.status_code == 302, answer.content.decode()
    return ConsentRequest.objects.get(pk=answer["Location"].split("/")[2])


def test_asked_agreed_downloaded_and_verified(place: Any, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from probata.cli.main import cli
    from probata.service.releases.models import Release

    closed_inspection(place)
    analyst, manager = people(place)
    client, other = confirmed(analyst), confirmed(manager)
    asked = request_by(place, client)
    page = client.get(f"/requests/{asked.pk}").content.decode()
    assert "What it would hold now" in page and "Do you agree?" not in page
    assert "Do you agree?" in other.get(f"/requests/{asked.pk}").content.decode()
    assert decide(other, asked).status_code == 302
    release = Release.objects.get(asked=asked)
    address = f"/releases/{release.pk}/"
    assert address in client.get(f"/requests/{asked.pk}").content.decode()
    shown = client.get(address).content.decode()
    assert "2 of 1 unit" in shown and "Synthetic data" not in shown
    assert "Asked for by Analyst, agreed by Manager" in shown
    taken = b"".join(client.post(f"{address}download"))
    folder = unpack(taken, tmp_path)
    told = CliRunner().invoke(cli, ["release", "verify", str(folder)])
    assert told.exit_code == 0 and "2 cases of 1 units" in told.output
    assert b"".join(client.post(f"{address}download")) == taken
    assert actions(asked) == ["done ask_release", "done decide"]
    assert actions(release) == ["exported download_release"] * 2


def test_a_bulletin_reads_the_download_unchanged(
    place: Any, browser_of: Any, tmp_path: Path
) -> None:
    """Its numbers are those that the manifest of the release counts."""
    place.inspection.made_up = True
    place.inspection.save()
    for at in range(8):
        assessment = place.case()
        value = "no" if at < 3 else "yes"
        client = browser_of(place.reader)
        send(client, assessment, question="reasonable_progress", value=value)
        sign_wholly(assessment, place.reader, but={"reasonable_progress"})
    close(place.inspection)
    analyst, manager = people(place)
    release = release_of(place, analyst, manager)
    page = confirmed(analyst).get(f"/releases/{release.pk}/").content.decode()
    assert "every case in it is made up" in page
    taken = confirmed(analyst).post(f"/releases/{release.pk}/download")
    folder = unpack(b"".join(taken), tmp_path)
    results = bulletin_of(folder, tmp_path / "study")
    counts = json.loads((folder / "release.json").read_bytes())["counts"]
    assert counts["reasonable_progress"] == {"no": 3, "yes": 5}
    assert results["cases"] == 8
    assert (results["total"]["n"], results["total"]["positive"]) == (8, 5)


def test_who_asks_does_not_agree(place: Any) -> None:
    from probata.service.roles import Role

    closed_inspection(place, 1)
    both = place.person("both", Role.ANALYST, Role.PROGRAMME_MANAGER)
    client = confirmed(both)
    asked = request_by(place, client)
    for decision in ("agree", "refuse"):
        answer = decide(client, asked, decision)
        assert answer.status_code == 403
        assert b"Another person decides what you asked for" in answer.content
    asked.refresh_from_db()
    assert asked.outcome == "waiting"


def test_agreeing_asks_for_the_password_first(place: Any, browser_of: Any) -> None:
    closed_inspection(place, 1)
    analyst, manager = people(place)
    asked = request_by(place, confirmed(analyst))
    answer = decide(browser_of(manager), asked)
    assert answer["Location"] == f"/confirm?next=%2Frequests%2F{asked.pk}"
    asked.refresh_from_db()
    assert asked.outcome == "waiting"


def test_refused_is_the_end_of_it(place: Any) -> None:
    (assessment,) = closed_inspection(place, 1)
    analyst, manager = people(place)
    client, other = confirmed(analyst), confirmed(manager)
    asked = request_by(place, client)
    assert decide(other, asked, "refuse").status_code == 302
    page = client.get(f"/requests/{asked.pk}").content.decode()
    assert "Refused by" in page and "I see why" in page
    assert decide(other, asked).status_code == 403
    assessment.refresh_from_db()
    assert assessment.state == "signed"
    assert request_by(place, client).pk != asked.pk


def test_what_stands_against_it_is_said_on_the_page(place: Any) -> None:
    closed_inspection(place, 1)
    analyst, manager = people(place)
    client = confirmed(analyst)
    wrong = client.post("/releases/ask", {"reason": " \0"})
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert "none is chosen" in text and "Give a reason" in text
    made_by_hand = client.post("/releases/ask", {"inspection": "x", "reason": "y"})
    assert made_by_hand.status_code == 422
    asked = request_by(place, client)
    twice = client.post(
        "/releases/ask", {"inspection": place.inspection.pk, "reason": "x"}
    )
    assert b"asked for already" in twice.content
    close(place.inspection, "fieldwork")
    page = client.get(f"/requests/{asked.pk}").content.decode()
    assert "It cannot be released as it stands" in page
    forced = decide(confirmed(manager), asked)
    assert forced.status_code == 422 and b"is not closed" in forced.content
    asked.refresh_from_db()
    assert asked.outcome == "waiting"


def test_a_reason_with_a_script_is_shown_as_text(place: Any) -> None:
    closed_inspection(place, 1)
    analyst, _ = people(place)
    given = {"inspection": place.inspection.pk, "reason": "<script>x</script>"}
    answer = confirmed(analyst).post("/releases/ask", given, follow=True)
    page = answer.content.decode()
    assert "&lt;script&gt;x" in page and "<script>x" not in page


def test_a_correction_is_asked_for_on_the_page_of_its_release(
    place: Any, browser_of: Any
) -> None:
    from django.utils import timezone

    from probata.service.cases.declare import sign_assessment
    from probata.service.consent.models import ConsentRequest
    from probata.service.releases.models import Release

    signed = closed_inspection(place)
    analyst, manager = people(place)
    first = release_of(place, analyst, manager)
    client = confirmed(analyst)
    address = f"/releases/{first.pk}/correct"
    assert client.post(address, {"reason": ""}).status_code == 422
    reopen(signed[0], by=place.lead, agreed_by=manager)
    open_now = client.get(address).content.decode()
    assert "unlocked and not signed again" in open_now
    changed = send(browser_of(place.reader), signed[0], base=1, value="no", change="x")
    assert changed.status_code == 200
    sign_assessment(signed[0].pk, by=place.reader, at=timezone.now())
    client.post(address, {"reason": "An answer was wrong"})
    asked = ConsentRequest.objects.get(asked_by=analyst, outcome="waiting")
    decide(confirmed(manager), asked)
    second = Release.objects.get(corrects=first)
    page = client.get(f"/releases/{second.pk}/changes").content.decode()
    assert "0 cases added, 0 removed, 1 cells differ" in page
    assert "working_relationship" in page
    old = client.get(f"/releases/{first.pk}/").content.decode()
    assert "corrects this one" in old and "Ask for a correction" not in old
    assert client.get(f"/releases/{first.pk}/changes").status_code == 404
    assert "(corrected since)" in client.get("/releases").content.decode()


@pytest.mark.parametrize("role", ["analyst", "programme_manager", "administrator"])
def test_every_address_of_a_release_gives_what_is_declared(
    place: Any, browser_of: Any, role: str
) -> None:
    from django.urls import reverse

    from probata.service import rights
    from probata.service.roles import Role

    closed_inspection(place, 1)
    release = release_of(place, *people(place))
    client = browser_of(place.person("person", Role(role)))
    standing = rights.Standing(roles=frozenset({Role(role)}))
    for name, route in rights.ROUTES.items():
        if route.subject != "release":
            continue
        method = client.post if name == "download_release" else client.get
        status = method(reverse(name, args=[release.pk])).status_code
        allowed = rights.decide(name, standing) is rights.Outcome.ALLOWED
        # A first release changes nothing, so that page is not there.
        there = allowed and name != "release_changes"
        assert status == (200 if there else 404), (name, role)


def test_there_is_nothing_at_an_address_of_nothing(place: Any) -> None:
    import uuid

    analyst, _ = people(place)
    client = confirmed(analyst)
    assert client.get(f"/releases/{uuid.uuid4()}/").status_code == 404
    assert client.get("/releases/x/").status_code == 404
    assert client.post(f"/requests/{uuid.uuid4()}/take").status_code == 404
