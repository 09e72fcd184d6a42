"""Kaplan-Meier curves with limits and numbers at risk: as a chart, in words, as a table."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.rounding import number_text, rounded
from probata.analysis.survival.results import CurvePoint, CurveResult, SurvivalFound
from probata.publication.cells import (
    Cell,
    Shorthand,
    column_headers,
    head_limits,
    show_count,
    show_interval,
    show_none,
    show_number,
)
from probata.publication.charts import palette
from probata.publication.charts.data_table import Behind
from probata.publication.charts.key import KeyItem, draw_key
from probata.publication.charts.layout import Layout
from probata.publication.charts.percentages import plural
from probata.publication.charts.svg import Drawing, draw_path, draw_text, number
from probata.publication.charts.text_width import measure, wrap
from probata.publication.language import translate

_WIDE_HEIGHT, _NARROW_HEIGHT = 340.0, 260.0
# Told apart without colour, too.
_DASHES = ("", "9 4", "2 3", "12 4 2 4", "6 3 2 3 2 3", "16 6")
_LIMITS = "1 3"
# With more curves their limits would hide them; the table has them all.
_MOST_LIMITS = 3


class _Plot:
    """Time goes across from 0, per cent without the event up from 0 to 100."""

    def __init__(self, left: float, top: float, size: tuple[float, float], end: float):
        self.left, self.top, self.end = left, top, end
        self.width, self.height = size

    def across(self, time: float) -> float:
        return self.left + self.width * min(time, self.end) / self.end

    def up(self, percent: float) -> float:
        return self.top + self.height * (1 - percent / 100)


def draw_survival(found: SurvivalFound, layout: Layout) -> Drawing:
    """The curves, and under each mark of the time how many are still followed."""
    key, y = draw_key("", [*_explain(found)], layout)
    title = wrap(
        translate("Without the event (per cent of {units})", units=plural(found.unit)),
        layout.width,
        layout.size,
    )
    head = draw_text(title, 0, y, layout.size)
    y += len(title) * layout.line + 12
    room = measure("100%", layout.size)
    last = max(point.time for curve in found.curves for point in curve.points)
    end = max(last, found.ticks[-1]) or 1.0
    height = _WIDE_HEIGHT if layout.beside else _NARROW_HEIGHT
    spare = measure(f"{end:,.0f}", layout.size) / 2 + 4
    plot = _Plot(room + 8, y, (layout.width - room - 8 - spare, height), end)
    ticks = found.ticks if layout.beside else found.ticks[:: 1 + len(found.ticks) // 5]
    parts = [key, head, _draw_axes(plot, ticks, layout)]
    for at, curve in enumerate(found.curves):
        if len(found.curves) <= _MOST_LIMITS:
            parts += [_draw_limits(curve, at, plot)]
        parts.append(_draw_steps(curve, at, plot))
    foot, bottom = _draw_foot(found, plot, ticks, layout)
    return Drawing("".join([*parts, foot]), bottom)


def _explain(found: SurvivalFound) -> Iterator[KeyItem]:
    for at, curve in enumerate(found.curves):

        def line(x: float, middle: float, at: int = at) -> str:
            return _line(f"M{number(x)},{number(middle)}H{number(x + 40)}", at)

        yield KeyItem(_group(curve, found), 40, line)
    if len(found.curves) <= _MOST_LIMITS:

        def limit(x: float, middle: float) -> str:
            return _line(f"M{number(x)},{number(middle)}H{number(x + 40)}", 0, _LIMITS)

        yield KeyItem(_interval(found), 40, limit)


def _line(steps: str, at: int, dashes: str | None = None) -> str:
    return draw_path(
        steps,
        kind=f"chart-line chart-line-category-{at + 1}",
        colour=palette.CATEGORY[at],
        width=2.5 if dashes is None else 1.25,
        dashes=_DASHES[at] if dashes is None else dashes,
    )


def _draw_steps(curve: CurveResult, at: int, plot: _Plot) -> str:
    steps = f"M{number(plot.across(0))},{number(plot.up(100))}"
    for point in curve.points:
        steps += f"H{number(plot.across(point.time))}V{number(plot.up(point.percent))}"
    return _line(steps, at)


def _draw_limits(curve: CurveResult, at: int, plot: _Plot) -> str:
    """Both limits, from the first event on; a limit ends where it is not known."""
    parts = []
    for side in ("ci_low", "ci_high"):
        steps = ""
        for point in curve.points:
            value = getattr(point, side)
            if value is None:
                continue
            x, y = number(plot.across(point.time)), number(plot.up(value))
            steps += f"H{x}V{y}" if steps else f"M{x},{y}"
        parts.append(_line(steps, at, _LIMITS) if steps else "")
    return "".join(parts)


def _draw_axes(plot: _Plot, ticks: tuple[float, ...], layout: Layout) -> str:
    right, bottom = plot.left + plot.width, plot.top + plot.height
    grid, parts = [], []
    for percent in range(0, 101, 20):
        y = plot.up(percent)
        grid.append(f"M{number(plot.left)},{number(y)}H{number(right)}")
        top, label = y - layout.line / 2, [f"{percent}%"]
        parts.append(draw_text(label, plot.left - 8, top, layout.size, anchor="end"))
    for tick in ticks:
        x = plot.across(tick)
        grid.append(f"M{number(x)},{number(plot.top)}V{number(bottom)}")
        label = [f"{tick:,.4g}"]
        parts.append(draw_text(label, x, bottom + 8, layout.size, anchor="middle"))
    return draw_path(
        "".join(grid), kind="chart-grid", colour=palette.GRID, width=1
    ) + "".join(parts)


def _draw_foot(
    found: SurvivalFound, plot: _Plot, ticks: tuple[float, ...], layout: Layout
) -> tuple[str, float]:
    """The title of the axis, and the numbers at risk, a row a curve."""
    y = plot.top + plot.height + 8 + layout.line + 4
    title = wrap(f"{found.time} ({found.time_unit})", layout.width, layout.size)
    parts = [draw_text(title, 0, y, layout.size)]
    y += len(title) * layout.line + 10
    still = translate("Still followed ({units})", units=plural(found.unit))
    heading = wrap(still, layout.width, layout.size)
    parts.append(draw_text(heading, 0, y, layout.size, bold=True))
    y += len(heading) * layout.line + 2
    for curve in found.curves:
        if curve.group:
            label = wrap(curve.group, layout.width, layout.size)
            parts.append(draw_text(label, 0, y, layout.size))
            y += len(label) * layout.line
        risk = dict(curve.at_ticks)
        for tick in ticks:
            text = [f"{risk[tick]:,}"]
            x = plot.across(tick)
            parts.append(draw_text(text, x, y, layout.size, anchor="middle"))
        y += layout.line + 4
    return "".join(parts), y + 2


# --- the same in words, and as a table ---------------------------------------------


def describe_survival(found: SurvivalFound) -> str:
    """Each curve: how many, how many events, where it ends, when half have had the event."""
    said = translate(
        "Kaplan-Meier curves of the time to {event}: {happened}.",
        event=found.event,
        happened=found.happened,
    )
    return " ".join([said, *(_say_curve(curve, found) for curve in found.curves)])


def _say_curve(curve: CurveResult, found: SurvivalFound) -> str:
    last = curve.points[-1]
    text = translate(
        "{group}: {cases} {units}, {events} events; {percent}% without the event at {time} "
        "{unit}",
        group=_group(curve, found),
        cases=f"{curve.n:,}",
        units=plural(found.unit),
        events=f"{curve.events:,}",
        percent=number_text(last.percent, 0),
        time=f"{last.time:,.4g}",
        unit=found.time_unit,
    )
    if curve.median is None:
        return translate("{said}; half is never reached.", said=text)
    half = f"{curve.median:,.4g}"
    return translate("{said}; half reached at {time}.", said=text, time=half)


def _group(curve: CurveResult, found: SurvivalFound) -> str:
    """The name of a curve; that of everybody where there are no groups."""
    return curve.group or translate("All {units}", units=plural(found.unit))


def tabulate_survival(found: SurvivalFound) -> Behind:
    """A row a curve and mark of the time."""
    columns = column_headers(
        translate("Group"),
        f"{found.time} ({found.time_unit})",
        translate("Still followed"),
        translate("Per cent without the event"),
        head_limits(_interval(found)),
    )
    rows = tuple(
        (
            Cell(_group(curve, found), "row_header"),
            Cell(f"{tick:,.4g}", "row_header"),
            show_count(risk),
            *_cells(_at(curve, tick)),
        )
        for curve in found.curves
        for tick, risk in curve.at_ticks
        if risk
    )
    return 2, columns, rows


def _at(curve: CurveResult, time: float) -> CurvePoint | None:
    """The last step at or before a time; None before the first."""
    before = [point for point in curve.points if point.time <= time]
    return before[-1] if before else None


def _cells(point: CurvePoint | None) -> tuple[Cell, Cell]:
    none = show_none(translate("no event yet"), Shorthand.NOT_APPLICABLE, columns=2)
    if point is None:
        return show_number(100.0, 1), none
    if point.ci_low is None or point.ci_high is None:
        return show_number(point.percent, 1), none
    limits = rounded(point.ci_low, 1), rounded(point.ci_high, 1)
    return show_number(point.percent, 1), show_interval(*limits)


def _interval(found: SurvivalFound) -> str:
    level = number_text(100 * found.confidence, 0)
    return translate("{level}% interval", level=level)
