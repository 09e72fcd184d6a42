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
