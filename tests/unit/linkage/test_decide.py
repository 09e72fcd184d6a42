"""Thresholds, ties and refusals on pairs whose probabilities are given."""

from types import SimpleNamespace

import numpy as np
import pytest

from probata.linkage import decide as module
from probata.linkage.decide import decide
from probata.linkage.pair_rules import TWINS


@pytest.fixture
def link(monkeypatch):
    """decide() for pairs (left, right, probability) of files with 3 and 4 records."""

    def run(pairs, once=(), reviewed=None, threshold=0.9, held=None):
        scored = SimpleNamespace(
            left=np.array([pair[0] for pair in pairs]),
            right=np.array([pair[1] for pair in pairs]),
            probability=np.array([pair[2] for pair in pairs]),
        )
        reasons = np.array(held or [""] * len(pairs), dtype=object)
        monkeypatch.setattr(module, "hold_pairs", lambda *_: reasons.copy())
        linkage = SimpleNamespace(
            files={
                name: SimpleNamespace(person_once=name in once) for name in ("a", "b")
            }
        )
        files = [SimpleNamespace(name="a", n=3), SimpleNamespace(name="b", n=4)]
        records = SimpleNamespace(files=files, n=7)
        return decide(linkage, records, scored, threshold, reviewed or {})

    return run


def test_pairs_from_the_threshold_on_are_linked_and_joined_through_others(link):
    made = link([(0, 3, 0.99), (1, 3, 0.9), (2, 4, 0.89)])
    assert made.status.tolist() == ["linked", "linked", "below the threshold"]
    assert made.cluster.tolist() == [0, 0, 2, 0, 4, 5, 6]
    assert made.queued().tolist() == [False, False, True]


def test_a_file_that_holds_nobody_twice_keeps_the_better_link(link):
    made = link([(0, 3, 0.99), (1, 3, 0.95)], once=("a",))
    assert made.status.tolist() == ["linked", "a better record was linked"]
    assert made.cluster.tolist() == [0, 1, 2, 0, 4, 5, 6]


def test_the_same_goes_for_records_joined_through_a_third(link):
    made = link([(0, 3, 0.99), (1, 4, 0.98), (0, 4, 0.97)], once=("a",))
    assert made.status.tolist() == ["linked", "linked", "a better record was linked"]


def test_two_equally_good_records_are_for_a_person_to_tell(link):
    made = link([(0, 3, 0.95), (1, 3, 0.95)], once=("a",))
    assert made.status.tolist() == ["another record fits as well"] * 2
    assert made.queued().all()


def test_equal_links_of_a_file_with_repeats_are_no_tie(link):
    made = link([(0, 3, 0.95), (0, 4, 0.95)], once=("a",))
    assert made.status.tolist() == ["linked", "linked"]


def test_a_held_pair_is_not_linked_but_a_reviewer_may(link):
    pair = [(0, 3, 0.99)]
    assert link(pair, held=[TWINS]).status.tolist() == [TWINS]
    made = link(pair, held=[TWINS], reviewed={(0, 3): True})
    assert made.status.tolist() == ["linked by review"]
    assert made.cluster[3] == 0


def test_a_reviewer_tells_apart_what_a_third_record_would_join(link):
    pairs = [(0, 3, 0.99), (0, 4, 0.98), (1, 4, 0.97)]
    made = link(pairs, reviewed={(1, 3): False})
    assert made.status.tolist() == ["linked", "linked", "a better record was linked"]
    assert made.cluster[1] != made.cluster[3]


def test_a_reviewer_joins_a_pair_that_was_not_listed(link):
    made = link([(0, 3, 0.99)], reviewed={(2, 6): True})
    assert made.beyond == ((2, 6),)
    assert made.cluster[6] == 2


def test_a_join_by_a_reviewer_comes_before_any_probability(link):
    made = link([(0, 3, 0.999)], once=("a",), reviewed={(1, 3): True})
    assert made.status.tolist() == ["a better record was linked"]
    assert made.cluster[3] == 1
