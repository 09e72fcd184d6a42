"""Numbers of a matrix that text may name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from probata.analysis.results import Results
from probata.analysis.rounding import percent_text
from probata.analysis.study import Study
from probata.analysis.term_results import StageShare
from probata.declarations import suggest
from probata.publication.bound import (
    Bindable,
    Bound,
    Sourced,
    UnboundError,
    bind,
    suppress,
)
from probata.publication.charts.stage_words import label_row
from probata.publication.language import translate


def stage_functions(of: Bindable) -> dict[str, Callable[..., Bound]]:
    """The functions of matrices, by the names that they have in the text."""
    return {
        "stage_n": partial(stage_number, of),
        "stage_percent": partial(stage_percent, of),
    }


def stage_number(of: Bindable, matrix: str, row: str, stage: str) -> Sourced:
    """How many reach a stage."""
    share, basis = _find(of.study, of.results, matrix, row, stage)
    if share.positive is None:
        return suppress(basis, f"matrix {matrix}")
    return bind(f"{share.positive:,}", basis, f"matrix {matrix}")


def stage_percent(
    of: Bindable, matrix: str, row: str, stage: str, digits: int = 0
) -> Sourced:
    """Per cent of those at the stage before that reach a stage."""
    share, basis = _find(of.study, of.results, matrix, row, stage)
    if share.positive is None or share.n is None:
        return suppress(basis, f"matrix {matrix}")
    if not share.n:
        raise UnboundError(f"no case reached the stage before `{stage}`.", missing=True)
    text = percent_text(share.positive, share.n, digits)
    said = translate(
        "{positive} of {cases} cases: {group}",
        positive=f"{share.positive:,}",
        cases=f"{share.n:,}",
        group=basis,
    )
    return bind(f"{text}%", said, f"matrix {matrix}")


def _find(
    study: Study, results: Results, matrix: str, row: str, stage: str
) -> tuple[StageShare, str]:
    specs = {item.id: item for item in study.file.matrices}
    if matrix not in specs:
        raise UnboundError(f"there is no matrix `{matrix}`.", suggest(matrix, specs))
    found = results.matrix(matrix)
    share = found.cell(row, stage)
    if share is None:
        rows = [item.id for item in found.rows]
        raise UnboundError(
            f"matrix `{matrix}` has no row `{row}` with a stage `{stage}`.",
            f"Rows: {', '.join(rows)}; stages: {', '.join(found.stages)}.",
        )
    return share, f"{label_row(specs[matrix], row)}, {stage}"
