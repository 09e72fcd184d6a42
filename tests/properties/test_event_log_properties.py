"""For any event: a database gives back what was hashed, and any change of it shows."""

import json
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from probata.assessment.chain import Head, chain_hash, verify_chain
from probata.assessment.log_events import (
    LogEvent,
    canonical_bytes,
    check_event,
    hash_of_body,
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=12,
)
bodies = st.dictionaries(texts, values, max_size=5)


def event(number, body):
    at = "2026-11-02T09:00:00.000000Z"
    return LogEvent(number, at, "noted", "u", "c", f"o{number}", body)


@given(bodies)
def test_what_may_enter_a_log_comes_back_from_json_with_the_same_hash(body):
    """Keys in any order, as a database's own kind of JSON gives them."""
    written = event(1, body)
    check_event(written)
    stored = json.loads(json.dumps(body))
    turned = dict(reversed(stored.items()))
    assert hash_of_body(event(1, turned)) == hash_of_body(written)
    assert canonical_bytes(event(1, turned)) == canonical_bytes(written)


@given(st.lists(bodies, min_size=1, max_size=8), st.data())
def test_any_other_body_anywhere_shows(all_bodies, data):
    records, last = [], "0" * 64
    for number, body in enumerate(all_bodies, 1):
        last = chain_hash(last, event(number, body))
        records.append((event(number, body), last))
    head = Head(len(records), last)
    assert verify_chain(records, [head]).intact
    at = data.draw(st.integers(0, len(records) - 1))
    other = data.draw(bodies)
    assume(
        json.dumps(other, sort_keys=True) != json.dumps(all_bodies[at], sort_keys=True)
    )
    told, stored = records[at]
    records[at] = (replace(told, body=other), stored)
    assert [item.number for item in verify_chain(records, [head]).problems] == [at + 1]
