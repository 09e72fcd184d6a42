"""Observed outcomes by score: as a chart of estimates, and in words."""

from __future__ import annotations

from probata.analysis.rounding import number_text, percent_text
from probata.analysis.validation import ScoreBin, Validation
from probata.publication.charts.axis import choose_end
from probata.publication.charts.estimates import EstimateChart, Group, Point, Row, Style
from probata.publication.charts.scale import percent_scale
from probata.publication.charts.text_width import NO_BREAK

# What a score is multiplied by to be a percentage.
PERCENT = {"probability": 100.0, "percent": 1.0}


def collect_score(found: Validation) -> EstimateChart:
    """A row a group of scores: the percentage observed and, of probabilities, expected."""
    expected = found.scale in PERCENT
    values = [item.observed.ci_high or 0.0 for item in found.bins]
    if expected:
        values += [item.mean * PERCENT[found.scale] for item in found.bins]
    level = number_text(100 * found.confidence, 0)
    key: list[tuple[Style, str]] = [("solid", "Observed")]
    if expected:
        key.append(("open", "Expected by the score"))
    return EstimateChart(
        groups=(Group(found.score, tuple(_row(item, found) for item in found.bins)),),
        scale=percent_scale(choose_end(values)),
        key=tuple(key),
        interval_title=f"{level}% interval",
        axis_title=f"{found.outcome} = {found.positive} (per cent of people)",
    )


def _row(item: ScoreBin, found: Validation) -> Row:
    share = item.observed
    low, high = share.ci_low or 0.0, share.ci_high or 0.0
    observed = percent_text(share.positive or 0, share.n or 1)
    points = [Point(share.percent or 0.0, low, high, "solid", f"{observed}%")]
    if found.scale in PERCENT:
        mean = item.mean * PERCENT[found.scale]
        words = f"{number_text(mean, 1)}% expected".replace(" ", NO_BREAK)
        points.append(Point(mean, mean, mean, "open", words))
    return Row(f"{range_text(item)} (n\u00a0=\u00a0{share.n:,})", tuple(points))


def range_text(item: ScoreBin) -> str:
    """`4`, or `0.12 to 0.18`."""
    if item.lowest == item.highest:
        return f"{item.lowest:.4g}"
    return f"{item.lowest:.4g} to {item.highest:.4g}"


def describe_score(found: Validation) -> str:
    """What the chart shows, group by group."""
    said = "; ".join(
        f"{range_text(item)}: {percent_text(item.observed.positive or 0, item.observed.n or 1, 0)}%"
        for item in found.bins
    )
    return (
        f"Chart of the percentage with {found.outcome} = {found.positive} by "
        f"{found.score}, each with its interval. {said}."
    )
