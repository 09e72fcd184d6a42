"""Needs by stages: how many cases reach each stage of a process, need by need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from probata.analysis.frequencies import measure_share
from probata.analysis.matrix_spec import Matrix
from probata.analysis.study import Study
from probata.analysis.term_results import MatrixResult, MatrixRow, StageShare
from probata.dataset.columns import Cases

ALL = "all"


def list_matrices(study: Study, cases: Cases) -> Iterator[MatrixResult]:
    """Every matrix of a study, with a last row over all its needs where it asks for one."""
    confidence = study.file.inference.confidence
    for spec in study.file.matrices:
        counts = {row.id: _count(spec, row.variables, cases) for row in spec.rows}
        if spec.total:
            sums = np.sum([np.array(item) for item in counts.values()], axis=0)
            counts[ALL] = [(int(of), int(yes), int(lost)) for of, yes, lost in sums]
        yield MatrixResult(
            id=spec.id,
            stages=spec.stages,
            rows=tuple(
                MatrixRow(
                    id=name,
                    stages=tuple(_share(*item, confidence) for item in row),
                )
                for name, row in counts.items()
            ),
        )


def _count(
    spec: Matrix, variables: Sequence[str], cases: Cases
) -> list[tuple[int, int, int]]:
    """For each stage: cases that reached the one before with an answer, yes, no answer."""
    reached = np.ones(cases.n, dtype=bool)
    counts = []
    for name in variables:
        column = cases.coded(name)
        known = column.codes >= 0
        yes = column.is_category(spec.positive)
        counts.append(
            (
                int((reached & known).sum()),
                int((reached & yes).sum()),
                int((reached & ~known).sum()),
            )
        )
        reached = reached & yes
    return counts


def _share(n: int, positive: int, missing: int, confidence: float) -> StageShare:
    share = measure_share(positive, n, confidence)
    return StageShare(missing=missing, **share.model_dump())
