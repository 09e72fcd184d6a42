"""The adjusted percentage along a number, with its interval: a spline as a chart."""

from __future__ import annotations

from dataclasses import dataclass

from probata.analysis.results import Results
from probata.analysis.rounding import number_text, p_text, rounded
from probata.analysis.study import FigureSpec, Study
from probata.analysis.term_results import CurvePoint, CurveResult
from probata.publication.cells import (
    Cell,
    column_headers,
    head_limits,
    show_interval,
    show_number,
)
from probata.publication.charts import palette
from probata.publication.charts.axis import choose_end
from probata.publication.charts.data_table import Behind
from probata.publication.charts.key import KeyItem, draw_key
from probata.publication.charts.layout import Layout
from probata.publication.charts.odds import interval_title
from probata.publication.charts.svg import Drawing, draw_path, draw_text, number
from probata.publication.charts.text_width import measure, wrap
from probata.publication.language import translate

_WIDE_HEIGHT, _NARROW_HEIGHT = 300.0, 240.0
_TICKS = 6
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class CurveChart:
    """The curves of one figure, each with its label and unit."""

    curves: tuple[tuple[str, CurveResult], ...]
    outcome: str
    interval: str
    model: str


def collect_curves(spec: FigureSpec, study: Study, results: Results) -> CurveChart:
    """The curves of the figure's variables."""
    model, book = results.model(spec.models[0]), study.codebook
    found = {item.variable: item for item in model.curves}
    outcome = study.file.outcome
    return CurveChart(
        tuple((_title(study, name), found[name]) for name in spec.variables),
        outcome.phrase or book.label(outcome.variable),
        interval_title(results),
        model.label,
    )


def _title(study: Study, name: str) -> str:
    variable = study.codebook[name]
    if not variable.unit:
        return variable.label
    return translate(
        "{variable} (in {unit})", variable=variable.label, unit=variable.unit
    )


@dataclass(frozen=True)
class _Plot:
    """Values across from `low` to `high`, per cent up from 0 to `end`."""

    left: float
    top: float
    width: float
    height: float
    low: float
    high: float
    end: int

    def across(self, value: float) -> float:
        return self.left + self.width * (value - self.low) / (self.high - self.low)

    def up(self, percent: float) -> float:
        return self.top + self.height * (1 - percent / self.end)


def draw_curves(chart: CurveChart, layout: Layout) -> Drawing:
    """One plot under another, on one percentage axis."""
    drawn = [item for _, item in chart.curves if item.points]
    if not drawn:
        lines = wrap(_not_drawn(), layout.width, layout.size)
        return Drawing(
            draw_text(lines, 0, 0, layout.size), len(lines) * layout.line + 2
        )
    end, step = choose_end(point.ci_high for item in drawn for point in item.points)
    key, y = draw_key("", _explain(chart), layout)
    parts = [key]
    for title, curve in chart.curves:
        if not curve.points:
            continue
        body, y = _draw_curve(chart, title, curve, (end, step), y, layout)
        parts.append(body)
    return Drawing("".join(parts), y)


def _not_drawn() -> str:
    return translate("Not drawn: the model has a term that has no estimate.")


def _explain(chart: CurveChart) -> list[KeyItem]:
    return [
        KeyItem(
            translate("Adjusted by the model"),
            32,
            lambda x, y: _line(f"M{number(x)},{number(y)}h32"),
        ),
        KeyItem(
            chart.interval,
            32,
            lambda x, y: _area(f"M{number(x)},{number(y - 7)}h32v14h-32z"),
        ),
        KeyItem(
            translate("Knot"),
            12,
            lambda x, y: _knot(x + 6, y - 8, y + 8),
        ),
    ]


def _line(steps: str) -> str:
    return draw_path(steps, kind="chart-interval", colour=palette.ACCENT, width=3)


def _area(steps: str) -> str:
    return f'<path class="chart-band" d="{steps}" fill="{palette.EDGE}" stroke="none"/>'


def _knot(x: float, top: float, bottom: float) -> str:
    steps = f"M{number(x)},{number(top)}V{number(bottom)}"
    return draw_path(
        steps, kind="chart-axis", colour=palette.AXIS, width=1.5, dashes="3 4"
    )


def _draw_curve(
    chart: CurveChart,
    title: str,
    curve: CurveResult,
    scale: tuple[int, int],
    y: float,
    layout: Layout,
) -> tuple[str, float]:
    end, step = scale
    head = wrap(
        translate("{outcome} (per cent)", outcome=_capital(chart.outcome)),
        layout.width,
        layout.size,
    )
    parts = [draw_text(head, 0, y, layout.size)]
    y += len(head) * layout.line + 12
    room = measure("100%", layout.size)
    ticks = _ticks(curve.lowest, curve.highest)
    plot = _Plot(
        room + 8,
        y,
        layout.width - room - 8 - measure(f"{ticks[-1]:g}", layout.size) / 2,
        _WIDE_HEIGHT if layout.beside else _NARROW_HEIGHT,
        min(curve.lowest, ticks[0]),
        max(curve.highest, ticks[-1]),
        end,
    )
    parts.append(_draw_grid(plot, ticks, step, layout))
    low = [(plot.across(p.value), plot.up(p.ci_low)) for p in curve.points]
    high = [(plot.across(p.value), plot.up(p.ci_high)) for p in curve.points]
    parts.append(_area(f"{_path([*high, *reversed(low)])}z"))
    parts += [
        _knot(plot.across(knot), plot.top, plot.top + plot.height)
        for knot in curve.knots
        if plot.low <= knot <= plot.high
    ]
    middle = [(plot.across(p.value), plot.up(p.percent)) for p in curve.points]
    parts.append(_line(_path(middle)))
    y = plot.top + plot.height + 8 + layout.line + 4
    foot = wrap(title, layout.width, layout.size)
    parts.append(draw_text(foot, 0, y, layout.size))
    return "".join(parts), y + len(foot) * layout.line + layout.panel_gap / 2


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(x)},{number(y)}" for x, y in points)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ticks(low: float, high: float) -> list[float]:
    """Round values from below the lowest to above the highest, a few of them."""
    step = next(
        (step for step in _STEPS if (high - low) / step <= _TICKS),
        (high - low) / _TICKS,
    )
    first, last = int(low // step), -int(-high // step)
    return [float(at * step) for at in range(first, last + 1)]


def _draw_grid(plot: _Plot, ticks: list[float], step: int, layout: Layout) -> str:
    right, bottom = plot.left + plot.width, plot.top + plot.height
    lines, parts = [], []
    for percent in range(0, plot.end + 1, step):
        y = plot.up(percent)
        lines.append(f"M{number(plot.left)},{number(y)}H{number(right)}")
        top = y - layout.line / 2
        label = [f"{percent}%"]
        parts.append(draw_text(label, plot.left - 8, top, layout.size, anchor="end"))
    for value in ticks:
        x = plot.across(value)
        lines.append(f"M{number(x)},{number(bottom)}v5")
        label = [f"{value:g}"]
        parts.append(draw_text(label, x, bottom + 8, layout.size, anchor="middle"))
    grid = draw_path("".join(lines), kind="chart-grid", colour=palette.GRID, width=1)
    return grid + "".join(parts)


# --- the same in words, and as a table ---------------------------------------------


def describe_curves(chart: CurveChart) -> str:
    """Where each curve starts and ends, its highest and lowest value, and the knots."""
    sentences = []
    for title, curve in chart.curves:
        sentences.append(
            translate(
                "Curve of the adjusted percentage by {variable} in {model}.",
                variable=title,
                model=chart.model,
            )
        )
        if not curve.points:
            sentences.append(_not_drawn())
            continue
        highest = max(curve.points, key=lambda item: item.percent)
        lowest = min(curve.points, key=lambda item: item.percent)
        sentences.append(
            translate(
                "From {first} to {last}; highest {highest}, lowest {lowest}.",
                first=_say(curve.points[0]),
                last=_say(curve.points[-1]),
                highest=_say(highest),
                lowest=_say(lowest),
            )
        )
    return " ".join(sentences)


def _say(point: CurvePoint) -> str:
    return translate(
        "{percent}% ({low} to {high}) at {value}",
        percent=number_text(point.percent, 0),
        low=number_text(point.ci_low, 0),
        high=number_text(point.ci_high, 0),
        value=f"{point.value:g}",
    )


def note_curves(chart: CurveChart, test: str) -> str:
    """The knots, and the test that the line is bent."""
    said = []
    for title, curve in chart.curves:
        found = next(item for item in curve.tests if item.test == test)
        kind = (
            translate("restricted cubic spline")
            if curve.kind == "natural"
            else translate("linear spline")
        )
        said.append(
            translate(
                "{variable}: {kind} with knots at {knots}; test of being bent: {p}.",
                variable=title,
                kind=kind,
                knots=", ".join(f"{knot:g}" for knot in curve.knots),
                p=translate("none") if found.p is None else p_text(found.p),
            )
        )
    caution = translate("It is an association, not an effect.")
    return " ".join([*said, caution])


def tabulate_curves(chart: CurveChart) -> Behind:
    """A row a point of each curve."""
    rows = tuple(
        (
            Cell(title, "row_header"),
            Cell(f"{point.value:g}", "row_header"),
            show_number(point.percent, 1),
            show_interval(rounded(point.ci_low, 1), rounded(point.ci_high, 1)),
        )
        for title, curve in chart.curves
        for point in curve.points
    )
    columns = column_headers(
        translate("Variable"),
        translate("Value"),
        translate("Per cent adjusted"),
        head_limits(translate("{interval}, adjusted", interval=chart.interval)),
    )
    return 2, columns, rows
