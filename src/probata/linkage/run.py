"""Carries out a linkage: read, score, decide, measure.

run_linkage(linkage, names_of, reviewed) -> Run
"""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from probata import __version__
from probata.linkage.by_threshold import compare_thresholds
from probata.linkage.comparisons import Step
from probata.linkage.decide import JOINED, PARTED, Decided, Pair, decide
from probata.linkage.engine import Scored
from probata.linkage.pair_rules import stand_on
from probata.linkage.quality import (
    CONFIDENCE,
    linked_pairs,
    measure_clusters,
    measure_groups,
)
from probata.linkage.read_linkage import Linkage
from probata.linkage.records import Records
from probata.linkage.report import (
    FileCount,
    LinkageReport,
    Note,
    Provenance,
    RuleCount,
    Weight,
)


@dataclass(frozen=True)
class Run:
    """A linkage carried out: its decisions and its report."""

    decided: Decided
    report: LinkageReport


def run_linkage(
    linkage: Linkage, records: Records, scored: Scored, reviewed: Mapping[Pair, bool]
) -> Run:
    """Decide on the scored pairs and measure what came of it."""
    file = linkage.file
    decided = decide(file, records, scored, file.thresholds.link, reviewed)
    sizes = np.bincount(np.unique(decided.cluster, return_inverse=True)[1])
    left, right = linked_pairs(scored, decided)
    touched = set(left.tolist()) | set(right.tolist())
    counts = Counter(decided.status.tolist())
    report = LinkageReport(
        title=file.linkage.title,
        two_files=file.two_files,
        files=_count_files(records, touched),
        fields=file.field_names(),
        threshold=file.thresholds.link,
        review=file.thresholds.review,
        compared=scored.compared,
        true_compared=scored.true_compared,
        prior=scored.prior,
        links=len(left),
        joined_by_review=counts[JOINED] + len(decided.beyond),
        parted_by_review=counts[PARTED],
        queue=int(decided.queued().sum()),
        clusters=len(sizes),
        largest_cluster=int(sizes.max()),
        cluster_accuracy=measure_clusters(records, decided),
        notes=(*_note_files(records), *_note_pairs(linkage, scored, decided)),
        rules=tuple(
            RuleCount(rule=rule.text, pairs=rule.pairs) for rule in scored.rules
        ),
        weights=tuple(
            Weight(
                field=level.field,
                label=level.step.label,
                true_pairs=level.true_pairs,
                false_pairs=level.false_pairs,
            )
            for level in scored.levels
        ),
        thresholds=compare_thresholds(file, records, scored, reviewed),
        groups=tuple(measure_groups(file, records, scored, decided)),
        outcome=file.outcome.label if file.outcome else "",
        provenance=_provenance(linkage),
    )
    return Run(decided, report)


def _count_files(records: Records, touched: set[int]) -> tuple[FileCount, ...]:
    counts, start = [], 0
    for file in records.files:
        counts.append(
            FileCount(
                name=file.name,
                source=file.source,
                sha256=file.sha256,
                records=file.n,
                linked=sum(start <= at < start + file.n for at in touched),
            )
        )
        start += file.n
    return tuple(counts)


def _note_files(records: Records) -> list[Note]:
    return [
        Note(where=item.file, what=item.what, count=item.records)
        for item in records.noted
    ]


def _note_pairs(linkage: Linkage, scored: Scored, decided: Decided) -> list[Note]:
    """What became of pairs, and the mistakes among those that were linked."""
    counts = Counter(decided.status.tolist())
    notes = [
        Note(where="pairs", what=str(what), count=count)
        for what, count in sorted(counts.items())
    ]
    linked = decided.linked()
    for field in linkage.file.field_names():
        swapped = linked & stand_on(linkage.file, scored, field, _swapped)
        if swapped.any():
            what = f"linked although swapped: {_SWAPS[linkage.file.role(field)]}"
            notes.append(Note(where="pairs", what=what, count=int(swapped.sum())))
    if scored.one_identifier_apart:
        what = "same identifier, but too unlike for review"
        notes.append(Note(where="pairs", what=what, count=scored.one_identifier_apart))
    return notes


_SWAPS: Mapping[str, str] = {
    "surname": "forename and surname",
    "date_of_birth": "day and month",
}


def _swapped(step: Step) -> bool:
    return step.kind == "swapped"


def _provenance(linkage: Linkage) -> Provenance:
    names = ("duckdb", "numpy", "splink")
    return Provenance(
        probata=__version__,
        libraries={"Python": platform.python_version()}
        | {name: version(name) for name in names},
        linkage=linkage.declaration.path.name,
        linkage_sha256=linkage.sha256,
        seed=linkage.file.training.seed,
        synthetic=linkage.file.linkage.synthetic,
        confidence=CONFIDENCE,
    )
