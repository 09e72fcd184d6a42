"""A lead watches progress, closes fieldwork with reasons, and opens it again."""

from __future__ import annotations

from typing import Any

import pytest
from saves import send

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def nothing_signed_without_its_log(database: Any) -> Any:
    """Other tests verify every log of this database."""
    yield
    from probata.service.cases.models import Assessment

    unlogged = Assessment.objects.exclude(events__kind="signed")
    unlogged.exclude(state__in=["open", "disposed"]).update(state="open")


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def close(client: Any, place: Any, **reasons: str) -> Any:
    return client.post(f"/inspections/{place.inspection.pk}/close", reasons)


def test_closing_names_who_has_not_signed_and_asks_why(
    place: Any, browser_of: Any
) -> None:
    signed, begun, waiting = place.case(), place.case(), place.case()
    signed.state = "signed"
    signed.save()
    reader, lead = browser_of(place.reader), browser_of(place.lead)
    send(reader, begun)
    waiting.case.allocations.update(until=place.now)
    page = words_of(lead.get(f"/inspections/{place.inspection.pk}/close"))
    assert "2 cases are not signed" in page
    assert f"Case {begun.case.reference}, Reader: begun" in page
    assert f"Case {waiting.case.reference}, no reader: not started" in page
    assert f"Case {signed.case.reference}" not in page
    one = {f"reason-{begun.case.pk}": "The reader is ill"}
    refused = close(lead, place, **one)
    assert refused.status_code == 422
    assert "Say why this case is not signed" in words_of(refused)
    assert "The reader is ill" in words_of(refused)
    long = close(lead, place, **one, **{f"reason-{waiting.case.pk}": "x" * 501})
    assert "more than 500 characters" in words_of(long)
    place.inspection.refresh_from_db()
    assert place.inspection.state == "fieldwork"
    assert send(reader, begun, base=1, note="still open").status_code == 200


def test_closing_locks_answers_and_opening_again_unlocks_them(
    place: Any, browser_of: Any
) -> None:
    from probata.service.audit.models import Record

    assessment = place.case()
    reader, lead = browser_of(place.reader), browser_of(place.lead)
    name = f"reason-{assessment.case.pk}"
    assert close(lead, place, **{name: "Ran out of time"}).status_code == 302
    assert send(reader, assessment).status_code == 403
    assert close(lead, place).status_code == 422
    turn = place.inspection.turns.get(kind="closed")
    assert turn.details == {str(assessment.case.pk): "Ran out of time"}
    assert turn.by == place.lead
    start = f"/inspections/{place.inspection.pk}/"
    listed = words_of(lead.get(start))
    assert "Open fieldwork again" in listed and "Ran out of time" in listed
    refused = lead.post(f"{start}reopen", {})
    assert refused.status_code == 422 and "Enter the reason" in words_of(refused)
    assert reader.post(f"{start}reopen", {"reason": "Mine"}).status_code == 404
    assert (
        lead.post(f"{start}reopen", {"reason": "Back in the office"}).status_code == 302
    )
    assert send(reader, assessment).status_code == 200
    kinds = list(place.inspection.turns.values_list("kind", "reason"))
    assert kinds[-1] == ("reopened", "Back in the office")
    again = lead.post(f"{start}reopen", {"reason": "Twice"})
    assert again.status_code == 422
    done = Record.objects.filter(action="done", subject_id=str(place.inspection.pk))
    assert set(done.values_list("route", flat=True)) >= {
        "inspection_close",
        "inspection_reopen",
    }


def test_closing_deletes_a_list_that_was_not_accepted(
    place: Any, browser_of: Any
) -> None:
    from lists import inspect, list_columns, list_file, upload

    from probata.service.fieldwork.models import PendingList

    inspect(place)
    lead = browser_of(place.lead)
    upload(lead, place, list_file(list_columns()))
    assert PendingList.objects.filter(inspection=place.inspection).exists()
    assert close(lead, place).status_code == 302
    assert not PendingList.objects.filter(inspection=place.inspection).exists()
    late = upload(lead, place, list_file(list_columns()))
    assert late.status_code == 422 and b"Fieldwork is closed" in late.content


def test_a_reason_for_another_case_helps_nothing(place: Any, browser_of: Any) -> None:
    place.case()
    other = type(place)("probation_2021").case()
    lead = browser_of(place.lead)
    sent = {f"reason-{other.case.pk}": "r", "reason-": "r", "reason-x": "r"}
    assert close(lead, place, **sent).status_code == 422


def test_a_lead_with_a_conflict_in_an_unsigned_case_leaves_closing_to_another(
    place: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import Conflict

    hidden = place.case()
    Conflict.objects.create(
        user=place.lead, case=hidden.case, reason="A neighbour", declared_at=place.now
    )
    lead = browser_of(place.lead)
    refused = close(lead, place, **{f"reason-{hidden.case.pk}": "Not mine"})
    assert refused.status_code == 422 and "Another lead" in words_of(refused)
    assert hidden.case.reference not in words_of(refused)


def test_progress_counts_by_reader_and_standard_and_adds_up(
    place: Any, browser_of: Any
) -> None:
    from probata.service.cases.allocate import allocate_case
    from probata.service.inspections.progress import read_progress

    cases = [place.case() for _ in range(4)]
    reader, lead = browser_of(place.reader), browser_of(place.lead)
    send(reader, cases[1])
    cases[2].state = "signed"
    cases[2].save()
    allocate_case(cases[3].case.pk, to=place.other, by=place.lead, at=place.now)
    found = read_progress(place.inspection, place.lead)
    assert found.statuses() == {"not_started": 2, "begun": 1, "ready": 0, "signed": 1}
    by_reader = {name: counts for _, name, counts in found.readers()}
    assert by_reader["Reader"] == {
        "not_started": 1,
        "begun": 1,
        "ready": 0,
        "signed": 1,
    }
    assert by_reader["Other"]["not_started"] == 1
    for _, counts in found.standards():
        assert sum(counts.values()) == len(found.cases)
        assert counts["signed"] == 1
    assert sum(counts["begun"] for _, counts in found.standards()) == 1
    start = f"/inspections/{place.inspection.pk}/progress"
    page = words_of(lead.get(start, {"reader": str(place.other.pk)}))
    assert "1 of 4 cases" in page
    page = words_of(lead.get(start, {"reader": "x", "status": "<script>"}))
    assert "All 4 cases" in page and "<script>alert" not in page
    page = words_of(lead.get(start, {"status": "signed"}))
    assert f">{cases[2].case.reference}<" in page
    assert f">{cases[1].case.reference}<" not in page


def test_a_case_with_nothing_missing_is_ready_to_sign(
    place: Any, browser_of: Any
) -> None:
    from probata.service.cases.case_state import read_case
    from probata.service.inspections.progress import read_progress

    assessment = place.case()
    reader = browser_of(place.reader)
    for _ in range(10):
        state = read_case(assessment)
        missing = [item.name for item in state.missing() if item.name in state.form]
        if not missing:
            break
        for name in missing:
            value = next(iter(state.form.codes[name]))
            assert (
                send(reader, assessment, question=name, value=value).status_code == 200
            )
    assert not read_case(assessment).missing()
    [one] = read_progress(place.inspection, place.lead).cases
    assert one.status == "ready"
    assert set(one.by_standard.values()) == {"ready"}
