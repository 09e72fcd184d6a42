"""Precision, recall and groups on links that are given, counted by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from probata.linkage.decide import LINKED, Decided
from probata.linkage.quality import (
    SMALL,
    SMALLEST_GROUP,
    count_pairs,
    measure_clusters,
    measure_groups,
    measure_links,
)


def records(truth, first, groups=None):
    n = len(truth)
    files = [SimpleNamespace(name="a", n=first, columns={})]
    if first < n:
        files.append(SimpleNamespace(name="b", n=n - first, columns={}))
    if groups is not None:
        files[0].columns["g"] = np.array(groups, dtype=object)
    known = None if truth[0] is None else np.array(truth)
    return SimpleNamespace(files=files, n=n, truth=lambda: known)


def linked(pairs, cluster):
    scored = SimpleNamespace(
        left=np.array([p[0] for p in pairs], dtype=int),
        right=np.array([p[1] for p in pairs], dtype=int),
        probability=np.full(len(pairs), 0.99),
    )
    status = np.full(len(pairs), LINKED, dtype=object)
    return scored, Decided(0.9, status, np.array(cluster))


def test_links_of_two_files_against_the_truth():
    # a: persons 1, 2, 3; b: persons 1, 1, 2, 9. True pairs across: 2 + 1 = 3.
    whole = records([1, 2, 3, 1, 1, 2, 9], 3)
    made = measure_links(whole, *linked([(0, 3), (1, 6)], range(7)))
    assert (made.links, made.found, made.true_pairs) == (2, 1, 3)
    assert made.precision == 1 / 2
    assert made.recall == 1 / 3
    assert made.f1 == pytest.approx(2 / 5)


def test_clusters_of_one_file_count_every_pair_within():
    # One cluster of four records, of which three are one person: 6 pairs, 3 right, of 4 true.
    whole = records([1, 1, 1, 2, 2], 5)
    made = measure_clusters(whole, linked([], [0, 0, 0, 0, 4])[1])
    assert (made.links, made.found, made.true_pairs) == (6, 3, 4)


def test_pairs_are_counted_across_two_files_only():
    assert count_pairs(records([1] * 5, 2), np.array([1, 1, 1, 1, 1])) == 6
    assert count_pairs(records([1] * 5, 5), np.array([1, 1, 1, 1, 1])) == 10


def test_without_links_precision_is_not_defined():
    made = measure_links(records([1, 2, 1], 2), *linked([], range(3)))
    assert made.precision is None
    assert made.recall == 0


def by_group(sizes, missed):
    """Two files in which everyone has a match, missed for the first so many of a group."""
    groups = [name for name, n in sizes.items() for _ in range(n)]
    n = len(groups)
    truth = [*range(n), *range(n)]
    pairs, seen = [], {}
    for at, name in enumerate(groups):
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > missed.get(name, 0):
            pairs.append((at, n + at))
    linkage = SimpleNamespace(files={"a": SimpleNamespace(groups=("g",))})
    whole = records(truth, n, groups)
    return measure_groups(linkage, whole, *linked(pairs, range(2 * n)))


def test_missed_matches_are_told_by_group_with_the_difference():
    tables = {t.measure: t for t in by_group({"x": 80, "y": 70}, {"x": 48, "y": 56})}
    x, y = tables["missed"].rows
    assert (x.group, x.n, x.positive, x.difference) == ("x", 80, 48, None)
    assert (y.group, y.n, y.positive) == ("y", 70, 56)
    # Newcombe (1998), table II, 56/70 - 48/80, method 10: 0.0524 to 0.3339.
    assert y.difference == pytest.approx(20)
    assert y.difference_low == pytest.approx(5.24, abs=0.005)
    assert y.difference_high == pytest.approx(33.39, abs=0.005)
    assert [row.positive for row in tables["wrong"].rows] == [0, 0]


def test_small_groups_are_put_together_until_none_is_small():
    tables = {t.measure: t for t in by_group({"x": 50, "y": 4, "z": 5, "w": 20}, {})}
    assert [(row.group, row.n) for row in tables["missed"].rows] == [
        ("x", 50),
        (
            SMALL,
            29,
        ),  # 4 and 5 are too few even together, so the next smallest joins them
    ]
    assert all(row.n >= SMALLEST_GROUP for t in tables.values() for row in t.rows)


def test_no_table_where_all_are_few():
    assert by_group({"x": 4, "y": 3}, {}) == []


def test_without_a_truth_only_the_share_that_is_linked_is_told():
    linkage = SimpleNamespace(files={"a": SimpleNamespace(groups=("g",))})
    whole = records([None] * 40, 20, ["x"] * 10 + [""] * 10)
    pairs = [(at, 20 + at) for at in range(4)]
    (table,) = measure_groups(linkage, whole, *linked(pairs, range(40)))
    assert table.measure == "linked"
    assert [(r.group, r.positive, r.n) for r in table.rows] == [
        ("not known", 0, 10),
        ("x", 4, 10),
    ]
