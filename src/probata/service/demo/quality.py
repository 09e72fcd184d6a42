"""A quality sample of the demonstration, from the plan to what was adjudicated.

assure(inspection, cases, people, now) -> None
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

from probata.assessment.answers import Entry
from probata.assessment.form import Form
from probata.service.cases.models import Assessment, Event, StandingAnswer
from probata.service.demo.answers import NOTE, answer_wholly
from probata.service.demo.history import History
from probata.service.demo.people import People
from probata.service.demo.twin_cases import TwinCase
from probata.service.fieldwork.frameworks import form_of
from probata.service.fieldwork.models import Case, Inspection, Reading
from probata.service.quality.compare import adjudicate_answer, compare
from probata.service.quality.draw import draw_signed, give_second_reading, plan_sample
from probata.service.roles import Role

SHARE = 0.3
SECOND_READINGS = 14  # signed; the drawn cases after these wait for a reader


def assure(
    inspection: Inspection,
    cases: list[TwinCase],
    people: People,
    now: datetime.datetime,
) -> None:
    """Draw from a closed inspection, judge again, and decide the first differing case."""
    lead, reader = people.by_role[Role.QUALITY_LEAD], people.by_role[Role.INSPECTOR]
    plan = plan_sample(inspection, "made up", (SHARE, 0.5), by=lead, at=now)
    draw_signed(plan, now)
    twins = {case.reference: case for case in cases}
    drawn = plan.drawn.filter(chosen=True).order_by("case__reference")
    decided = False
    for place, row in enumerate(drawn.select_related("case__inspection")):
        if place == SECOND_READINGS:
            break
        give_second_reading(row.case, reader, by=lead, at=now)
        _judge_again(row.case, twins[row.case.reference], people, place, now)
        differing = compare(row.case).differing
        if differing and not decided:
            decided = True
            told = "Made-up reason: the record shows what the second reader describes."
            for item in differing[:-1]:
                outcome = item.second.value or item.answers[0][0]
                adjudicate_answer(
                    row.case, item.question, outcome, told, by=lead, at=now
                )


def _judge_again(
    case: Case, twin: TwinCase, people: People, place: int, now: datetime.datetime
) -> None:
    form = form_of(case.inspection.framework_id)
    entries = answer_wholly(form, twin)
    if place % 3 == 0:
        entries = _otherwise(form, entries, place)
    second = Assessment.objects.get(case=case, reading=Reading.SECOND)
    lead = people.by_role[Role.QUALITY_LEAD]
    made = History(second, people.by_role[Role.INSPECTOR], lead, now)
    made.answer(form, entries)
    made.sign()
    second.save()
    Event.objects.bulk_create(made.events)
    StandingAnswer.objects.bulk_create(made.answers)


def _otherwise(
    form: Form, entries: Mapping[str, Entry], place: int
) -> dict[str, Entry]:
    """Two key questions that the second reader sees in another way."""
    changed = dict(entries)
    keys = [section.id for section in form.sections if section.id in entries]
    for at in (place, place + 1):
        name = keys[at % len(keys)]
        answers = [item.id for item in form.framework.answers_to(form.question(name))]
        other = next(item for item in answers if item != entries[name].value)
        note = f"{NOTE} The second reader found otherwise."
        changed[name] = replace(entries[name], value=other, note=note)
    return changed
