"""Cases worked out again from the log, at any moment; what cannot have happened is named."""

import datetime

import numpy as np
import pytest

from probata.assessment.answers import Entry
from probata.assessment.log_events import LogEvent, answer_body, conflict_body, utc_text
from probata.assessment.replay import replay

MONDAY = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)
OPENED = {
    "framework": "small",
    "framework_version": "1",
    "framework_sha256": "f" * 64,
    "facts": {"kind": "other", "age": None},
}


def log(*told, by="u1", case="c1"):
    """Events of one case from (kind, body) pairs, a minute apart."""
    return [
        LogEvent(
            number,
            utc_text(MONDAY + datetime.timedelta(minutes=number)),
            kind,
            by,
            case,
            f"o{number}",
            body,
        )
        for number, (kind, body) in enumerate(told, 1)
    ]


def save(question, value, version, base=None):
    body = answer_body(
        question,
        Entry(value),
        base_version=version - 1 if base is None else base,
        version=version,
        guidance_version="2.5",
        framework_sha256="f" * 64,
    )
    return "answer_saved", body


def test_the_last_saved_entry_stands_with_what_is_known_of_it():
    case = replay(
        log(("case_opened", OPENED), save("a", "yes", 1), save("a", "no", 2))
    ).cases["c1"]
    assert case.entries == {"a": Entry("no")}
    saved = case.saved["a"]
    assert (saved.version, saved.guidance_version, saved.by) == (2, "2.5", "u1")
    assert (saved.number, saved.at) == (3, "2026-11-02T09:03:00.000000Z")


def test_any_earlier_moment_can_be_seen_again():
    events = log(
        ("case_opened", OPENED),
        save("a", "yes", 1),
        ("signed", {"framework_sha256": "f" * 64}),
        ("unlocked", {"reason": "A slip", "agreed_by": "u2"}),
        save("a", "no", 2),
    )
    at_three = replay(events, last=3).cases["c1"]
    assert at_three.signed and at_three.entries == {"a": Entry("yes")}
    assert replay(events, until="2026-11-02T09:03:59.000000Z").cases["c1"] == at_three
    now = replay(events).cases["c1"]
    assert not now.signed and now.entries == {"a": Entry("no")}
    assert replay(events, last=0).cases == {}


def test_an_entry_that_came_too_late_is_kept_and_changes_nothing():
    late = conflict_body("a", Entry("no", note="Mine"), base_version=0, version=1)
    case = replay(
        log(("case_opened", OPENED), save("a", "yes", 1), ("conflict_recorded", late))
    ).cases["c1"]
    assert case.entries == {"a": Entry("yes")}
    assert case.conflicts[0].entry == Entry("no", note="Mine")
    assert (case.conflicts[0].base_version, case.conflicts[0].version) == (0, 1)


def test_the_other_kinds_are_followed():
    events = log(
        ("case_opened", {**OPENED, "allocated_to": "u1"}),
        ("facts_recorded", {"facts": {"age": "30"}}),
        ("section_declared", {"section": "k", "complete": True}),
        ("reallocated", {"to": "u2"}),
        ("query_raised", {"text": "Why?"}),
    )
    replayed = replay(events)
    case = replayed.cases["c1"]
    assert case.facts == {"kind": "other", "age": "30"}
    assert (case.declared, case.allocated_to) == ({"k": True}, "u2")
    assert replayed.problems == ()


LOCKED = ("locked", {"release": "r1", "manifest_sha256": "a" * 64})


def test_a_case_is_locked_in_a_release_until_it_is_unlocked():
    events = log(
        ("case_opened", OPENED),
        ("signed", {"framework_sha256": "f" * 64}),
        LOCKED,
        ("unlocked", {"reason": "A slip", "agreed_by": "u2"}),
    )
    assert replay(events, last=3).cases["c1"].locked_in == "r1"
    now = replay(events)
    assert (now.cases["c1"].locked_in, now.problems) == ("", ())


SIGNED = ("signed", {"framework_sha256": "f" * 64})


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (
            [save("a", "yes", 2, base=1)],
            "event 2: version 2 of a, made on 1, follows version 0",
        ),
        (
            [save("a", "yes", 1), save("a", "no", 2, base=0)],
            "event 3: version 2 of a, made on 0",
        ),
        (
            [SIGNED, save("a", "yes", 1)],
            "event 3: an answer to a after the case was signed",
        ),
        ([SIGNED, SIGNED], "event 3: signed twice"),
        ([LOCKED], "event 2: locked, though it was not signed"),
        (
            [("unlocked", {"reason": "x", "agreed_by": "u2"})],
            "event 2: unlocked, though",
        ),
        ([("case_opened", OPENED)], "event 2: the case was opened before"),
        (
            [("answer_saved", {"question": "a"})],
            "event 2: does not say what its kind must",
        ),
        ([("reallocated", ["to"])], "event 2: does not say what its kind must"),
        (
            [("facts_recorded", {"facts": "x"})],
            "event 2: holds facts that are no table",
        ),
        (
            [("section_declared", {"section": [], "complete": 1})],
            "event 2: names no question",
        ),
        (
            [SIGNED, ("section_declared", {"section": "k", "complete": False})],
            "of a signed",
        ),
        (
            [SIGNED, ("facts_recorded", {"facts": {}})],
            "event 3: facts of a signed case",
        ),
    ],
)
def test_what_cannot_have_happened_is_named(told, problem):
    problems = replay(log(("case_opened", OPENED), *told)).problems
    assert len(problems) == 1 and problem in problems[0]


def test_replay_equals_the_projection_that_was_kept_along_the_way():
    """As a service does: a table of current answers beside the log, at every event."""
    luck = np.random.default_rng(7)
    table, versions, kept, told = {}, {}, [], [("case_opened", OPENED)]
    for _ in range(300):
        question = "abc"[luck.integers(3)]
        base = versions.get(question, 0) - int(luck.random() < 0.2)
        value = ["yes", "no", None][luck.integers(3)]
        if base == versions.get(question, 0):
            versions[question] = base + 1
            table[question] = Entry(value)
            told.append(save(question, value, base + 1))
        elif base >= 0:
            body = conflict_body(
                question, Entry(value), base_version=base, version=versions[question]
            )
            told.append(("conflict_recorded", body))
        kept.append((len(told), dict(table)))
    events = log(*told)
    for number, entries in kept[::10]:
        assert replay(events, last=number).cases["c1"].entries == entries
    assert replay(events).problems == ()
    assert any(kind == "conflict_recorded" for kind, _ in told)
