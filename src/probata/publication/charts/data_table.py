"""The table behind a bar chart, a row a bar."""

from __future__ import annotations

from probata.analysis.results import Share
from probata.publication.cells import (
    Cell,
    column_headers,
    head_limits,
    show_count,
    show_share,
)
from probata.publication.charts.chart import BarChart
from probata.publication.language import translate

# How many columns head the rows, the names of the columns, and the rows.
Behind = tuple[int, tuple[Cell, ...], tuple[tuple[Cell, ...], ...]]


def tabulate_bars(chart: BarChart) -> Behind:
    """A row a bar: counts, percentage and interval."""
    panels = chart.panels
    numbers = (
        translate("Number of {units}", units=chart.unit),
        translate(
            "Of these, {measure}",
            measure=chart.measure[:1].lower() + chart.measure[1:],
        ),
        translate("Per cent"),
        head_limits(chart.interval_title),
    )
    if len(panels) == 1:
        rows = tuple(
            (Cell(bar.label, "row_header"), *_cells(bar.share))
            for bar in panels[0].bars
        )
        return 1, column_headers(panels[0].heading, *numbers), rows
    heads = (
        (translate("Group"), chart.key_title)
        if chart.key_title
        else (translate("Variable"), translate("Category"))
    )
    return (
        2,
        column_headers(*heads, *numbers),
        tuple(
            (
                Cell(panel.heading, "row_header"),
                Cell(bar.label, "row_header"),
                *_cells(bar.share),
            )
            for panel in panels
            for bar in panel.bars
        ),
    )


def _cells(share: Share) -> tuple[Cell, ...]:
    n, *rest = show_share(share)
    return (n, show_count(share.positive), *rest)
