"""Rows, heads and cells of a matrix, for its table and the table behind its figure."""

from __future__ import annotations

from probata.analysis.matrices import ALL
from probata.analysis.matrix_spec import Matrix
from probata.analysis.results import Results
from probata.analysis.rounding import rounded_percent
from probata.analysis.term_results import StageShare
from probata.publication.cells import (
    Cell,
    head_column,
    show_count,
    show_none,
    show_suppressed,
)
from probata.publication.language import translate


def label_row(spec: Matrix, row: str) -> str:
    """What readers call a row."""
    if row == ALL and spec.total:
        return translate("All together")
    return next(item.label for item in spec.rows if item.id == row)


def stage_heads(spec: Matrix) -> list[Cell]:
    """A column a stage; two in a spreadsheet."""
    return [
        head_column(
            stage,
            translate("{stage}: number", stage=stage),
            translate("{stage}: per cent of the stage before", stage=stage),
        )
        for stage in spec.stages
    ]


def stage_cell(share: StageShare) -> Cell:
    """`312 (64.1%)`: how many reach the stage, of those that reached the one before."""
    if share.n is None or share.positive is None:
        return show_suppressed(columns=2)
    if not share.n:
        return show_none(translate("no cases"), columns=2)
    percent = rounded_percent(share.positive, share.n)
    count = show_count(share.positive)
    return Cell(f"{count.text} ({percent}%)", "number", values=(*count.values, percent))


def note_matrix(spec: Matrix, results: Results) -> tuple[str, ...]:
    """How cases are counted from stage to stage, and those without an answer."""
    notes = [
        translate(
            "A case counts at a stage when it counts at every stage before. Percentages "
            "are of those that reached the stage before and have an answer."
        )
    ]
    gone = [
        translate(
            "{row}, {stage}: {count}",
            row=label_row(spec, row.id),
            stage=stage,
            count=f"{share.missing:,}",
        )
        for row in results.matrix(spec.id).rows
        for stage, share in zip(spec.stages, row.stages, strict=True)
        if share.missing and row.id != ALL
    ]
    if gone:
        notes.append(translate("Without an answer: {counts}.", counts="; ".join(gone)))
    return tuple(notes)
