"""Retention: what is due, its disposal by two people, and a log that still verifies."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

import pytest
from adjudicated import adjudicated
from saves import send
from signing import confirmed, sign_wholly

pytestmark = pytest.mark.database


@pytest.fixture
def officer(place: Any) -> Any:
    from probata.service.roles import Role

    return place.person("officer", Role.DATA_PROTECTION)


@pytest.fixture
def manager(place: Any) -> Any:
    from probata.service.roles import Role

    return place.person("manager", Role.PROGRAMME_MANAGER)


@pytest.fixture
def old(place: Any, browser_of: Any) -> Any:
    """A closed inspection of long ago with a signed case and one in progress."""
    signed, begun = place.case(), place.case()
    sign_wholly(signed, place.reader)
    send(browser_of(place.reader), begun, note="Evidence of a person's life")
    adjudicated(signed.case, by=place.lead, at=place.now)
    long_ago = place.now.date() - datetime.timedelta(days=4 * 365)
    place.inspection.fieldwork_starts = place.inspection.fieldwork_ends = long_ago
    place.inspection.state = "closed"
    place.inspection.save()
    return signed, begun


def ask(client: Any, place: Any, reason: str = "Schedule, row 4") -> Any:
    address = f"/retention/{place.inspection.pk}"
    return client.post(address, {"reason": reason})


def agree(user: Any, address: str) -> Any:
    return confirmed(user).post(
        f"{address}/decide", {"decision": "agree", "reason": "It is due"}
    )


@pytest.fixture
def disposed(place: Any, officer: Any, manager: Any, old: Any) -> Any:
    address = ask(confirmed(officer), place)["Location"]
    assert agree(manager, address).status_code == 302
    return old


def test_content_goes_and_the_chain_still_verifies(
    place: Any, officer: Any, disposed: Any, browser_of: Any
) -> None:
    from probata.service.cases.models import Event, StandingAnswer
    from probata.service.cases.verify_log import verify_every_log
    from probata.service.fieldwork.models import Case
    from probata.service.quality.models import Adjudication

    for assessment in disposed:
        assert not StandingAnswer.objects.filter(assessment=assessment).exists()
        assert not Adjudication.objects.filter(case=assessment.case_id).exists()
        said = Event.objects.filter(assessment=assessment).exclude(body=None)
        assert [event.kind for event in said] == ["case_disposed"]
        case = Case.objects.get(pk=assessment.case_id)
        assert (case.person_name, case.person_id, case.practitioner) == ("", "", "")
        assert case.facts == {} and "C-" not in case.reference
        assessment.refresh_from_db()
        assert assessment.state == "disposed"
        for user in (place.reader, place.lead):
            page = browser_of(user).get(f"/assessments/{assessment.pk}/")
            assert page.status_code == 404
    found = verify_every_log()
    assert found.faults == () and found.disposed >= 2


def test_the_certificate_says_what_went_and_its_hash_holds(
    place: Any, officer: Any, disposed: Any, browser_of: Any
) -> None:
    client = browser_of(officer)
    page = client.get(f"/retention/{place.inspection.pk}").content.decode()
    file = client.get(f"/retention/{place.inspection.pk}/certificate")
    assert hashlib.sha256(file.content).hexdigest() in page
    told = file.json()
    assert told["gone"]["adjudications"] == 1
    assert told["gone"]["cases"] == 2 and told["gone"]["event_bodies"] > 10
    assert (told["asked_by"], told["agreed_by"]) == ("Officer", "Manager")
    heads = {item["assessment"]: item["after"] for item in told["logs"]}
    for assessment in disposed:
        assessment.refresh_from_db()
        expected = {"events": assessment.length, "head": assessment.head}
        assert heads[str(assessment.pk)] == expected
    assert "Evidence of a person" not in file.content.decode()


def test_a_dry_run_changes_nothing(
    place: Any, officer: Any, old: Any, browser_of: Any
) -> None:
    from probata.service.cases.models import Event

    before = Event.objects.filter(body=None).count()
    page = browser_of(officer).get(f"/retention/{place.inspection.pk}").content.decode()
    assert "dry run" in page and "1 assessments were never signed" in page
    assert Event.objects.filter(body=None).count() == before


TAMPERINGS = [
    "UPDATE cases_event SET body = '{}' WHERE assessment_id = %s",
    "UPDATE cases_event SET body = 'null' WHERE assessment_id = %s",
    "UPDATE cases_event SET body = NULL, kind = 'x' WHERE assessment_id = %s",
    "UPDATE cases_event SET body = NULL, number = number + 100 WHERE assessment_id = %s",
    "UPDATE cases_event SET body = NULL, at = now() WHERE assessment_id = %s",
    "UPDATE cases_event SET body = NULL, hash = 'x' WHERE assessment_id = %s",
    "UPDATE cases_event SET body = NULL, body_sha256 = 'x' WHERE assessment_id = %s",
    "UPDATE cases_event SET body = NULL, question = '' WHERE assessment_id = %s",
    "UPDATE cases_event SET number = number WHERE assessment_id = %s",
    "DELETE FROM cases_event WHERE assessment_id = %s",
]


@pytest.mark.parametrize("act", TAMPERINGS)
def test_the_trigger_lets_nothing_else_pass_not_even_for_the_owner(
    place: Any, disposed: Any, database: Any, act: str
) -> None:
    import psycopg

    with psycopg.connect(database.owner_url) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only added to"):
            connection.execute(act, [disposed[0].pk])


@pytest.mark.parametrize(
    "act",
    [
        "DELETE FROM quality_adjudication WHERE id = %s",
        "UPDATE quality_adjudication SET reason = '' WHERE id = %s",
    ],
)
def test_what_was_adjudicated_goes_by_disposal_alone(
    place: Any, old: Any, database: Any, act: str
) -> None:
    import psycopg

    from probata.service.quality.models import Adjudication

    kept = Adjudication.objects.get(case=old[0].case_id)
    with psycopg.connect(database.owner_url) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only added to"):
            connection.execute(act, [kept.pk])
    assert Adjudication.objects.get(pk=kept.pk).reason == kept.reason


def test_a_body_goes_for_no_case_that_was_not_disposed_of(
    place: Any, browser_of: Any, database: Any, officer: Any, manager: Any
) -> None:
    import psycopg

    from probata.service.consent.models import ConsentRequest

    assessment = place.case()
    empty = "UPDATE cases_event SET body = NULL WHERE assessment_id = %s"
    with psycopg.connect(database.owner_url) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(empty, [assessment.pk])
    # A disposal that nobody agreed to, written by hand, opens nothing.
    asked = ConsentRequest.objects.create(
        kind="disposal",
        subject_id=str(place.inspection.pk),
        reason="By hand",
        asked_by=officer,
        asked_at=place.now,
    )
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "INSERT INTO retention_disposal (id, inspection_id, request_id, at, asked_by_id,"
            " agreed_by_id, certificate, certificate_sha256)"
            " VALUES (gen_random_uuid(), %s, %s, now(), %s, %s, '{}', '')",
            [place.inspection.pk, asked.pk, officer.pk, manager.pk],
        )
        connection.execute(
            "INSERT INTO retention_disposedcase (disposal_id, case_id)"
            " SELECT id, %s FROM retention_disposal WHERE request_id = %s",
            [assessment.case_id, asked.pk],
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(empty, [assessment.pk])
        connection.rollback()


def test_the_application_may_touch_no_other_column(place: Any, disposed: Any) -> None:
    from django.db import ProgrammingError, connection, transaction

    for column in ("number", "hash", "by_id", "at", "kind", "body_sha256"):
        with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE cases_event SET {column} = {column}")


_KIND = "UPDATE cases_event SET kind = '{}' WHERE kind = '{}' AND assessment_id = %s"
_HASH = "UPDATE cases_event SET body_sha256 = reverse(body_sha256) WHERE number = 2"
_STATE = "UPDATE cases_assessment SET state = '{}' WHERE id = %s"
# What is done to a disposed log, and what undoes it.
SHOWS = [
    (_KIND.format("x", "case_disposed"), _KIND.format("case_disposed", "x")),
    (f"{_HASH} AND assessment_id = %s", f"{_HASH} AND assessment_id = %s"),
    (_STATE.format("open"), _STATE.format("disposed")),
]


def test_tampering_with_a_disposed_log_shows(disposed: Any, database: Any) -> None:
    """Disposed is told apart from tampered: without its end, or with another hash."""
    import psycopg

    from probata.service.cases.verify_log import verify_every_log

    one = disposed[0]
    for act, back in SHOWS:
        with psycopg.connect(database.owner_url, autocommit=True) as connection:
            connection.execute("ALTER TABLE cases_event DISABLE TRIGGER USER")
            assert connection.execute(act, [one.pk]).rowcount == 1
            found = verify_every_log()
            connection.execute(back, [one.pk])
            connection.execute("ALTER TABLE cases_event ENABLE TRIGGER USER")
        assert found.fault_count > 0, act
        assert all(str(one.pk) in fault.where for fault in found.faults)
    assert verify_every_log().faults == ()


def test_what_is_not_due_is_not_disposed_of(
    place: Any, officer: Any, manager: Any, old: Any
) -> None:
    client = confirmed(officer)
    address = ask(client, place)["Location"]
    place.inspection.fieldwork_ends = place.now.date()
    place.inspection.save()
    # Asked for while it was due, and decided when it was no more.
    page = agree(manager, address)
    assert page.status_code == 422 and b"not due" in page.content
    old[0].refresh_from_db()
    assert old[0].state == "signed"
    again = ask(client, place)
    assert again.status_code == 422 and b"not due" in again.content


def test_what_was_disposed_of_is_not_opened_again(
    place: Any, officer: Any, manager: Any, old: Any, browser_of: Any
) -> None:
    reader = browser_of(place.reader)
    address = f"/assessments/{old[0].pk}/unlock"
    to_unlock = reader.post(address, {"reason": "Wrong file"})["Location"]
    agree(manager, ask(confirmed(officer), place)["Location"])
    page = agree(manager, to_unlock)
    assert page.status_code == 422 and b"or gone" in page.content
    old[0].refresh_from_db()
    assert old[0].state == "disposed"


def test_nobody_disposes_alone(place: Any, officer: Any, old: Any) -> None:
    client = confirmed(officer)
    address = ask(client, place)["Location"]
    alone = client.post(f"{address}/decide", {"decision": "agree", "reason": "x"})
    assert alone.status_code == 403
    assert ask(client, place, " ").status_code == 422


def test_a_manager_cannot_ask_and_others_see_nothing(
    place: Any, manager: Any, old: Any
) -> None:
    assert b"data protection officer asks" in ask(confirmed(manager), place).content
    for user in (place.lead, place.reader):
        client = confirmed(user)
        assert client.get("/retention").status_code == 404
        assert ask(client, place).status_code == 404


@pytest.mark.parametrize("days", ["0", "-1", "x", "36501", "", "9" * 30, "٣"])
def test_a_period_is_a_number_of_days(officer: Any, days: str) -> None:
    from probata.service.retention.models import RetentionPeriod

    page = confirmed(officer).post("/retention/period", {"kind": "audit", "days": days})
    assert page.status_code == 422
    assert RetentionPeriod.objects.get(kind="audit").days == 7 * 365


def test_the_schedule_says_what_is_due(place: Any, officer: Any, old: Any) -> None:
    from probata.service.retention.models import RetentionPeriod

    client = confirmed(officer)
    assert str(place.inspection.pk) in client.get("/retention").content.decode()
    client.post("/retention/period", {"kind": "cases", "days": "36500"})
    try:
        assert str(place.inspection.pk) not in client.get("/retention").content.decode()
    finally:
        RetentionPeriod.objects.filter(kind="cases").update(days=3 * 365)


def test_old_sign_ins_are_tidied(place: Any) -> None:
    from axes.models import AccessLog
    from django.contrib.sessions.models import Session

    from probata.service.retention.tidy import tidy_sign_ins

    day = datetime.timedelta(days=1)
    Session.objects.create(
        session_key=f"over{place.number}", session_data="", expire_date=place.now - day
    )
    for age in (1, 200):
        made = AccessLog.objects.create(username=place.reader.email)
        AccessLog.objects.filter(pk=made.pk).update(attempt_time=place.now - age * day)
    told = tidy_sign_ins(place.now)
    assert told["sessions"] >= 1
    assert AccessLog.objects.filter(username=place.reader.email).count() == 1
    assert not Session.objects.filter(session_key=f"over{place.number}").exists()
