"""Cases that come late or are withdrawn, each with a reason; none is deleted."""

from __future__ import annotations

from typing import Any

import pytest
from lists import accept_cohort

pytestmark = pytest.mark.database


def test_a_case_comes_late_and_another_is_withdrawn_with_its_answers(
    place: Any, browser_of: Any
) -> None:
    from saves import send

    from probata.service.cases.verify_log import verify_every_log

    lead = browser_of(place.lead)
    cases = accept_cohort(place, lead)
    changes = f"/inspections/{place.inspection.pk}/changes"
    late = {
        "action": "add",
        "person_id": "x999999",
        "event_number": "2",
        "practitioner": "N01",
        "fact-case_type": "community",
        "fact-review_due": "yes",
        "reason-add": "The unit found it later",
    }
    assert lead.post(changes, late).status_code == 302
    added = place.inspection.cases.get(person_id="X999999")
    assert added.reference == "022"
    assert added.facts["unpaid_work_only"] is None
    assert b"This is case 022 already" in lead.post(changes, late).content
    wrong = late | {"person_id": "12", "event_number": "x", "fact-case_type": "other"}
    page = lead.post(changes, wrong).content.decode()
    assert "a letter and six digits" in page and "from 1 to 999" in page
    sent = late | {"person_id": "X999998", "fact-case_type": "other"}
    assert b"none of post_release" in lead.post(changes, sent).content

    case = cases[0]
    allocate = f"/inspections/{place.inspection.pk}/allocate"
    lead.post(allocate, {"case": str(case.pk), "to": str(place.reader.pk)})
    assessment, reader = case.assessments.get(), browser_of(place.reader)
    send(reader, assessment, note="kept")
    leave = {"action": "withdraw", "case-withdraw": str(case.pk)}
    assert lead.post(changes, leave).status_code == 422
    leave["reason-withdraw"] = "Of another unit"
    assert lead.post(changes, leave).status_code == 302
    assert reader.get(f"/assessments/{assessment.pk}/").status_code == 404
    assert assessment.answers.get().note == "kept"
    back = lead.post(allocate, {"case": str(case.pk), "to": str(place.reader.pk)})
    assert back.status_code == 422 and b"withdrawn" in back.content
    listed = lead.get(f"/inspections/{place.inspection.pk}/").content.decode()
    assert "21, of which 0 have a reader" in listed
    again = {"action": "restore", "case-restore": str(case.pk), "reason-restore": "No"}
    assert lead.post(changes, again).status_code == 302
    kinds = [event.kind for event in assessment.events.order_by("number")]
    assert kinds[3:] == ["reading_ended", "case_withdrawn", "case_restored"]
    own = [
        item for item in verify_every_log().faults if str(assessment.pk) in item.where
    ]
    assert own == []
    other = type(place)("probation_2021").case().case
    foreign = leave | {"case-withdraw": str(other.pk)}
    assert lead.post(changes, foreign).status_code == 404


def test_a_fact_that_was_not_known_is_recorded_and_its_case_can_go_on(
    place: Any, browser_of: Any
) -> None:
    from saves import send

    from probata.service.cases.case_state import read_case
    from probata.service.cases.verify_log import verify_every_log

    assessment = place.case(review_due="")
    case, lead = assessment.case, browser_of(place.lead)
    changes = f"/inspections/{place.inspection.pk}/changes"
    page = lead.get(changes).content.decode()
    assert f"Case {case.reference}: A review was due" in page
    assert "review_due" in {item.name for item in read_case(assessment).missing()}
    send(browser_of(place.reader), assessment, note="before")
    sent = {"action": "fact", "case-fact": str(case.pk), "fact": "review_due:yes"}
    assert lead.post(changes, sent).status_code == 422
    sent["reason-fact"] = "The unit told us"
    for wrong in ("review_due:perhaps", "no_such:yes", "review_due:", ""):
        assert lead.post(changes, sent | {"fact": wrong}).status_code == 422, wrong
    assert lead.post(changes, sent).status_code == 302
    assessment.refresh_from_db()
    found = read_case(assessment)
    assert found.assessment.case.facts["review_due"] == "yes"
    assert "review_due" not in {item.name for item in found.missing()}
    assert assessment.answers.get().note == "before"
    own = [
        item for item in verify_every_log().faults if str(assessment.pk) in item.where
    ]
    assert own == []
    page = " ".join(lead.get(changes).content.decode().split())
    assert "fact recorded (A review was due by the time of the inspection: Yes)" in page
    assessment.state = "signed"
    assessment.save()
    try:
        refused = lead.post(changes, sent | {"fact": "review_due:no"})
        assert refused.status_code == 422 and b"is signed" in refused.content
    finally:
        assessment.state = "open"
        assessment.save()
    foreign = type(place)("probation_2021").case().case
    stolen = sent | {"case-fact": str(foreign.pk)}
    assert lead.post(changes, stolen).status_code == 404
    assert browser_of(place.reader).post(changes, sent).status_code == 404
