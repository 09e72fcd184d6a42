"""Routing through the pages: hidden answers are kept, hand-made requests change nothing else."""

from __future__ import annotations

import uuid
from typing import Any

import numpy as np
import pytest
from saves import send

pytestmark = pytest.mark.database

SECTION = "engagement"
SOURCE = "non_compliance_risks"


def state_of(assessment: Any) -> Any:
    from probata.service.cases.case_state import read_case
    from probata.service.cases.models import Assessment

    found = Assessment.objects.select_related("case").get(pk=assessment.pk)
    return read_case(found)


def replayed(assessment: Any) -> Any:
    from probata.assessment.replay import replay
    from probata.service.cases.log import log_event
    from probata.service.cases.models import Event

    events = Event.objects.filter(assessment=assessment).order_by("number")
    found = replay(log_event(event) for event in events)
    assert found.problems == ()
    return found.cases[str(assessment.pk)]


def test_the_states_after_any_saves_are_those_of_the_log(
    place: Any, browser_of: Any
) -> None:
    """200 random saves over the whole form, stale ones and impossible ones among them."""
    from probata.assessment.states import find_states

    assessment = place.case(case_type="post_release", review_due=None)
    client = browser_of(place.reader)
    form = state_of(assessment).form
    luck = np.random.default_rng(11)
    names = list(form.by_id)
    routed = [name for name in names if form.affects(name)]
    versions: dict[str, int] = {}
    codes = []
    for _ in range(200):
        pool = routed if luck.random() < 0.5 else names
        name = pool[luck.integers(len(pool))]
        options = [*form.codes[name], None, "__declined", "nonsense"]
        base = max(0, versions.get(name, 0) - int(luck.random() < 0.1))
        answer = send(
            client,
            assessment,
            question=name,
            value=options[luck.integers(len(options))],
            base=base,
        )
        codes.append(answer.status_code)
        if answer.status_code == 200:
            versions[name] = answer.json()["version"]
    assert set(codes) == {200, 409, 422}
    state, record = state_of(assessment), replayed(assessment)
    assert state.entries == record.entries
    assert find_states(form, record.facts, record.entries) == state.states


def test_an_answer_that_routing_hides_is_kept_and_comes_back(
    place: Any, browser_of: Any
) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    form = state_of(assessment).form
    follower = form.affects(SOURCE)[0]
    given = next(iter(form.codes[follower]))
    send(client, assessment, question=SOURCE, value="yes", base=0)
    send(client, assessment, question=follower, value=given, base=0, note="Kept")
    hidden = send(client, assessment, question=SOURCE, value="no_risks", base=1)
    told = {item["question"]: item for item in hidden.json()["questions"]}
    assert told[follower]["kind"] == "does_not_apply"
    assert "No risks of non-compliance" in told[follower]["reason"]
    assert state_of(assessment).states[follower].kind == "does_not_apply"
    send(client, assessment, question=SOURCE, value="yes", base=2)
    state = state_of(assessment)
    assert state.states[follower].kind == "asked_answered"
    assert state.entries[follower].note == "Kept"


def test_an_ordinary_form_that_leaves_questions_out_clears_none_of_them(
    place: Any, browser_of: Any
) -> None:
    """A form cut short on its way, or made by hand, says nothing of what it does not name."""
    from django.urls import reverse

    assessment, client = place.case(), browser_of(place.reader)
    send(client, assessment, question=SOURCE, value="yes", base=0, note="Seen")
    address = reverse(
        "section", kwargs={"assessment": assessment.pk, "section": SECTION}
    )
    client.post(address, {"operation": str(uuid.uuid4()), f"base-{SOURCE}": "1"})
    entry = state_of(assessment).entries[SOURCE]
    assert (entry.value, entry.note) == ("yes", "Seen")


def test_facts_that_are_not_known_are_not_known_in_the_log(place: Any) -> None:
    assessment = place.case(review_due=None)
    assert replayed(assessment).facts["review_due"] is None


@pytest.mark.parametrize(
    "question", ["no_such", "NON_COMPLIANCE_RISKS", "", "case_type"]
)
def test_a_question_that_the_form_does_not_ask_is_refused(
    place: Any, browser_of: Any, question: str
) -> None:
    assessment = place.case()
    answer = send(browser_of(place.reader), assessment, question=question, base=0)
    assert answer.status_code in (400, 422)
    assert replayed(assessment).entries == {}


def test_facts_changed_behind_the_log_show(place: Any) -> None:
    """Routing rests on them, so that another fact would make another assessment."""
    from probata.service.cases.verify_log import verify_every_log

    assessment = place.case()
    case = assessment.case
    kept = dict(case.facts)
    case.facts = {**kept, "case_type": "post_release"}
    case.save()
    found = verify_every_log()
    case.facts = kept
    case.save()
    assert [fault.where for fault in found.faults] == [f"assessment {assessment.pk}"]
    assert "other facts" in found.faults[0].problem
