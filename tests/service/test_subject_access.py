"""The extract of all that is held on one person: two people, whole, recorded."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from adjudicated import REASON, adjudicated
from saves import QUESTION, send
from signing import confirmed

pytestmark = pytest.mark.database
NOTE = "Seen <b>twice</b>; مرحبا"


@pytest.fixture
def officer(place: Any) -> Any:
    from probata.service.roles import Role

    return place.person("officer", Role.DATA_PROTECTION)


@pytest.fixture
def manager(place: Any) -> Any:
    from probata.service.roles import Role

    return place.person("manager", Role.PROGRAMME_MANAGER)


@pytest.fixture
def held(place: Any, browser_of: Any) -> Any:
    """A case of a person: answered, changed, too late once, and seen by its lead."""
    assessment = place.case()
    case = assessment.case
    case.person_id = f"P-{place.key}"
    case.save()
    reader = browser_of(place.reader)
    send(reader, assessment, value="yes", note=NOTE)
    send(reader, assessment, base=1, value="no", note=NOTE)
    send(reader, assessment, base=1, value="yes", note="too late")
    browser_of(place.lead).get(f"/assessments/{assessment.pk}/check")
    adjudicated(case, by=place.lead, at=place.now)
    return assessment


def ask(client: Any, place: Any, **given: Any) -> Any:
    sent = {"person_id": f"P-{place.key}", "reason": "Request 12"} | given
    return client.post("/subject-access", sent)


def fetch(client: Any, address: str) -> Any:
    return client.post(f"{address}/extract")


def agree(user: Any, address: str) -> None:
    confirmed(user).post(f"{address}/decide", {"decision": "agree", "reason": "Due"})


def test_the_extract_holds_everything_and_another_agreed(
    place: Any, officer: Any, manager: Any, held: Any
) -> None:
    from probata.service.audit.models import Record

    client = confirmed(officer)
    address = ask(client, place)["Location"]
    assert fetch(client, address).status_code == 403
    agree(manager, address)
    answer = fetch(client, address)
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    told = json.loads(files.read("extract.json"))
    (case,) = told["cases"]
    assert case["person_name"] == "Made-up Person"
    assert {item["name"] for item in case["readers"]} == {"Reader"}
    facts = {item["fact"]: item["value"] for item in case["facts"]}
    assert "Community" in str(facts)
    (decided,) = case["adjudicated"]
    assert (decided["first"], decided["second"]) == ("Yes", "No")
    assert decided["outcome"] == "Yes" and decided["reason"] == REASON
    assert REASON in files.read("extract.html").decode()
    (one,) = case["assessments"]
    (stands,) = one["answers"]
    assert stands["answer"] == "No" and stands["note"] == NOTE
    said = [(item["kind"], item.get("note", "")) for item in one["history"]]
    assert said == [
        ("case_opened", ""),
        ("answer_saved", NOTE),
        ("answer_saved", NOTE),
        ("conflict_recorded", "too late"),
    ]
    assert "Lead" in {item["who"] for item in case["audit"]}
    page = files.read("extract.html").decode()
    assert "Seen &lt;b&gt;twice" in page and "<b>twice" not in page
    # As often as it is fetched it is recorded, and nobody else fetches it.
    exported = Record.objects.filter(subject_id=str(held.case_id), action="exported")
    assert exported.count() == 1
    assert fetch(confirmed(manager), address).status_code == 404


def test_a_refused_extract_is_not_made(
    place: Any, officer: Any, manager: Any, held: Any
) -> None:
    client = confirmed(officer)
    address = ask(client, place)["Location"]
    confirmed(manager).post(
        f"{address}/decide", {"decision": "refuse", "reason": "Not shown who asks"}
    )
    assert fetch(client, address).status_code == 403


def test_what_was_agreed_to_is_fetched_within_a_month(
    place: Any, officer: Any, manager: Any, held: Any
) -> None:
    import datetime

    from probata.service.oversight.decide import decide_request

    client = confirmed(officer)
    address = ask(client, place)["Location"]
    then = place.now - datetime.timedelta(days=31)
    key = address.split("/")[-1]
    decide_request(key, agreed=True, reason="Due", by=manager, at=then)
    assert fetch(client, address).status_code == 403


def test_the_persons_id_is_kept_nowhere_else(
    place: Any, officer: Any, manager: Any, held: Any
) -> None:
    from probata.service.audit.models import Record
    from probata.service.consent.models import ConsentRequest

    client = confirmed(officer)
    address = ask(client, place)["Location"]
    page = confirmed(manager).get(address).content.decode()
    agree(manager, address)
    fetch(client, address)
    key = f"P-{place.key}"
    asked = ConsentRequest.objects.get(pk=address.split("/")[-1])
    assert key not in str(asked.details) and key not in address and key not in page
    assert not Record.objects.filter(details__icontains=key).exists()


@pytest.mark.parametrize(
    "given", [{"person_id": ""}, {"person_id": "P-%"}, {"reason": ""}]
)
def test_an_extract_needs_a_person_and_a_reason(
    place: Any, officer: Any, held: Any, given: dict[str, str]
) -> None:
    assert ask(confirmed(officer), place, **given).status_code == 422


@pytest.mark.parametrize(
    "role", ["programme_manager", "administrator", "lead_inspector", "inspector"]
)
def test_nobody_else_asks(place: Any, held: Any, role: str) -> None:
    from probata.service.roles import Role

    client = confirmed(place.person("person", Role(role)))
    assert client.get("/subject-access").status_code == 404
    assert ask(client, place).status_code == 404


def test_the_same_cases_give_the_same_bytes(held: Any) -> None:
    from probata.service.oversight.subject_access import (
        cases_of,
        gather,
        write_extract,
    )

    cases = cases_of(held.case.person_id)
    assert write_extract(gather(cases)) == write_extract(gather(cases))
    assert QUESTION not in json.dumps(gather(cases)["cases"][0]["facts"])
