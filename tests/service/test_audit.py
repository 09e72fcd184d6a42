"""The audit's pages: each sees their part, nothing of a case is in it, exports are kept."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from saves import QUESTION, send
from signing import confirmed

pytestmark = pytest.mark.database
NOTE = "Evidence that the audit must not hold"


@pytest.fixture
def manager(place: Any) -> Any:
    from probata.service.roles import Role

    return place.person("manager", Role.PROGRAMME_MANAGER)


@pytest.fixture
def used(place: Any, browser_of: Any) -> Any:
    """A case that its reader has judged in part and another was refused."""
    assessment = place.case()
    client = browser_of(place.reader)
    client.get(f"/assessments/{assessment.pk}/sections/engagement")
    send(client, assessment, note=NOTE)
    browser_of(place.other).get(f"/assessments/{assessment.pk}/")
    return assessment


def rows(answer: Any) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_manager_sees_who_saw_a_case_and_who_was_refused(
    place: Any, manager: Any, used: Any, browser_of: Any
) -> None:
    client = browser_of(manager)
    page = client.get(f"/audit?case={used.case.reference}").content.decode()
    assert "Page of a key question" in page and place.reader.name in page
    assert "Was refused" in page
    by_id = client.get(f"/audit/export?case={used.pk}")
    by_case = client.get(f"/audit/export?case={used.case.pk}")
    told = {(row["person"], row["action"]) for row in rows(by_id)}
    assert told == {("Reader", "seen"), ("Other", "refused")}
    assert rows(by_id) == rows(by_case)


def test_nothing_of_a_case_is_in_the_audit(
    manager: Any, used: Any, browser_of: Any
) -> None:
    client = browser_of(manager)
    text = client.get(f"/audit/export?case={used.pk}").content.decode()
    text += client.get(f"/audit?case={used.pk}").content.decode()
    assert NOTE not in text and used.case.person_name not in text


def test_an_export_is_itself_recorded(manager: Any, used: Any, browser_of: Any) -> None:
    client = browser_of(manager)
    first = rows(client.get(f"/audit/export?person={manager.pk}"))
    assert [row["action"] for row in first] == []
    second = rows(client.get(f"/audit/export?person={manager.pk}&action=exported"))
    assert [row["route"] for row in second] == ["export_audit"]
    assert "rows: 0" in second[0]["details"]


@pytest.mark.parametrize("role", ["programme_manager", "data_protection"])
def test_who_sees_everything(place: Any, used: Any, browser_of: Any, role: str) -> None:
    from probata.service.roles import Role

    client = browser_of(place.person("person", Role(role)))
    assert rows(client.get(f"/audit/export?case={used.pk}"))
    assert client.get("/audit/patterns").status_code == 200


def test_a_lead_sees_their_inspections_alone(
    place: Any, used: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import Conflict
    from probata.service.roles import Role

    lead = browser_of(place.lead)
    assert rows(lead.get(f"/audit/export?case={used.pk}"))
    assert lead.get("/audit/patterns").status_code == 404
    stranger = browser_of(place.person("stranger", Role.LEAD_INSPECTOR))
    assert rows(stranger.get(f"/audit/export?case={used.pk}")) == []
    assert rows(stranger.get("/audit/export")) == []
    Conflict.objects.create(
        user=place.lead, case=used.case, reason="Knows", declared_at=place.now
    )
    assert rows(lead.get(f"/audit/export?case={used.pk}")) == []


def test_an_administrator_sees_what_concerns_accounts(
    place: Any, used: Any, browser_of: Any
) -> None:
    from probata.service.roles import Role

    administrator = place.person("administrator", Role.ADMINISTRATOR)
    confirmed(administrator).post(
        f"/accounts/{place.reader.pk}/change", {"act": "sessions"}
    )
    client = browser_of(administrator)
    assert rows(client.get(f"/audit/export?case={used.pk}")) == []
    told = rows(client.get(f"/audit/export?person={administrator.pk}"))
    assert told[0]["subject_id"] == str(place.reader.pk)
    assert {row["subject"] for row in told} <= {"user", "account", ""}


@pytest.mark.parametrize("role", ["inspector", "local_assessor", "analyst"])
def test_nobody_else_sees_the_audit(place: Any, browser_of: Any, role: str) -> None:
    from probata.service.roles import Role

    client = browser_of(place.person("nobody", Role(role)))
    for address in ("/audit", "/audit/export", "/audit/patterns"):
        assert client.get(address).status_code == 404


def test_the_audit_is_narrowed(
    place: Any, manager: Any, used: Any, browser_of: Any
) -> None:
    client = browser_of(manager)
    mine = f"/audit/export?inspection={place.inspection.pk}"
    assert {row["action"] for row in rows(client.get(mine))} == {"seen", "refused"}
    refused = rows(client.get(f"{mine}&action=refused"))
    assert [row["person"] for row in refused] == ["Other"]
    today = place.now.date().isoformat()
    assert len(rows(client.get(f"{mine}&since={today}&until={today}"))) == 2
    assert rows(client.get(f"{mine}&until=2001-01-01")) == []
    assert rows(client.get(f"{mine}&person={place.lead.pk}")) == []


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "until=9999-12-31",
        "since=0001-01-01",
        "person=nobody&inspection=none&case=%00&action=x&page=-1",
        "case=%27%3B--&page=9999999",
    ],
)
def test_odd_questions_get_a_page(manager: Any, browser_of: Any, query: str) -> None:
    client = browser_of(manager)
    for address in ("/audit", "/audit/export"):
        assert client.get(f"{address}?{query}").status_code in (200, 422)


def test_a_cell_runs_nothing_in_a_spreadsheet(
    place: Any, manager: Any, browser_of: Any
) -> None:
    from probata.service.accounts.models import User

    User.objects.filter(pk=place.reader.pk).update(name="=HYPERLINK(1)")
    browser_of(place.reader).get("/cases")
    answer = browser_of(manager).get(f"/audit/export?person={place.reader.pk}")
    assert rows(answer)[0]["person"] == "'=HYPERLINK(1)"


def test_patterns_find_days_that_fit_their_rules(
    place: Any, manager: Any, browser_of: Any
) -> None:
    import datetime

    from django.utils import timezone

    from probata.service.audit.models import Record
    from probata.service.oversight.patterns import (
        MANY_CASES_OF_OTHERS,
        MANY_REFUSALS,
        find_patterns,
    )

    noon = timezone.localtime().replace(hour=12)
    night = noon.replace(hour=23)
    assessments = [place.case() for _ in range(MANY_CASES_OF_OTHERS)]

    def add(user: Any, action: str, at: Any, count: int, **more: Any) -> None:
        Record.objects.bulk_create(
            Record(at=at, by=user, action=action, route="assessment", **more)
            for _ in range(count)
        )

    for one in assessments:
        seen = {"subject": "assessment", "subject_id": str(one.pk)}
        add(place.reader, "seen", noon, 1, **seen)  # theirs to judge
        add(place.other, "seen", noon, 2, **seen)
    add(place.lead, "refused", noon, MANY_REFUSALS)
    add(place.reader, "refused", noon, MANY_REFUSALS - 1)
    add(place.reader, "seen", night, 20)
    add(place.other, "exported", noon, 3)
    found = find_patterns(noon - datetime.timedelta(hours=1))
    mine = {place.reader, place.other, place.lead}
    told = sorted(
        (item.rule.split()[0], item.user.name, item.count)
        for item in found
        if item.user in mine
    )
    assert told == [
        ("Did", "Reader", 20),
        ("Exported", "Other", 3),
        ("Saw", "Other", MANY_CASES_OF_OTHERS),
        ("Was", "Lead", MANY_REFUSALS),
    ]
    page = browser_of(manager).get("/audit/patterns").content.decode()
    assert "were never theirs to judge" in page
    assert QUESTION not in page
