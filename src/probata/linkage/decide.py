"""From scored pairs to links and clusters: thresholds, rules, decisions of reviewers.

decide(linkage, records, scored, threshold, reviewed) -> Decided

Pairs are taken best first. A pair is refused where it would join two records of a file
that holds nobody twice, or records that a reviewer has told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.linkage.engine import Scored
from probata.linkage.linkage_file import LinkageFile
from probata.linkage.pair_rules import hold_pairs
from probata.linkage.records import Records

Pair = tuple[int, int]
# What became of a pair; every pair from the threshold for review on has one of these.
LINKED = "linked"
JOINED = "linked by review"
PARTED = "told apart by review"
LIKELY = "below the threshold"
SECOND = "a better record was linked"
TIE = "another record fits as well"


@dataclass(frozen=True)
class Decided:
    """What became of each scored pair (m,), and the cluster of each record (n,).

    A cluster is known by its first record. `reviewed` pairs that were not scored high
    enough to be listed were joined or told apart, too: `beyond` has those joined.
    """

    threshold: float
    status: NDArray[np.object_]
    cluster: NDArray[np.int64]
    beyond: tuple[Pair, ...] = ()

    def linked(self) -> NDArray[np.bool_]:
        return np.isin(self.status, (LINKED, JOINED))

    def queued(self) -> NDArray[np.bool_]:
        """Pairs that a person should look at."""
        done = (LINKED, JOINED, PARTED, SECOND)
        return ~np.isin(self.status, done)


def decide(
    linkage: LinkageFile,
    records: Records,
    scored: Scored,
    threshold: float,
    reviewed: Mapping[Pair, bool],
) -> Decided:
    """Link the pairs from `threshold` on. `reviewed`: pair -> is it one person?"""
    status = hold_pairs(linkage, scored)
    pairs = list(zip(scored.left.tolist(), scored.right.tolist(), strict=True))
    once = _once(linkage, records)
    ready = (status == "") & (scored.probability >= threshold)
    status[(status == "") & ~ready] = LIKELY
    for at in _find_ties(scored, ready, once):
        status[at] = TIE
        ready[at] = False
    joins = [pair for pair, same in reviewed.items() if same]
    places = {pair: at for at, pair in enumerate(pairs)}
    for pair, same in reviewed.items():
        if pair in places:
            at = places[pair]
            status[at] = JOINED if same else PARTED
            ready[at] = False
    groups = _Groups(once, [pair for pair, same in reviewed.items() if not same])
    for pair in joins:
        groups.join(*pair)
    for at in np.flatnonzero(ready).tolist():
        status[at] = LINKED if groups.join(*pairs[at]) else SECOND
    beyond = tuple(sorted(pair for pair in joins if pair not in places))
    return Decided(threshold, status, groups.numbers(records.n), beyond)


def _once(linkage: LinkageFile, records: Records) -> NDArray[np.int64]:
    """(n,) the number of the file that holds nobody twice; -1 for other records."""
    parts = [
        np.full(file.n, at if linkage.files[file.name].person_once else -1)
        for at, file in enumerate(records.files)
    ]
    return np.concatenate(parts).astype(np.int64)


def _find_ties(
    scored: Scored, ready: NDArray[np.bool_], once: NDArray[np.int64]
) -> list[int]:
    """Pairs of which one record has equally good ones with two records of such a file."""
    best: dict[tuple[int, int], list[int]] = {}
    ends = (scored.left.tolist(), scored.right.tolist())
    for at in np.flatnonzero(ready).tolist():
        for one, other in (ends, ends[::-1]):
            if once[other[at]] >= 0:
                best.setdefault((one[at], int(once[other[at]])), []).append(at)
    ties = set()
    for found in best.values():
        top = [
            at for at in found if scored.probability[at] == scored.probability[found[0]]
        ]
        if len(top) > 1:
            ties.update(top)
    return sorted(ties)


class _Groups:
    """Records joined so far; knows which may never be in one group."""

    def __init__(self, once: NDArray[np.int64], apart: list[Pair]) -> None:
        self.parent: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}
        self.once = once
        self.apart: dict[int, set[int]] = {}
        for one, other in apart:
            self.apart.setdefault(one, set()).add(other)
            self.apart.setdefault(other, set()).add(one)

    def join(self, one: int, other: int) -> bool:
        """Put two records in one group; False where that must not be."""
        first, second = sorted((self._root(one), self._root(other)))
        if first == second:
            return True
        if not self._may_join(self._group(first), self._group(second)):
            return False
        self.members[first] = self._group(first) + self._group(second)
        self.members.pop(second, None)
        self.parent[second] = first
        return True

    def numbers(self, n: int) -> NDArray[np.int64]:
        return np.asarray([self._root(at) for at in range(n)], dtype=np.int64)

    def _root(self, record: int) -> int:
        while (above := self.parent.get(record, record)) != record:
            self.parent[record] = self.parent.get(above, above)
            record = above
        return record

    def _group(self, root: int) -> list[int]:
        return self.members.get(root, [root])

    def _may_join(self, first: list[int], second: list[int]) -> bool:
        files = {int(self.once[at]) for at in first} - {-1}
        if files & {int(self.once[at]) for at in second}:
            return False
        others = set(second)
        return not any(others & self.apart.get(at, set()) for at in first)
