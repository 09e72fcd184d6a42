"""A matrix of needs by stages as a table."""

from __future__ import annotations

from probata.analysis.matrix_spec import Matrix
from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.publication.anchors import make_anchor
from probata.publication.cells import Cell, column_headers, show_count
from probata.publication.charts.stage_words import (
    label_row,
    note_matrix,
    stage_cell,
    stage_heads,
)
from probata.publication.document import TableBlock
from probata.publication.language import translate
from probata.publication.tables import source_line


def make_matrix(spec: Matrix, study: Study, results: Results) -> TableBlock:
    """A row a need, a column a stage."""
    found = results.matrix(spec.id)
    rows = tuple(
        (
            Cell(label_row(spec, row.id), "row_header"),
            show_count(row.stages[0].n),
            *(stage_cell(share) for share in row.stages),
        )
        for row in found.rows
    )
    return TableBlock(
        anchor=make_anchor("table", spec.id),
        number=spec.id,
        title=spec.title,
        header=column_headers(
            translate("Need"), translate("Cases (n)"), *stage_heads(spec)
        ),
        rows=rows,
        notes=note_matrix(spec, results),
        source=source_line(study, results),
    )
