"""What a linkage would be at other thresholds, and what that does to an outcome.

linked_at(linkage, records, scored, threshold, reviewed) -> Linked
compare_thresholds(linkage, records, scored, reviewed) -> tuple[AtThreshold, ...]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from probata.linkage.decide import Decided, Pair, decide
from probata.linkage.engine import Scored
from probata.linkage.linkage_file import LinkageFile
from probata.linkage.quality import CONFIDENCE, Flags, linked_pairs, measure_links
from probata.linkage.records import Records
from probata.linkage.report import AtThreshold
from probata.proportions import wilson_interval


@dataclass(frozen=True)
class Linked:
    """The linkage at one threshold: what became of each pair, and who has the outcome.

    `outcome` (n of the first file,): None where the linkage file declares no outcome.
    """

    decided: Decided
    outcome: Flags | None


def linked_at(
    linkage: LinkageFile,
    records: Records,
    scored: Scored,
    threshold: float,
    reviewed: Mapping[Pair, bool],
) -> Linked:
    """Link from this threshold on, everything else as declared."""
    decided = decide(linkage, records, scored, threshold, reviewed)
    return Linked(decided, _outcome(linkage, records, scored, decided))


def _outcome(
    linkage: LinkageFile, records: Records, scored: Scored, decided: Decided
) -> Flags | None:
    """Records of the first file with a link to a record that says so."""
    if linkage.outcome is None:
        return None
    first, second = records.files
    says = np.ones(second.n, dtype=bool)
    if linkage.outcome.column:
        column = second.columns[linkage.outcome.column]
        says = np.isin(column.astype(str), linkage.outcome.values)
    left, right = linked_pairs(scored, decided)
    flags = np.zeros(first.n, dtype=bool)
    flags[left[says[right - first.n]]] = True
    return flags


def list_thresholds(linkage: LinkageFile) -> list[float]:
    """The thresholds of the table, the one that is used among them."""
    return sorted({*linkage.thresholds.table, linkage.thresholds.link})


def compare_thresholds(
    linkage: LinkageFile,
    records: Records,
    scored: Scored,
    reviewed: Mapping[Pair, bool],
) -> tuple[AtThreshold, ...]:
    """One line a threshold of the table, the declared one among them."""
    return tuple(
        _line(records, scored, linked_at(linkage, records, scored, threshold, reviewed))
        for threshold in list_thresholds(linkage)
    )


def _line(records: Records, scored: Scored, linked: Linked) -> AtThreshold:
    decided = linked.decided
    left, right = linked_pairs(scored, decided)
    sure = float(scored.probability[decided.linked()].sum())
    outcome, n = None, records.files[0].n
    limits: tuple[float | None, float | None] = (None, None)
    if linked.outcome is not None:
        outcome = int(linked.outcome.sum())
        low, high = wilson_interval(outcome, n, CONFIDENCE)
        limits = (100 * low, 100 * high)
    return AtThreshold(
        threshold=decided.threshold,
        links=len(left),
        records_linked=int((np.unique(np.concatenate([left, right])) < n).sum()),
        expected_precision=sure / len(left) if len(left) else None,
        expected_recall=sure / scored.expected if scored.expected else None,
        accuracy=measure_links(records, scored, decided),
        outcome=outcome,
        outcome_percent=None if outcome is None else 100 * outcome / n,
        outcome_low=limits[0],
        outcome_high=limits[1],
    )
