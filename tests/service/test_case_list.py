"""A lead uploads a case list, sees what is wrong with it, and accepts its cohort once."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest
from lists import (
    accept,
    accept_cohort,
    inspect,
    list_columns,
    list_file,
    upload,
    workbook,
)

pytestmark = pytest.mark.database


def page_of(client: Any, place: Any) -> str:
    answer = client.get(f"/inspections/{place.inspection.pk}/list")
    return " ".join(answer.content.decode().split())


def test_an_accepted_list_becomes_cases_and_leaves_no_file(
    place: Any, browser_of: Any
) -> None:
    import hashlib

    from probata.assessment.answers import check_facts
    from probata.service.fieldwork.frameworks import form_of
    from probata.service.fieldwork.models import AcceptedList, PendingList

    inspection, lead = inspect(place), browser_of(place.lead)
    content = list_file(list_columns())
    assert upload(lead, place, content).status_code == 302
    page = page_of(lead, place)
    assert "Accept the cohort of 21 cases" in page and "Synthetic data" in page
    assert not inspection.cases.exists()
    assert accept(lead, place).status_code == 302
    assert not PendingList.objects.filter(inspection=inspection).exists()
    accepted = AcceptedList.objects.get(inspection=inspection)
    assert accepted.sha256 == hashlib.sha256(content).hexdigest()
    assert (accepted.cases, accepted.by) == (21, place.lead)
    cases = list(inspection.cases.order_by("reference"))
    assert [case.reference for case in cases] == [f"{n:03d}" for n in range(1, 22)]
    form = form_of(inspection.framework_id)
    for case in cases:
        check_facts(form, case.facts)
        assert set(case.facts) == set(form.framework.file.facts)
        assert all(case.facts.values())
        assert case.person_id[1:].isdecimal() and case.event_number
        assert set(case.listed) >= {"rosh", "limited_access", "start_kind"}
    # Numbers do not follow the person's number.
    assert [case.person_id for case in cases] != sorted(
        case.person_id for case in cases
    )
    steps = accepted.record["flows"][1]["steps"]
    for before, after in zip(steps, steps[1:], strict=False):
        assert before["before"] - before["out"] == after["before"]
    assert steps[-1]["before"] - steps[-1]["out"] == 21
    assert "001" not in str(accepted.record["flows"])
    page = page_of(lead, place)
    assert "accepted the cohort of 21 cases" in page and accepted.sha256 in page


def test_facts_follow_from_the_list_as_declared(place: Any, browser_of: Any) -> None:
    cases = accept_cohort(place, browser_of(place.lead))
    types = {case.facts["case_type"] for case in cases}
    assert types == {"community", "post_release"}
    for case in cases:
        listed = case.listed
        released = listed["start_kind"] in ("released", "post_sentence")
        assert case.facts["case_type"] == ("post_release" if released else "community")
        alone = (
            not released
            and listed["requirement_unpaid_work"] == "yes"
            and listed["requirement_rar"] == "no"
            and listed["requirement_programme"] == "no"
        )
        assert case.facts["unpaid_work_only"] == ("yes" if alone else "no")


def test_a_list_is_accepted_once_and_not_replaced_then(
    place: Any, browser_of: Any
) -> None:
    lead = browser_of(place.lead)
    accept_cohort(place, lead)
    again = accept(lead, place)
    assert again.status_code == 422
    assert b"has accepted the cohort: 21 cases" in again.content
    another = upload(lead, place, list_file(list_columns(cases=300)))
    assert another.status_code == 422
    assert place.inspection.cases.count() == 21


def test_faults_are_told_by_row_and_column_and_a_corrected_list_takes_its_place(
    place: Any, browser_of: Any
) -> None:
    inspect(place)
    lead = browser_of(place.lead)
    columns = list_columns()
    spoilt = {name: column.copy() for name, column in columns.items()}
    spoilt["CRN"][3] = "not a number"
    spoilt["Commencement date"][7] = "31/02/2023"
    assert upload(lead, place, list_file(spoilt)).status_code == 302
    page = page_of(lead, place)
    assert "row 5, column `CRN`" in page and "row 9, column `Commencement date`" in page
    assert "not a number" not in page
    refused = accept(lead, place)
    assert refused.status_code == 422 and b"Tick to go on" in refused.content
    table = lead.get(f"/inspections/{place.inspection.pk}/list/findings.csv")
    lines = table.content.decode().splitlines()
    assert lines[0].startswith("row,column,kind") and len(lines) >= 3
    assert "not a number" not in table.content.decode()
    assert upload(lead, place, list_file(columns)).status_code == 302
    assert "Nothing is wrong with the list" in page_of(lead, place)
    assert accept(lead, place).status_code == 302


def test_a_list_is_used_as_it_is_where_the_lead_says_so(
    place: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import AcceptedList

    inspect(place)
    lead = browser_of(place.lead)
    columns = list_columns()
    columns["CRN"][3] = "?"
    upload(lead, place, list_file(columns))
    assert accept(lead, place, "findings").status_code == 302
    record = AcceptedList.objects.get(inspection=place.inspection).record
    assert record["agreed"] == ["findings"]
    assert record["set_aside"] >= 1
    first = record["flows"][0]["steps"][0]
    assert (first["id"], first["out"]) == ("set_aside", record["set_aside"])


def test_a_list_that_cannot_be_used_is_refused_and_an_earlier_one_stays(
    place: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import PendingList

    inspect(place)
    lead = browser_of(place.lead)
    good = list_file(list_columns())
    upload(lead, place, good)
    kept = PendingList.objects.get(inspection=place.inspection).sha256
    columns = list_columns()
    header = good.split(b"\n", 1)[0]
    headless = {name: column for name, column in columns.items() if name != "CRN"}
    sent = {
        "an empty file": (b"", "list.csv", "empty"),
        "a header alone": (header, "list.csv", "no rows"),
        "another kind": (good, "list.pdf", "CSV or XLSX"),
        "no ending": (good, "list", "CSV or XLSX"),
        "not a workbook": (good, "list.xlsx", "not a readable XLSX"),
        "without a column": (list_file(headless), "list.csv", "no column for"),
        "of another unit": (
            list_file(list_columns("Cumbria")),
            "list.csv",
            "holds no case of Lambeth",
        ),
        "binary": (b"\0\xff" * 500, "list.csv", ""),
        "formulas": (workbook(columns, "=1+1"), "list.xlsx", ""),
    }
    for what, (content, name, words) in sent.items():
        answer = upload(lead, place, content, name)
        assert answer.status_code == 422, what
        page = " ".join(answer.content.decode().split())
        assert words in page, what
        assert "/tmp" not in page and "Traceback" not in page, what
        assert PendingList.objects.get(inspection=place.inspection).sha256 == kept
    answer = lead.post(f"/inspections/{place.inspection.pk}/list", {})
    assert b"Choose a file" in answer.content


def test_a_file_that_is_too_large_is_refused(place: Any, browser_of: Any) -> None:
    from probata.service.fieldwork.models import PendingList

    inspect(place)
    answer = upload(browser_of(place.lead), place, b"x" * (11 * 1024 * 1024))
    assert answer.status_code == 422
    assert b"larger than 10 MB" in answer.content
    assert not PendingList.objects.filter(inspection=place.inspection).exists()


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    place: Any, browser_of: Any
) -> None:
    import io
    import zipfile

    inspect(place)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (200 * 1024 * 1024))
    assert len(out.getvalue()) < 1024 * 1024
    answer = upload(browser_of(place.lead), place, out.getvalue(), "list.xlsx")
    assert answer.status_code == 422 and b"unpacks to 200 MB" in answer.content


def test_cells_like_formulas_and_names_from_right_to_left_stay_text(
    place: Any, browser_of: Any
) -> None:
    inspect(place)
    lead = browser_of(place.lead)
    columns = list_columns()
    n = len(columns["CRN"])
    one = dict.fromkeys(columns["CRN"].tolist(), "محمد")
    columns["Surname"] = np.asarray([one[crn] for crn in columns["CRN"]], dtype=object)
    columns["Officer code"] = np.full(n, '=HYPERLINK("http://x")<script>', dtype=object)
    assert upload(lead, place, list_file(columns)).status_code == 302
    assert accept(lead, place, "findings").status_code == 302
    case = place.inspection.cases.first()
    assert case.person_name == "محمد"
    assert case.practitioner == '=HYPERLINK("http://x")<script>'
    allocate = f"/inspections/{place.inspection.pk}/allocate"
    lead.post(allocate, {"case": str(case.pk), "to": str(place.reader.pk)})
    assessment = case.assessments.get()
    page = browser_of(place.reader).get(f"/assessments/{assessment.pk}/")
    words = page.content.decode()
    assert case.person_id in words and "&lt;script&gt;" in words
    assert "<script>" not in words.split("<main")[1]


def test_two_persons_under_one_reference_are_found(place: Any, browser_of: Any) -> None:
    inspect(place)
    lead = browser_of(place.lead)
    columns = list_columns()
    columns["CRN"][:] = [
        columns["CRN"][0] if born == columns["Date of birth"][9] else crn
        for crn, born in zip(columns["CRN"], columns["Date of birth"], strict=True)
    ]
    assert columns["Date of birth"][0] != columns["Date of birth"][9]
    upload(lead, place, list_file(columns))
    page = page_of(lead, place)
    assert "column `Date of birth`" in page
    assert accept(lead, place).status_code == 422


def test_of_two_leads_who_accept_at_once_one_wins(place: Any, browser_of: Any) -> None:
    from django.db import connection

    from probata.service.fieldwork.models import AcceptedList, PendingList
    from probata.service.inspections.case_list import accept_list
    from probata.service.inspections.refused import Refused

    inspect(place)
    upload(browser_of(place.lead), place, list_file(list_columns()))
    sha256 = PendingList.objects.get(inspection=place.inspection).sha256
    said: list[str] = []
    start = threading.Barrier(2)

    def take(user: Any) -> None:
        start.wait()
        try:
            made = accept_list(
                place.inspection.pk, sha256, frozenset(), by=user, at=place.now
            )
            said.append(f"made {made.cases}")
        except Refused as refused:
            said.append(refused.summary)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=take, args=(user,))
        for user in (place.lead, place.other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(words.split()[0] for words in said) == [said_by(place, said), "made"]
    assert any("has accepted the cohort" in words for words in said)
    assert AcceptedList.objects.filter(inspection=place.inspection).count() == 1
    assert place.inspection.cases.count() == 21


def said_by(place: Any, said: list[str]) -> str:
    return next(words.split()[0] for words in said if not words.startswith("made"))


def test_a_list_that_was_replaced_meanwhile_is_not_accepted(
    place: Any, browser_of: Any
) -> None:
    inspect(place)
    lead = browser_of(place.lead)
    upload(lead, place, list_file(list_columns()))
    sent = {"action": "accept", "sha256": "0" * 64}
    refused = lead.post(f"/inspections/{place.inspection.pk}/list", sent)
    assert refused.status_code == 422 and b"Another list" in refused.content
    lead.post(f"/inspections/{place.inspection.pk}/list", {"action": "discard"})
    assert accept(lead, place).status_code == 422
    assert not place.inspection.cases.exists()


def test_facts_that_nothing_gives_are_told_before_and_agreed_to(
    place: Any, browser_of: Any, monkeypatch: Any
) -> None:
    import dataclasses

    from probata.service.inspections import read_upload
    from probata.service.inspections.declared import case_facts_for

    inspect(place)
    lead = browser_of(place.lead)
    whole = case_facts_for("probation_2021")
    assert whole is not None
    facts = {
        name: rule for name, rule in whole.file.facts.items() if name != "review_due"
    }
    less = dataclasses.replace(
        whole, file=whole.file.model_copy(update={"facts": facts})
    )
    monkeypatch.setattr(read_upload, "case_facts_for", lambda name: less)
    upload(lead, place, list_file(list_columns()))
    page = page_of(lead, place)
    assert "Nothing in a case list gives: A review was due" in page
    assert "not known of 21 cases" in page
    assert accept(lead, place).status_code == 422
    # What was shown is what is accepted, or nothing is.
    monkeypatch.undo()
    changed = accept(lead, place, "unknown")
    assert changed.status_code == 422 and b"have changed since" in changed.content
    monkeypatch.setattr(read_upload, "case_facts_for", lambda name: less)
    assert accept(lead, place, "unknown").status_code == 302
    assert place.inspection.cases.first().facts["review_due"] is None


def test_a_framework_without_declared_facts_says_what_is_missing(
    place: Any, browser_of: Any
) -> None:
    other = type(place)("youth_justice_2018")
    inspect(other)
    answer = upload(browser_of(other.lead), other, list_file(list_columns()))
    assert answer.status_code == 422
    assert b"case_facts_youth_justice_2018.toml is missing" in answer.content


def test_an_unknown_unit_says_that_no_list_can_be_read(
    place: Any, browser_of: Any
) -> None:
    answer = upload(browser_of(place.lead), place, list_file(list_columns()))
    assert answer.status_code == 422
    assert b"is not a delivery unit" in answer.content


def test_what_was_accepted_cannot_be_changed(place: Any, browser_of: Any) -> None:
    from django.db import DatabaseError, transaction

    from probata.service.fieldwork.models import AcceptedList

    accept_cohort(place, browser_of(place.lead))
    rows = AcceptedList.objects.filter(inspection=place.inspection)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(cases=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(rows.db)


def test_a_manager_and_a_reader_see_nothing_of_a_list(
    place: Any, browser_of: Any
) -> None:
    from probata.service.roles import Role

    inspect(place)
    upload(browser_of(place.lead), place, list_file(list_columns()))
    start = f"/inspections/{place.inspection.pk}/"
    for user in (place.reader, place.person("manager", Role.PROGRAMME_MANAGER)):
        client = browser_of(user)
        for page in ("list", "list/findings.csv", "list/flow.svg", "changes"):
            assert client.get(start + page).status_code == 404
        assert accept(client, place).status_code == 404
