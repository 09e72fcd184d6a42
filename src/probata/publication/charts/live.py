"""Ratings while cases are open: as charts, as tables, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from probata.analysis.rounding import number_text, percent_text, rounded
from probata.assessment.live_ratings import LiveQuestion, LiveRatings, Range
from probata.publication.cells import (
    Cell,
    Shorthand,
    column_headers,
    head_limits,
    show_count,
    show_interval,
    show_none,
    show_number,
    show_percent,
)
from probata.publication.charts.data_table import Behind
from probata.publication.charts.estimates import EstimateChart, Group, Point, Row, Style
from probata.publication.charts.scale import Scale, percent_scale
from probata.publication.charts.stacked import StackedChart, StackedGroup, StackedRow
from probata.publication.charts.text_width import NO_BREAK


def collect_outlook(
    live: LiveRatings, standards: Mapping[str, str], cuts: Sequence[float]
) -> EstimateChart:
    """A group a standard, a row a key question; ticks are the limits of the grades.

    `standards`: the title of the standard of each key question.
    """
    again = live.judged_again is not None
    key: list[tuple[Style, str]] = [("solid", "So far; once all are judged")]
    if again:
        key.append(("open", f"So far; {live.supposed}"))
    key.append(("range", "Still possible, as judged"))
    groups: dict[str, list[Row]] = {}
    for item in live.questions:
        row = _row(live, item, again)
        groups.setdefault(standards[item.id], []).append(row)
    return EstimateChart(
        groups=tuple(Group(title, tuple(rows)) for title, rows in groups.items()),
        scale=_scale(cuts),
        key=tuple(key),
        interval_title="95 times in 100",
        axis_title="Positive answers (per cent of cases)",
    )


def _again_label(live: LiveRatings) -> str:
    """`If all were judged again`: the head of a column or a bar."""
    return live.supposed.capitalize()


def _scale(cuts: Sequence[float]) -> Scale:
    """From 0 to 100 with the limits of the grades as ticks, where there are such."""
    if not cuts:
        return percent_scale((100, 20))
    ticks = sorted({0.0, *cuts, 100.0})
    return Scale(tuple((at, f"{at:g}%") for at in ticks), False, 0.0)


def _row(live: LiveRatings, outlook: LiveQuestion, again: bool) -> Row:
    rating = live.rating_of(outlook.id)
    percent = 100 * rating.positive / rating.n
    share = percent_text(rating.positive, rating.n, 0)
    points = [_point(percent, outlook.as_judged, "solid", f"{share}%, ")]
    if again and outlook.judged_again is not None:
        points.append(_point(percent, outlook.judged_again, "open", ""))
    reach = outlook.reachable
    points.append(Point(reach.low, reach.low, reach.high, "range", _range(reach)))
    label = f"{rating.title} (n{NO_BREAK}={NO_BREAK}{rating.n:,})"
    return Row(label, tuple(points))


def _point(value: float, limits: Range, style: Style, before: str) -> Point:
    return Point(value, limits.low, limits.high, style, before + _range(limits))


def _range(limits: Range) -> str:
    low, high = number_text(limits.low, 0), number_text(limits.high, 0)
    return f"{low}{NO_BREAK}to{NO_BREAK}{high}".replace(" ", NO_BREAK)


def describe_outlook(live: LiveRatings) -> str:
    """What the chart shows, question by question."""
    said = []
    for item in live.questions:
        rating = live.rating_of(item.id)
        words = (
            f"{rating.title}: {percent_text(rating.positive, rating.n, 0)}% so far, "
        )
        words += f"{_range(item.as_judged)} in the end"
        if item.judged_again is not None:
            words += f", {_range(item.judged_again)} {live.supposed}"
        said.append(
            f"{words}, {_range(item.reachable)} possible".replace(NO_BREAK, " ")
        )
    return f"Chart of the percentage of positive answers. {'; '.join(said)}."


def tabulate_outlook(live: LiveRatings, standards: Mapping[str, str]) -> Behind:
    """A row a key question, with the numbers of the chart."""
    columns = column_headers(
        "Key question",
        "Cases with an answer",
        "Of these, positive",
        "Per cent",
        head_limits("Once all are judged, 95%"),
        head_limits(f"{_again_label(live)}, 95%"),
        head_limits("Still possible, as judged"),
    )
    rows = []
    for item in live.questions:
        rating = live.rating_of(item.id)
        rows.append(
            (
                Cell(f"{standards[item.id]}: {rating.title}", "row_header"),
                show_count(rating.n),
                show_count(rating.positive),
                show_percent(rating.positive, rating.n),
                _limits(item.as_judged),
                _limits(item.judged_again),
                _limits(item.reachable),
            )
        )
    return 1, columns, tuple(rows)


def _limits(limits: Range | None) -> Cell:
    if limits is None:
        return show_none("not measured", Shorthand.NOT_AVAILABLE, columns=2)
    return show_interval(rounded(limits.low, 1), rounded(limits.high, 1))


def collect_chances(live: LiveRatings, grades: Mapping[str, str]) -> StackedChart:
    """A group a standard, the whole last; a row as judged, and one judged again."""
    versions = [("As judged", live.as_judged)]
    if live.judged_again is not None:
        versions.append((_again_label(live), live.judged_again))
    found: dict[str, list[StackedRow]] = {}
    for label, rating in versions:
        parts = [(item.title, item.chances) for item in rating.standards]
        parts.append(("Overall", rating.overall.chances if rating.overall else None))
        for title, chances in parts:
            if chances:
                row = StackedRow(label, tuple(chances.values()))
                found.setdefault(title, []).append(row)
    return StackedChart(
        tuple(grades.values()),
        tuple(StackedGroup(title, tuple(rows)) for title, rows in found.items()),
    )


def describe_chances(chart: StackedChart) -> str:
    """Every part of half a per cent or more, in words."""
    said = []
    for group in chart.groups:
        for row in group.rows:
            told = ", ".join(
                f"{name} {number_text(100 * part, 0)}%"
                for name, part in zip(chart.key, row.parts, strict=True)
                if part >= 0.005
            )
            said.append(f"{group.heading}, {row.label.lower()}: {told}")
    return f"Stacked bars of the chance of each grade. {'; '.join(said)}."


def tabulate_chances(chart: StackedChart) -> Behind:
    """A row a bar, chances in per cent."""
    columns = column_headers("Standard", "Version", *chart.key)
    rows = tuple(
        (
            Cell(group.heading, "row_header"),
            Cell(row.label, "row_header"),
            *(show_number(100 * part, 0) for part in row.parts),
        )
        for group in chart.groups
        for row in group.rows
    )
    return 2, columns, rows
