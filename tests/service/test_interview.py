"""The section on the interview with the practitioner: asked, saved and missed like others."""

from __future__ import annotations

from typing import Any

import pytest
from saves import send

pytestmark = pytest.mark.database
SECTION = "practitioner_interview"


def test_whether_it_was_held_brings_its_questions(place: Any, browser_of: Any) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    tasks = client.get(f"/assessments/{assessment.pk}/").content.decode()
    assert f"/sections/{SECTION}" in tasks
    page = client.get(f"/assessments/{assessment.pk}/sections/{SECTION}")
    assert "Not held: the practitioner has left" in page.content.decode()

    def asked(value: str, base: int) -> set[str]:
        told = send(
            client,
            assessment,
            question="practitioner_interviewed",
            value=value,
            base=base,
        )
        return {
            item["question"] for item in told.json()["questions"] if item["applies"]
        }

    assert asked("not_held_left", 0) == {"practitioner_interviewed"}
    assert "workload_manageable" in asked("held", 1)
    saved = send(
        client, assessment, question="workload_manageable", value="no", note="55 cases"
    )
    assert saved.status_code == 200
    check = client.get(f"/assessments/{assessment.pk}/check").content.decode()
    assert "Interview with the practitioner" in check and "55 cases" in check


def test_it_is_missing_until_somebody_says_whether_it_was_held(place: Any) -> None:
    from probata.service.cases.case_state import read_case

    missing = read_case(place.case()).missing(SECTION)
    assert [item.name for item in missing] == ["practitioner_interviewed"]
