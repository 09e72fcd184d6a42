"""What is missing from a section, a standard and a case, and the task list."""

import pytest

from probata.assessment.answers import Entry
from probata.assessment.completion import (
    STATUS_WORDS,
    Missing,
    find_missing,
    find_status,
    is_complete,
)
from probata.assessment.states import find_states

OTHER = {"kind": "other", "age": 30}
YES, NO, NONE = Entry("yes"), Entry("no"), Entry("none")
FULL_K = {"a": NO, "h": YES, "k": YES}


def missing(form, facts, entries, scope="case"):
    states = find_states(form, facts, entries)
    return [item.name for item in find_missing(form, states, entries, scope)]


def test_each_question_that_is_asked_and_open_is_missing_once(form):
    assert missing(form, OTHER, {}) == ["a", "k", "e", "g", "m", "i"]
    assert missing(form, OTHER, {}, "s") == ["a", "k", "e", "g", "m"]
    assert missing(form, OTHER, {}, "m") == ["e", "g", "m"]
    assert missing(form, OTHER, {}, "t") == ["i"]


def test_a_follow_on_is_missing_once_it_applies(form):
    assert missing(form, OTHER, {"a": YES}, "k") == ["b", "h", "k"]
    assert missing(form, OTHER, {**FULL_K, "a": YES}, "k") == ["b"]
    assert missing(form, OTHER, FULL_K, "k") == []


def test_the_words_name_the_question(form):
    states = find_states(form, OTHER, {})
    assert find_missing(form, states, {}, "t") == (Missing("i", "Answer “Label i”"),)


def test_declining_needs_a_reason_and_then_completes(form):
    entries = {**FULL_K, "a": Entry(declined=True, declined_because=" ")}
    assert missing(form, OTHER, entries, "k") == ["a"]
    told = Entry(declined=True, declined_because="No record was kept.")
    # h waits on a as well, and cannot be reached any more: nothing is asked for it.
    assert missing(form, OTHER, {"a": told, "k": YES}, "k") == []


def test_a_fact_that_is_not_known_is_missing_once(form):
    assert missing(form, {"age": 30}, {}, "m") == ["kind"]
    states = find_states(form, {"age": 30}, {})
    assert find_missing(form, states, {}, "m")[0].problem == (
        "“Kind of sentence” is not known of this case"
    )


def test_a_case_is_complete_when_every_section_is(form):
    entries = {**FULL_K, "e": YES, "g": YES, "m": YES, "i": NO}
    states = find_states(form, OTHER, entries)
    assert is_complete(form, states, entries)
    del entries["g"]
    assert not is_complete(form, find_states(form, OTHER, entries), entries)


def test_a_scope_that_is_not_there_is_a_mistake_of_the_caller(form):
    with pytest.raises(KeyError):
        missing(form, OTHER, {}, "nowhere")


@pytest.mark.parametrize(
    ("entries", "declared", "status"),
    [
        ({}, False, "not_started"),
        ({"a": Entry()}, False, "not_started"),
        ({"a": Entry(note="Looked")}, False, "in_progress"),
        (FULL_K, False, "in_progress"),
        (FULL_K, True, "completed"),
        ({**FULL_K, "a": YES}, True, "needs_attention"),  # b applies after all
        ({}, True, "needs_attention"),
    ],
)
def test_a_section_on_the_task_list(form, entries, declared, status):
    states = find_states(form, OTHER, entries)
    assert find_status(form, states, entries, "k", declared) == status
    assert status in STATUS_WORDS


def test_a_section_of_which_nothing_is_asked_needs_no_declaration(form):
    states = find_states(form, {"kind": "upw", "age": 30}, {})
    assert find_status(form, states, {}, "m", declared=False) == "does_not_apply"


def test_an_answer_that_does_not_apply_begins_no_section(form):
    entries = {"b": YES}
    states = find_states(form, OTHER, {**entries, "a": NONE})
    assert find_status(form, states, entries, "k", declared=False) == "not_started"
