"""The chain of a log: what is written verifies, and whatever is done to it afterwards shows."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

from probata.assessment.answers import Entry
from probata.assessment.chain import GENESIS, START, Head, chain_hash, verify_chain
from probata.assessment.log_events import (
    LogEvent,
    answer_body,
    canonical_bytes,
    check_event,
    facts_body,
    hash_of_body,
    utc_text,
)

MONDAY = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)


def event(nth, /, **changes):
    body = answer_body(
        "a",
        Entry("yes", note=f"Note {nth} über متأخر"),
        base_version=nth - 1,
        version=nth,
        guidance_version="1.0",
        framework_sha256="f" * 64,
    )
    told = LogEvent(
        number=nth,
        at=utc_text(MONDAY + datetime.timedelta(seconds=nth)),
        kind="answer_saved",
        by="u1",
        case=f"c{nth % 7}",
        operation=f"o{nth}",
        body=body,
    )
    return replace(told, **changes)


def chained(events, head=START):
    records, last = [], head.hash
    for item in events:
        last = chain_hash(last, item)
        records.append((item, last))
    return records


LOG = chained(event(number) for number in range(1, 61))
HEAD = Head(60, LOG[-1][1])


def test_a_log_as_it_was_written_is_intact():
    report = verify_chain(iter(LOG), [HEAD])
    assert report.intact and (report.counted, report.head) == (60, HEAD)
    assert verify_chain([]).head == Head(0, GENESIS)


def test_the_bytes_of_an_event_are_fixed_for_good():
    """Logs outlive programs: this hash was worked out once, with hashlib and json alone."""
    first = LogEvent(
        1, "2026-11-02T09:00:00.000000Z", "signed", "u1", "c1", "o1", {"é": 1}
    )
    assert canonical_bytes(first) == (
        b'{"at":"2026-11-02T09:00:00.000000Z","body_sha256":"'
        b"ddcfcf4765da163969972bb20660092ca2787782d9352d1d8a38e93f70acf3bf"
        b'","by":"u1","case":"c1","kind":"signed","number":1,"operation":"o1"}'
    )
    assert (
        chain_hash(GENESIS, first)
        == "c3974a0aefb31ce8bd10f1a1f2612240123da7190dbdeeb4addad61c75311bf2"
    )


def test_the_order_of_keys_does_not_matter_but_every_value_does():
    one = event(1)
    turned = replace(one, body=dict(reversed(one.body.items())))
    assert canonical_bytes(turned) == canonical_bytes(one)
    for change in (
        {"number": 2},
        {"at": "2026-11-02T09:00:00.000001Z"},
        {"kind": "signed"},
        {"by": "u2"},
        {"case": "c9"},
        {"operation": "o9"},
        {"body": {**one.body, "value": "no"}},
    ):
        assert canonical_bytes(replace(one, **change)) != canonical_bytes(one)


def pick(luck, items):
    return items[int(luck.integers(len(items)))]


def tamper(records, luck):
    """One random change to a log, as somebody with access to its table could make it."""
    way = pick(
        luck,
        [
            "edit",
            "delete",
            "cut",
            "swap",
            "repeat",
            "forge",
            "hash",
            "rewrite",
            "renumber",
        ],
    )
    at = int(luck.integers(len(records)))
    told, stored = records[at]
    if way == "edit":
        change = pick(
            luck,
            [
                {"by": "other"},
                {"case": "other"},
                {"at": utc_text(MONDAY)},
                {"operation": "other"},
                {"kind": "signed"},
                {"body": {**told.body, "note": told.body["note"] + " "}},
                {"body": None, "body_sha256": hash_of_body(told)},
                {"body": {**told.body, "version": told.body["version"] + 1}},
            ],
        )
        return way, [
            *records[:at],
            (replace(told, **change), stored),
            *records[at + 1 :],
        ]
    if way == "delete":
        return way, [*records[:at], *records[at + 1 :]]
    if way == "cut":
        return way, records[:at]
    if way == "swap":
        other = (at + int(luck.integers(1, len(records)))) % len(records)
        turned = list(records)
        turned[at], turned[other] = records[other], records[at]
        return way, turned
    if way == "repeat":
        return way, [*records[: at + 1], *records[at:]]
    if way == "hash":
        wrong = stored[:-1] + ("0" if stored[-1] != "0" else "1")
        return way, [*records[:at], (told, wrong), *records[at + 1 :]]
    kept = [item for item, _ in records]
    if way == "renumber":  # take one out and close the gap, hashes left as they are
        rest = [replace(item, number=item.number - 1) for item in kept[at + 1 :]]
        hashes = [item for _, item in records]
        return way, [*records[:at], *zip(rest, hashes[at + 1 :], strict=True)]
    if way == "forge":  # put one in, and work out every hash after it again
        new = replace(told, operation="forged")
        rest = [replace(item, number=item.number + 1) for item in kept[at:]]
        return way, chained([*kept[:at], new, *rest])
    changed = replace(told, body={**told.body, "value": "no"})
    return way, chained([*kept[:at], changed, *kept[at + 1 :]])


def test_a_thousand_random_tamperings_are_all_found():
    luck = np.random.default_rng(20261102)
    ways = set()
    for _ in range(1_000):
        way, changed = tamper(LOG, luck)
        ways.add(way)
        report = verify_chain(iter(changed), [HEAD])
        assert not report.intact, way
        assert report.problems
    assert len(ways) == 9


def test_a_log_worked_out_again_is_found_by_a_kept_head_alone():
    forged = chained(
        [event(1, by="other"), *(event(number) for number in range(2, 61))]
    )
    assert verify_chain(forged).intact  # nothing in the log itself can show it
    report = verify_chain(forged, [Head(30, LOG[29][1])])
    assert [item.number for item in report.problems] == [30]


def test_one_problem_does_not_hide_the_next():
    broken = list(LOG)
    for at in (9, 29):
        broken[at] = (replace(broken[at][0], by="other"), broken[at][1])
    del broken[49:52]
    report = verify_chain(broken, [HEAD])
    assert [(item.number, item.words) for item in report.problems] == [
        (10, "is not what was written"),
        (30, "is not what was written"),
        (50, "and those up to 52 are not there"),
    ]


def test_many_problems_are_counted_and_the_first_shown():
    broken = [(replace(told, by="other"), stored) for told, stored in LOG]
    report = verify_chain(broken)
    assert (report.problem_count, len(report.problems)) == (60, 20)


def test_a_part_can_be_verified_after_a_known_head():
    report = verify_chain(LOG[30:], [HEAD], after=Head(30, LOG[29][1]))
    assert report.intact and report.counted == 30


def test_a_case_can_be_disposed_of_and_the_log_still_verifies():
    whole = chained(
        [
            *(event(number) for number in range(1, 8)),
            event(8, kind="case_disposed", case="c1", body={"reason": "Schedule 3"}),
        ]
    )
    bare = [
        (replace(told, body=None, body_sha256=hash_of_body(told)), stored)
        if told.case == "c1" and told.number < 8
        else (told, stored)
        for told, stored in whole
    ]
    report = verify_chain(bare, [Head(8, whole[-1][1])])
    assert report.intact and report.disposed == 1
    lost = replace(bare[1][0], body=None, body_sha256=hash_of_body(bare[1][0]))
    report = verify_chain([bare[0], (lost, bare[1][1]), *bare[2:]])
    assert [item.words for item in report.problems] == [
        "has lost its body, though its case was not disposed of"
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": 0}, "numbers begin with 1"),
        ({"at": "2026-11-02 09:00"}, "utc_text"),
        ({"at": "2026-11-02T09:00:00.000000+01:00"}, "utc_text"),
        ({"by": ""}, "`by` is empty"),
        ({"operation": ""}, "`operation` is empty"),
        ({"case": ""}, "`case` is empty"),
        ({"body": None}, "says nothing"),
        ({"body": {"question": "a"}}, "says nothing of base_version"),
        ({"kind": "seen", "body": {"at": 1.5}}, "decimals as text"),
        ({"kind": "seen", "body": {"text": "nul\0"}}, "cannot be stored"),
        ({"kind": "seen", "body": {"list": [{1: "a"}]}}, "a key that is no text"),
        ({"kind": "unlocked", "body": {"reason": " ", "agreed_by": "u2"}}, "a reason"),
        (
            {"kind": "unlocked", "body": {"reason": "x", "agreed_by": "u1"}},
            "second person",
        ),
    ],
)
def test_what_must_not_enter_a_log_is_refused(changes, words):
    check_event(event(1))
    with pytest.raises(ValueError, match=words):
        check_event(event(1, **changes))


def test_a_moment_is_written_in_utc():
    summer = datetime.timezone(datetime.timedelta(hours=1))
    moment = datetime.datetime(2026, 7, 1, 0, 30, tzinfo=summer)
    assert utc_text(moment) == "2026-06-30T23:30:00.000000Z"
    with pytest.raises(ValueError, match="time zone"):
        utc_text(moment.replace(tzinfo=None))


def test_facts_are_written_as_text_and_unknown_ones_as_none():
    facts = {"age": 30, "score": 12.5, "kind": "other", "gone": None, "blank": ""}
    body = facts_body(facts)
    assert body == {
        "age": "30",
        "score": "12.5",
        "kind": "other",
        "gone": None,
        "blank": None,
    }
    assert facts_body(body) == body
