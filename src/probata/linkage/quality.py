"""How good a linkage is: against the truth where it is known, else as the model expects.

measure_links(records, scored, decided) -> Accuracy
measure_clusters(records, decided) -> Accuracy
measure_groups(linkage, records, scored, decided) -> GroupTable for each column and measure
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.linkage.decide import Decided
from probata.linkage.engine import Scored
from probata.linkage.linkage_file import LinkageFile
from probata.linkage.records import Records
from probata.linkage.report import Accuracy, GroupShare, GroupTable
from probata.proportions import difference_interval, wilson_interval

CONFIDENCE = 0.95
# Smaller groups are told together: a percentage of a handful tells of persons.
SMALLEST_GROUP = 10
SMALL = "smaller groups together"
UNKNOWN = "not known"
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


def measure_links(
    records: Records, scored: Scored, decided: Decided
) -> Accuracy | None:
    """The linked pairs against the truth; None where it is not known."""
    truth = records.truth()
    if truth is None:
        return None
    left, right = linked_pairs(scored, decided)
    found = int((truth[left] == truth[right]).sum())
    return _accuracy(len(left), found, count_pairs(records, truth))


def measure_clusters(records: Records, decided: Decided) -> Accuracy | None:
    """Every pair within a cluster, linked itself or through others, against the truth."""
    truth = records.truth()
    if truth is None:
        return None
    both = decided.cluster * (int(truth.max()) + 1) + truth
    return _accuracy(
        count_pairs(records, decided.cluster),
        count_pairs(records, both),
        count_pairs(records, truth),
    )


def linked_pairs(scored: Scored, decided: Decided) -> tuple[Numbers, Numbers]:
    """The linked pairs, best first; those that only a reviewer knew stand at the end."""
    linked = decided.linked()
    beyond = np.asarray(decided.beyond, dtype=np.int64).reshape(-1, 2)
    left = np.concatenate([scored.left[linked], beyond[:, 0]])
    right = np.concatenate([scored.right[linked], beyond[:, 1]])
    return left, right


def count_pairs(records: Records, labels: Numbers) -> int:
    """Pairs with the same label: across two files, or within one."""
    kinds, at = np.unique(labels, return_inverse=True)
    first = np.bincount(at[: records.files[0].n], minlength=len(kinds))
    if len(records.files) == 1:
        return int((first * (first - 1) // 2).sum())
    return int((first * (np.bincount(at, minlength=len(kinds)) - first)).sum())


def _accuracy(links: int, found: int, true_pairs: int) -> Accuracy:
    return Accuracy(
        links=links,
        found=found,
        true_pairs=true_pairs,
        precision=found / links if links else None,
        recall=found / true_pairs if true_pairs else None,
        f1=2 * found / (links + true_pairs) if links + true_pairs else None,
    )


def measure_groups(
    linkage: LinkageFile, records: Records, scored: Scored, decided: Decided
) -> list[GroupTable]:
    """Records of the first file by group: matches missed and wrong, or linked at all.

    A record's match is missed where it has a true partner and is linked to none; its
    link is wrong where it is linked to somebody else. Without a truth only the share
    that is linked can be told.
    """
    first = records.files[0]
    left, right = linked_pairs(scored, decided)
    linked = _touched(records, left, right)
    truth = records.truth()
    measures: list[tuple[str, Flags, Flags]] = [("linked", linked, _all(linked))]
    if truth is not None:
        same = truth[left] == truth[right]
        hit = _touched(records, left[same], right[same])
        wrong = _touched(records, left[~same], right[~same])
        partnered = _partnered(records, truth)
        measures = [("missed", ~hit, partnered), ("wrong", wrong, linked)]
    tables = []
    for column in linkage.files[first.name].groups:
        kinds = [text or UNKNOWN for text in first.columns[column].tolist()]
        for name, flags, base in measures:
            rows = _shares(kinds, flags[: first.n], base[: first.n])
            if rows:
                tables.append(GroupTable(column=column, measure=name, rows=rows))
    return tables


def _all(flags: Flags) -> Flags:
    return np.ones_like(flags)


def _touched(records: Records, left: Numbers, right: Numbers) -> Flags:
    flags = np.zeros(records.n, dtype=bool)
    flags[left] = True
    flags[right] = True
    return flags


def _partnered(records: Records, truth: Numbers) -> Flags:
    """Records (n,) that have a true partner to be found."""
    _, at = np.unique(truth, return_inverse=True)
    everywhere = np.bincount(at)[at]
    if len(records.files) == 1:
        return np.asarray(everywhere > 1)
    inside = np.bincount(at[: records.files[0].n], minlength=at.max() + 1)[at]
    return np.asarray(everywhere - inside > 0)


def _shares(kinds: list[str], flags: Flags, base: Flags) -> tuple[GroupShare, ...]:
    counts: dict[str, tuple[int, int]] = {}
    for kind, flag, inside in zip(kinds, flags.tolist(), base.tolist(), strict=True):
        if inside:
            positive, n = counts.get(kind, (0, 0))
            counts[kind] = (positive + flag, n + 1)
    counts = _merge_small(counts)
    if not counts:
        return ()
    order = sorted(counts, key=lambda kind: (-counts[kind][1], kind))
    return tuple(_share(kind, counts[kind], counts[order[0]]) for kind in order)


def _merge_small(counts: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Put small groups together until none is small; no table where all together are."""
    while any(n < SMALLEST_GROUP for _, n in counts.values()):
        if len(counts) == 1:
            return {}
        small = sorted(counts, key=lambda kind: (counts[kind][1], kind))[:2]
        if SMALL in counts and SMALL not in small:
            small = [small[0], SMALL]
        merged = [counts.pop(kind) for kind in small]
        counts[SMALL] = (sum(p for p, _ in merged), sum(n for _, n in merged))
    return counts


def _share(kind: str, own: tuple[int, int], largest: tuple[int, int]) -> GroupShare:
    low, high = wilson_interval(*own, CONFIDENCE)
    gap: tuple[float, float, float] | tuple[None, None, None] = (None, None, None)
    if own is not largest:
        limits = difference_interval(own, largest, CONFIDENCE)
        shown = (own[0] / own[1] - largest[0] / largest[1], *limits)
        gap = (100 * shown[0], 100 * shown[1], 100 * shown[2])
    return GroupShare(
        group=kind,
        n=own[1],
        positive=own[0],
        percent=100 * own[0] / own[1],
        low=100 * low,
        high=100 * high,
        difference=gap[0],
        difference_low=gap[1],
        difference_high=gap[2],
    )
