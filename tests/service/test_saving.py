"""Saving: nothing acknowledged is lost, nothing is overwritten in silence."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from saves import QUESTION, send

pytestmark = pytest.mark.database


def log_of(assessment: Any) -> list[Any]:
    from probata.service.cases.models import Event

    return list(Event.objects.filter(assessment=assessment).order_by("number"))


def test_an_answer_is_in_the_log_and_stands(place: Any, browser_of: Any) -> None:
    assessment = place.case()
    answer = send(browser_of(place.reader), assessment, note="Seen.")
    assert answer.status_code == 200
    assert answer.json()["version"] == 1
    opened, saved = log_of(assessment)
    assert opened.kind == "case_opened"
    assert saved.body["note"] == "Seen." and saved.by_id == place.reader.pk
    stands = assessment.answers.get(question=QUESTION)
    assert (stands.value, stands.note, stands.version) == ("yes", "Seen.", 1)


def test_a_retry_is_taken_once(place: Any, browser_of: Any) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    operation = str(uuid.uuid4())
    first = send(client, assessment, operation=operation)
    second = send(client, assessment, operation=operation)
    assert first.json()["version"] == second.json()["version"] == 1
    assert len(log_of(assessment)) == 2


def test_an_operation_of_another_save_is_no_retry(place: Any, browser_of: Any) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    operation = str(uuid.uuid4())
    send(client, assessment, operation=operation)
    other = send(client, assessment, operation=operation, value="no", base=1)
    assert other.status_code == 400
    assert assessment.answers.get().value == "yes"


def test_a_stale_save_gets_both_and_both_are_kept(place: Any, browser_of: Any) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    send(client, assessment, note="first tab")
    late = send(client, assessment, value="no", note="second tab")
    assert late.status_code == 409
    told = late.json()
    assert (told["by"], told["note"], told["version"]) == ("Reader", "first tab", 1)
    assert assessment.answers.get().note == "first tab"
    assert [event.kind for event in log_of(assessment)][1:] == [
        "answer_saved",
        "conflict_recorded",
    ]
    again = send(client, assessment, base=1, value="no", note="second tab")
    assert again.json()["version"] == 2


def test_two_tabs_at_once_never_overwrite(place: Any, browser_of: Any) -> None:
    from django.db import connections

    assessment = place.case()
    clients = [browser_of(place.reader) for _ in range(2)]
    acknowledged: list[tuple[int, str]] = []
    clashed: list[str] = []

    def type_away(which: int) -> None:
        version = 0
        for step in range(15):
            note = f"{which}-{step}"
            answer = send(clients[which], assessment, base=version, note=note)
            version = answer.json()["version"]
            if answer.status_code == 200:
                acknowledged.append((version, note))
            else:
                clashed.append(note)
        connections.close_all()

    threads = [threading.Thread(target=type_away, args=(which,)) for which in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = {event.body.get("note") for event in log_of(assessment)}
    assert len(acknowledged) + len(clashed) == 30
    assert {note for _, note in acknowledged} | set(clashed) <= kept
    # Each version was acknowledged to one of them only.
    versions = [version for version, _ in acknowledged]
    assert sorted(versions) == list(range(1, len(versions) + 1))
    assert assessment.answers.get().note == max(acknowledged)[1]


@pytest.mark.parametrize(
    "given",
    [
        {"question": "no_such_question"},
        {"value": "perhaps"},
        {"note": "x" * 100_001},
        {"note": "nul\0"},
    ],
    ids=["question", "answer", "long", "null"],
)
def test_what_the_form_cannot_take_is_refused_with_words(
    place: Any, browser_of: Any, given: dict[str, str]
) -> None:
    assessment = place.case()
    answer = send(browser_of(place.reader), assessment, **given)
    assert answer.status_code == 422
    assert answer.json()["why"]
    assert len(log_of(assessment)) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"question": 1}', b"\xff"])
def test_hand_made_posts_are_no_saves(place: Any, browser_of: Any, body: bytes) -> None:
    assessment = place.case()
    answer = browser_of(place.reader).post(
        f"/assessments/{assessment.pk}/answers", body, content_type="application/json"
    )
    assert answer.status_code == 400


def test_unusual_text_comes_back_as_it_was(place: Any, browser_of: Any) -> None:
    assessment = place.case()
    note = "مرحبا \u202e<script>alert(1)</script> 🙂 &amp; 'quoted'"
    client = browser_of(place.reader)
    assert send(client, assessment, note=note).status_code == 200
    assert assessment.answers.get().note == note
    page = client.get(f"/assessments/{assessment.pk}/sections/engagement").content
    assert b"<script>alert(1)" not in page and "مرحبا".encode() in page


def test_a_form_without_scripts_saves_all_its_answers(
    place: Any, browser_of: Any
) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    form = {
        "operation": str(uuid.uuid4()),
        "base-working_relationship": "0",
        "value-working_relationship": "no",
        "note-working_relationship": "by hand\r\nin two lines",
        "complete": "no",
        "then": "list",
    }
    address = f"/assessments/{assessment.pk}/sections/engagement"
    assert client.post(address, form).status_code == 302
    assert assessment.answers.get().note == "by hand\nin two lines"
    assert client.post(address, form).status_code == 302
    assert len(log_of(assessment)) == 2


def test_a_stale_form_shows_both_answers(place: Any, browser_of: Any) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    send(client, assessment, note="first tab")
    form = {
        "operation": str(uuid.uuid4()),
        "base-working_relationship": "0",
        "value-working_relationship": "no",
        "note-working_relationship": "from the old page",
        "complete": "no",
    }
    answer = client.post(f"/assessments/{assessment.pk}/sections/engagement", form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "first tab" in page and "from the old page" in page
    assert "<title>Error: " in page
