"""A matrix as a flow: for each need a band that narrows from stage to stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from probata.analysis.matrix_spec import Matrix
from probata.analysis.results import Results
from probata.analysis.rounding import count_text, percent_text
from probata.analysis.study import FigureSpec, Study
from probata.analysis.term_results import StageShare
from probata.publication.cells import Cell, column_headers, show_count
from probata.publication.charts import palette
from probata.publication.charts.data_table import Behind
from probata.publication.charts.layout import Layout
from probata.publication.charts.stage_words import (
    label_row,
    note_matrix,
    stage_cell,
    stage_heads,
)
from probata.publication.charts.svg import Drawing, draw_box, draw_text, number
from probata.publication.charts.text_width import wrap
from probata.publication.language import translate

_BAR, _TALLEST, _LABEL = 16.0, 46.0, 170.0


@dataclass(frozen=True)
class StagesChart:
    """The needs with their shares, and the names of the stages."""

    spec: Matrix
    rows: tuple[tuple[str, tuple[StageShare, ...]], ...]


def collect_stages(spec: FigureSpec, study: Study, results: Results) -> StagesChart:
    """The matrix of a figure."""
    matrix = next(item for item in study.file.matrices if item.id == spec.matrix)
    rows = results.matrix(matrix.id).rows
    named = tuple((label_row(matrix, row.id), row.stages) for row in rows)
    return StagesChart(matrix, named)


def draw_stages(chart: StagesChart, layout: Layout) -> Drawing:
    """A row a need: bars as tall as the share of the first stage's cases that is left."""
    left = _LABEL if layout.beside else 0.0
    step = (layout.width - left) / len(chart.spec.stages)
    heads = [wrap(stage, step, layout.size, bold=True) for stage in chart.spec.stages]
    parts = [
        draw_text(lines, left + step * at, 0, layout.size, bold=True)
        for at, lines in enumerate(heads)
    ]
    y = max(map(len, heads)) * layout.line + 10
    for label, shares in chart.rows:
        body, y = _draw_row(label, shares, (left, step), y, layout)
        parts.append(body)
    return Drawing("".join(parts), y)


def _draw_row(
    label: str,
    shares: Sequence[StageShare],
    columns: tuple[float, float],
    y: float,
    layout: Layout,
) -> tuple[str, float]:
    left, step = columns
    lines = wrap(label, left - 12 if left else layout.width, layout.size)
    parts = []
    if left:
        parts.append(
            draw_text(
                lines, 0, y + _TALLEST / 2 - len(lines) * layout.line / 2, layout.size
            )
        )
    else:
        parts.append(draw_text(lines, 0, y, layout.size))
        y += len(lines) * layout.line + 4
    # Where the first stage is suppressed, the tallest bar is that of the next one known.
    most = max((item.positive or 0 for item in shares), default=0) or 1
    heights = [_TALLEST * (item.positive or 0) / most for item in shares]
    for at, (share, height) in enumerate(zip(shares, heights, strict=True)):
        x = left + step * at
        if at + 1 < len(shares):
            if share.positive is not None and shares[at + 1].positive is not None:
                parts.append(_band(x + _BAR, x + step, y, height, heights[at + 1]))
            parts.append(_say_between(shares[at + 1], x + _BAR, x + step, y, layout))
        top = y + (_TALLEST - height) / 2
        parts.append(
            draw_box(
                x,
                top,
                _BAR,
                max(height, 1.0),
                kind="chart-bar chart-bar-single",
                fill=palette.CATEGORY[0],
            )
        )
        said = [count_text(share.positive)]
        parts.append(draw_text(said, x, y + _TALLEST + 2, layout.size, bold=True))
    lines_below = 1 if layout.beside else 2
    return "".join(parts), y + _TALLEST + 2 + lines_below * layout.line + 12


def _band(start: float, end: float, y: float, first: float, second: float) -> str:
    """From one bar to the next, as tall as each at its end."""
    middle = y + _TALLEST / 2
    corners = (
        (start, middle - first / 2),
        (end, middle - second / 2),
        (end, middle + second / 2),
        (start, middle + first / 2),
    )
    steps = "L".join(f"{number(x)},{number(at)}" for x, at in corners)
    return f'<path class="chart-band" d="M{steps}z" fill="{palette.EDGE}"/>'


def _say_between(
    share: StageShare, start: float, end: float, y: float, layout: Layout
) -> str:
    """The per cent that goes on, under the band; where room is short, a line lower."""
    x = (start + end) / 2 + (_BAR / 2 if layout.beside else 0)
    top = y + _TALLEST + 2 + (0 if layout.beside else layout.line)
    return draw_text([_percent(share)], x, top, layout.size, anchor="middle")


def _percent(share: StageShare) -> str:
    if share.n is None or share.positive is None:
        return translate("suppressed")
    if not share.n:
        return translate("no cases")
    return f"{percent_text(share.positive, share.n, 0)}%"


# --- the same in words, and as a table ---------------------------------------------


def describe_stages(chart: StagesChart) -> str:
    """Counts and shares of every need, stage by stage."""
    sentences = [
        translate(
            "Flow from stage to stage: {stages}.", stages=", ".join(chart.spec.stages)
        )
    ]
    for label, shares in chart.rows:
        said = ", ".join(
            translate(
                "{stage} {count} ({percent})",
                stage=stage,
                count=count_text(share.positive),
                percent=_percent(share),
            )
            for stage, share in zip(chart.spec.stages, shares, strict=True)
        )
        sentences.append(f"{label}: {said}.")
    return " ".join(sentences)


def note_stages(chart: StagesChart, results: Results) -> str:
    """How the cases are counted."""
    height = translate(
        "Bars are as tall as the share of the first stage's cases that is left. Between "
        "two bars: the per cent that goes on."
    )
    return " ".join([height, *note_matrix(chart.spec, results)])


def tabulate_stages(chart: StagesChart) -> Behind:
    """A row a need, a column a stage."""
    rows = tuple(
        (
            Cell(label, "row_header"),
            show_count(shares[0].n),
            *(stage_cell(share) for share in shares),
        )
        for label, shares in chart.rows
    )
    columns = column_headers(
        translate("Need"), translate("Cases (n)"), *stage_heads(chart.spec)
    )
    return 1, columns, rows
