"""How questions stand: each kind of state, its sentence, and answers that are kept."""

import pytest

from probata.assessment.answers import Entry
from probata.assessment.states import find_states
from probata.errors import AnswerError

OTHER = {"kind": "other", "age": 30}
YES, NO, NONE = Entry("yes"), Entry("no"), Entry("none")


def test_a_plain_question_is_asked_and_then_answered(kinds):
    assert kinds(OTHER, {})["a"] == "asked_unanswered"
    assert kinds(OTHER, {"a": NO})["a"] == "asked_answered"
    assert (
        kinds(OTHER, {"a": Entry(note="Only a note so far")})["a"] == "asked_unanswered"
    )


def test_a_follow_on_waits_then_applies_or_does_not(form):
    def state(entries):
        return find_states(form, OTHER, entries)["b"]

    assert (state({}).kind, state({}).waits_for) == ("not_reached", ("a",))
    assert state({}).reason == "Depends on the answer to “Label a”."
    assert state({"a": YES}).kind == "asked_unanswered"
    assert state({"a": YES}).reason == ""
    assert state({"a": NONE}).kind == "does_not_apply"
    assert (
        state({"a": NONE}).reason == "Does not apply, because of “Label a: Not needed”."
    )
    assert state({"a": NONE}).rests_on == ("a",)


def test_a_fact_that_rules_a_section_out_is_named(form):
    states = find_states(form, {"kind": "upw", "age": 30}, {})
    for name in ("m", "e", "f", "g"):
        assert states[name].kind == "does_not_apply"
        assert states[name].reason == (
            "Does not apply, because of “Kind of sentence: unpaid work only”."
        )
        assert states[name].rests_on == ("kind",)


def test_a_fact_that_is_not_known_is_waited_for(form):
    states = find_states(form, {"age": 30, "kind": None}, {})
    assert states["m"].kind == "not_reached"
    assert states["m"].waits_for == ("kind",)
    assert "“Kind of sentence”, which is not known" in states["m"].reason


def test_every_part_of_an_either_or_that_fails_is_named(form):
    state = find_states(form, OTHER, {"a": YES, "b": YES})["c"]
    assert state.reason == (
        "Does not apply, because of “Label b: Yes” and “Age: 30 years”."
    )


def test_one_part_of_an_either_or_is_enough(kinds):
    assert kinds({"age": 17}, {})["c"] == "asked_unanswered"
    assert kinds({"age": "17"}, {"a": NONE})["c"] == "asked_unanswered"
    assert kinds({"age": None}, {"a": YES, "b": NO})["c"] == "asked_unanswered"


def test_what_follows_from_a_question_that_does_not_apply_does_not_apply_either(form):
    state = find_states(form, OTHER, {"a": NONE})["c"]
    assert state.kind == "does_not_apply"
    assert state.reason == "Does not apply, because “Label b” does not apply."


def test_while_a_fact_could_still_decide_it_is_waited_for(form):
    state = find_states(form, {"kind": "other"}, {"a": NONE})["c"]
    assert (state.kind, state.waits_for) == ("not_reached", ("age",))


def test_a_declined_question_keeps_its_reason_and_what_follows_is_not_reached(form):
    entries = {"a": Entry(declined=True, declined_because="The file is lost.")}
    states = find_states(form, OTHER, entries)
    assert states["a"].kind == "declined"
    assert states["a"].reason == "Declined: The file is lost."
    assert states["a"].applies
    assert states["b"].kind == "not_reached"
    assert states["b"].reason == "Not reached, because “Label a” cannot be judged."
    assert states["b"].waits_for == ()


def test_missing_is_decided_at_once(kinds):
    assert kinds({"age": None}, {"a": YES})["h"] == "does_not_apply"
    assert kinds({"age": 40}, {"a": YES})["h"] == "asked_unanswered"
    assert kinds({"age": 40}, {})["h"] == "not_reached"
    assert kinds({"age": 40}, {"a": NONE})["h"] == "does_not_apply"


def test_a_missing_fact_that_decides_is_said_to_be_unknown(form):
    state = find_states(form, {"age": None}, {"a": YES})["h"]
    assert state.reason == "Does not apply, because of “Age: not known”."


def test_an_answer_that_routing_hides_counts_for_nothing_and_comes_back(kinds):
    full = {"a": YES, "b": NO, "c": YES}
    assert kinds(OTHER, full)["c"] == "asked_answered"
    hidden = {**full, "a": NONE}
    assert kinds(OTHER, hidden)["b"] == "does_not_apply"
    assert kinds(OTHER, hidden)["c"] == "does_not_apply"  # b's hidden no opens nothing
    assert kinds(OTHER, {**hidden, "a": YES}) == kinds(OTHER, full)


def test_facts_without_a_meaning_are_refused_all_at_once_without_their_value(form):
    with pytest.raises(AnswerError) as caught:
        find_states(form, {"kind": "Smith", "age": "old", "other": "x"}, {})
    assert [fault.where for fault in caught.value.faults] == ["fact kind", "fact age"]
    assert "Smith" not in str(caught.value) and "old" not in str(caught.value)


def test_answers_of_another_form_are_refused_all_at_once(form):
    entries = {"a": Entry("maybe"), "zz": YES, "b": Entry("yes", declined=True)}
    with pytest.raises(AnswerError) as caught:
        find_states(form, OTHER, entries)
    assert [fault.where for fault in caught.value.faults] == [
        "question a",
        "question zz",
        "question b",
    ]


@pytest.mark.parametrize("age", ["1_0", "١٢", "1e3", "nan", "inf", float("inf"), "3 0"])
def test_a_number_is_written_in_plain_figures(form, age):
    with pytest.raises(AnswerError, match="fact age"):
        find_states(form, {"kind": "other", "age": age}, {})
