"""A case drawn for a second reading, and what it takes to sign a reading."""

from __future__ import annotations

from typing import Any

SECRET = "Only the first reader wrote this."


def judge(place: Any, assessment: Any, by: Any, note: str, **other: str) -> None:
    """Answer everything and sign, as saving does; `other` answers to some questions."""
    from uuid import uuid4

    from probata.assessment.answers import Entry
    from probata.service.cases.declare import sign_assessment
    from probata.service.cases.save_answer import Save, save_answer
    from probata.service.demo.answers import answer_wholly
    from probata.service.demo.twin_cases import TwinCase
    from probata.service.fieldwork.frameworks import form_of

    facts = assessment.case.facts
    case = TwinCase("", "", "", "", facts, other)
    form = form_of(assessment.framework_id)
    for question, entry in answer_wholly(form, case).items():
        # A sentence is asked for where a key question stands against its prompts.
        told = Entry(value=entry.value, note=note, reasoning=note)
        save = Save(question=question, entry=told, base=0, operation=uuid4())
        save_answer(assessment.pk, save, by=by, at=place.now)
    sign_assessment(assessment.pk, by=by, at=place.now)


def draw_case(place: Any, browser_of: Any) -> Any:
    """A signed case, drawn and given to a second reader by a quality lead."""
    from django.urls import reverse

    from probata.service.cases.models import Assessment
    from probata.service.roles import Role

    place.reader.name = "Firstname Firstreader"
    place.reader.save()
    place.first = place.case()
    judge(place, place.first, place.reader, SECRET, engagement="yes")
    place.quality = place.person("quality", Role.QUALITY_LEAD)
    place.second_reader = place.person("second", Role.INSPECTOR, Role.LEAD_INSPECTOR)
    page = reverse("quality_sample", kwargs={"inspection": place.inspection.pk})
    place.page = page
    client = browser_of(place.quality)
    plan = {"act": "plan", "seed": "any", "share": "100", "targeted": "0"}
    assert client.post(page, plan).status_code == 302
    give = {
        "act": "give",
        "case": place.first.case_id,
        f"to-{place.first.case_id}": place.second_reader.pk,
    }
    assert client.post(page, give).status_code == 302
    place.second = Assessment.objects.get(case=place.first.case, reading="second")
    return place
