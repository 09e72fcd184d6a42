"""Opening a signed assessment again: two people, a reason, and nothing is lost."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from saves import QUESTION, send
from signing import confirmed, sign_wholly

pytestmark = pytest.mark.database


def ask_to_unlock(client: Any, assessment: Any, reason: str = "Wrong file read") -> Any:
    return client.post(f"/assessments/{assessment.pk}/unlock", {"reason": reason})


def decide(client: Any, asked: Any, decision: str = "agree") -> Any:
    return client.post(
        f"/requests/{asked.pk}/decide", {"decision": decision, "reason": "I see why"}
    )


def asked_of(assessment: Any) -> Any:
    from probata.service.consent.models import ConsentRequest

    return ConsentRequest.objects.filter(subject_id=str(assessment.pk)).first()


@pytest.fixture
def signed(place: Any) -> Any:
    assessment = place.case()
    sign_wholly(assessment, place.reader)
    return assessment


@pytest.fixture
def reopened(place: Any, signed: Any, browser_of: Any) -> Any:
    ask_to_unlock(browser_of(place.reader), signed)
    decide(confirmed(place.lead), asked_of(signed))
    signed.refresh_from_db()
    return signed


def test_two_people_open_it_and_each_change_says_why(
    place: Any, reopened: Any, browser_of: Any
) -> None:
    from probata.service.cases.case_state import read_case
    from probata.service.cases.declare import NotComplete, sign_assessment
    from probata.service.cases.verify_log import verify_every_log

    assert reopened.state == "open" and reopened.signed_by is None
    event = reopened.events.get(kind="unlocked")
    assert event.by == place.reader and event.body["agreed_by"] == str(place.lead.pk)
    assert event.body["reason"] == "Wrong file read"
    client = browser_of(place.reader)
    stands = reopened.answers.get(question=QUESTION)
    changed = send(client, reopened, base=stands.version, value="no")
    assert changed.status_code == 200
    told = {item["question"]: item["changed"] for item in changed.json()["questions"]}
    assert told[QUESTION] and sum(told.values()) == 1
    with pytest.raises(NotComplete):
        sign_assessment(reopened.pk, by=place.reader, at=place.now)
    missing = read_case(reopened).missing()
    assert [item.name for item in missing] == [QUESTION]
    assert "changed after signing" in missing[0].problem
    version = stands.version + 1
    send(client, reopened, base=version, value="no", change="I had read another file")
    sign_assessment(reopened.pk, by=place.reader, at=place.now)
    first = reopened.events.filter(kind="answer_saved", question=QUESTION).first()
    assert first.body["value"] == stands.value and "change_reason" not in first.body
    assert verify_every_log().faults == ()
    page = client.get(f"/assessments/{reopened.pk}/check").content.decode()
    assert "I had read another file" in page


def test_an_answer_put_back_needs_no_reason(
    place: Any, reopened: Any, browser_of: Any
) -> None:
    from probata.service.cases.case_state import read_case

    client, stands = browser_of(place.reader), reopened.answers.get(question=QUESTION)
    send(client, reopened, base=stands.version, value="no", note=stands.note)
    assert read_case(reopened).missing()
    back = stands.version + 1
    send(client, reopened, base=back, value=stands.value, note=stands.note)
    assert not read_case(reopened).missing()


def test_a_second_change_needs_a_reason_of_its_own(
    place: Any, reopened: Any, browser_of: Any
) -> None:
    from probata.service.cases.case_state import read_case
    from probata.service.cases.declare import sign_assessment

    client, version = (
        browser_of(place.reader),
        reopened.answers.get(question=QUESTION).version,
    )
    send(client, reopened, base=version, value="no", change="first")
    sign_assessment(reopened.pk, by=place.reader, at=place.now)
    ask_to_unlock(client, reopened)
    decide(confirmed(place.lead), asked_of(reopened))
    reopened.refresh_from_db()
    assert not read_case(reopened).missing()
    send(client, reopened, base=version + 1, value="yes", change="first")
    assert [item.name for item in read_case(reopened).missing()] == [QUESTION]
    send(client, reopened, base=version + 2, value="yes", change="second")
    assert not read_case(reopened).missing()


def test_nobody_agrees_to_their_own_request(place: Any, signed: Any) -> None:
    client = confirmed(place.lead)
    ask_to_unlock(client, signed)
    assert decide(client, asked_of(signed)).status_code == 403
    signed.refresh_from_db()
    assert signed.state == "signed"


def test_the_database_refuses_a_decision_by_who_asked(
    place: Any, signed: Any, browser_of: Any
) -> None:
    from django.db import IntegrityError, ProgrammingError, connection, transaction

    ask_to_unlock(browser_of(place.reader), signed)
    asked = asked_of(signed)
    with pytest.raises(IntegrityError, match="another_person"), transaction.atomic():
        asked.outcome, asked.decided_by = "agreed", place.reader
        asked.decided_at = place.now
        asked.save()
    decide(confirmed(place.lead), asked)
    for act in (
        "UPDATE consent_consentrequest SET reason = 'x' WHERE id = %s",
        "UPDATE consent_consentrequest SET decision_reason = 'x' WHERE id = %s",
        "DELETE FROM consent_consentrequest WHERE id = %s",
    ):
        with pytest.raises(ProgrammingError, match="refused"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(act, [asked.pk])


def test_a_refusal_changes_nothing_and_is_kept(
    place: Any, signed: Any, browser_of: Any
) -> None:
    reader = browser_of(place.reader)
    ask_to_unlock(reader, signed)
    asked = asked_of(signed)
    lead = confirmed(place.lead)
    assert decide(lead, asked, "refuse").status_code == 302
    signed.refresh_from_db()
    assert signed.state == "signed"
    assert "I see why" in reader.get(f"/requests/{asked.pk}").content.decode()
    assert decide(lead, asked).status_code == 403
    assert send(reader, signed, base=1, value="no").status_code == 403


def test_a_request_needs_a_reason_and_waits_once(
    place: Any, signed: Any, browser_of: Any
) -> None:
    client = browser_of(place.reader)
    page = ask_to_unlock(client, signed, "  ")
    assert page.status_code == 422 and b"Give a reason." in page.content
    assert ask_to_unlock(client, signed).status_code == 302
    again = ask_to_unlock(client, signed)
    assert again.status_code == 422 and b"asked for already" in again.content
    assert ask_to_unlock(client, place.case()).status_code == 403


def test_a_decision_asks_for_the_password_first(
    place: Any, signed: Any, browser_of: Any
) -> None:
    ask_to_unlock(browser_of(place.reader), signed)
    asked = asked_of(signed)
    late = decide(browser_of(place.lead), asked)
    assert late["Location"].startswith("/confirm?next=%2Frequests%2F")


def test_what_was_released_is_opened_by_a_programme_manager_alone(
    place: Any, signed: Any, browser_of: Any
) -> None:
    from probata.service.cases.verify_log import verify_every_log
    from probata.service.roles import Role

    signed.state = "locked"
    signed.save()
    place.inspection.state = "closed"
    place.inspection.save()
    reader = browser_of(place.reader)
    page = reader.get(f"/assessments/{signed.pk}/unlock").content.decode()
    assert "next release" in page
    ask_to_unlock(reader, signed)
    asked = asked_of(signed)
    assert decide(confirmed(place.lead), asked).status_code == 404
    manager = place.person("manager", Role.PROGRAMME_MANAGER)
    assert decide(confirmed(manager), asked).status_code == 302
    signed.refresh_from_db()
    assert signed.state == "open"
    assert signed.events.get(kind="unlocked").body["was"] == "locked"
    # Fieldwork is closed, and the correction can still be made.
    version = signed.answers.get(question=QUESTION).version
    sent = send(reader, signed, base=version, value="no", change="Corrected")
    assert sent.status_code == 200
    assert verify_every_log().faults == ()


PEOPLE = {
    "asker": ("reader", 200, 403),
    "lead": ("lead", 200, 302),
    "programme manager": ("programme_manager", 200, 302),
    "administrator": ("administrator", 404, 404),
    "data protection": ("data_protection", 404, 404),
    "another inspector": ("other", 404, 404),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_sees_and_decides_a_request(
    place: Any, signed: Any, browser_of: Any, who: str
) -> None:
    from probata.service.roles import Role

    name, seen, decided = PEOPLE[who]
    person = getattr(place, name, None) or place.person("p", Role(name))
    ask_to_unlock(browser_of(place.reader), signed)
    asked = asked_of(signed)
    client = confirmed(person)
    assert client.get(f"/requests/{asked.pk}").status_code == seen
    listed = str(asked.pk) in client.get("/requests").content.decode()
    assert listed == (seen == 200)
    assert decide(client, asked, "refuse").status_code == decided


def test_a_conflict_hides_the_request(place: Any, signed: Any, browser_of: Any) -> None:
    from probata.service.fieldwork.models import Conflict

    ask_to_unlock(browser_of(place.reader), signed)
    Conflict.objects.create(
        user=place.lead, case=signed.case, reason="Knows", declared_at=place.now
    )
    client = confirmed(place.lead)
    assert client.get(f"/requests/{asked_of(signed).pk}").status_code == 404
    assert client.get(f"/requests/{uuid.uuid4()}").status_code == 404
