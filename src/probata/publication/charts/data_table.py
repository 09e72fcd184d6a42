"""The table behind a bar chart: its cells as text, a row a bar."""

from __future__ import annotations

from probata.analysis.results import Share
from probata.analysis.rounding import number_text, percent_text
from probata.publication.charts.chart import BarChart

_NONE = "no cases"


def tabulate_bars(
    chart: BarChart,
) -> tuple[int, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """How many columns head the rows, the names of the columns, and the rows."""
    panels = chart.panels
    numbers = (
        f"Number of {chart.unit}",
        f"Of these, {chart.measure[:1].lower()}{chart.measure[1:]}",
        "Per cent",
        chart.interval_title,
    )
    if len(panels) == 1:
        rows = tuple((bar.label, *_cells(bar.share)) for bar in panels[0].bars)
        return 1, (panels[0].heading, *numbers), rows
    heads = ("Group", chart.key_title) if chart.key_title else ("Variable", "Category")
    return (
        2,
        (*heads, *numbers),
        tuple(
            (panel.heading, bar.label, *_cells(bar.share))
            for panel in panels
            for bar in panel.bars
        ),
    )


def _cells(share: Share) -> tuple[str, ...]:
    counts = (f"{share.n:,}", f"{share.positive:,}")
    if share.ci_low is None or share.ci_high is None:
        return (*counts, _NONE, _NONE)
    interval = f"{number_text(share.ci_low, 1)} to {number_text(share.ci_high, 1)}"
    return (*counts, percent_text(share.positive, share.n, 1), interval)
