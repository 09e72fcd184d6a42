"""Small counts of further outcomes and of matrices, which disclosure control does not reach.

They are listed for the author; a study that has them is published in mode "report" alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.disclosure_spec import Disclosure
from probata.analysis.results import OutcomeResult, Results, Share
from probata.analysis.study import Study, StudyFile
from probata.analysis.term_results import MatrixResult
from probata.declarations import Place

Found = tuple[Place, str, str]


def check_protection(file: StudyFile) -> Iterator[Found]:
    """A fault where a study wants protected what cannot be."""
    parts = [name for name in ("outcomes", "matrices") if getattr(file, name)]
    if parts and file.disclosure.mode != "report":
        named = " and ".join(f"[[{name}]]" for name in parts)
        yield (
            (parts[0], 0),
            f"disclosure control cannot protect the counts of {named}.",
            (
                'Set `mode = "report"` under [disclosure] and give the `reason` why these '
                "cases need no protection, or put them into a study without."
            ),
        )


def list_small_counts(study: Study, results: Results) -> Iterator[str]:
    """Groups and stages with few cases, or few of one outcome."""
    rules = study.file.disclosure
    for outcome in results.outcomes:
        yield from _outcome(outcome, rules)
    for matrix in results.matrices:
        yield from _matrix(matrix, rules)


def _outcome(outcome: OutcomeResult, rules: Disclosure) -> Iterator[str]:
    cells: list[tuple[str, Share]] = [
        (f"{name}={item.category}", item)
        for name, frequency in outcome.frequencies.items()
        for item in frequency.categories
    ]
    cells += [
        (f"{cross.variable}={item.category} within {cross.by}={item.by_category}", item)
        for cross in outcome.crosses
        for item in cross.cells
    ]
    for where, share in cells:
        if share.n is None or share.positive is None:
            continue
        few = 0 < share.n < rules.minimum_n
        sides = (share.positive, share.n - share.positive)
        if few or any(0 < side < rules.least_cell for side in sides):
            yield f"{outcome.id}: {where} (n = {share.n})"


def _matrix(matrix: MatrixResult, rules: Disclosure) -> Iterator[str]:
    for row in matrix.rows:
        for stage, cell in zip(matrix.stages, row.stages, strict=True):
            if cell.n is None or cell.positive is None:
                continue
            for count in (cell.positive, cell.n - cell.positive):
                if 0 < count < rules.minimum_n:
                    yield f"{matrix.id}: {row.id}, {stage} (n = {count})"
