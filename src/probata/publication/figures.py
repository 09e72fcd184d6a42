"""The figures of a bulletin as SVG, each with its text alternative and its data."""

from __future__ import annotations

from dataclasses import dataclass

from probata.analysis.results import Results
from probata.analysis.study import FigureSpec, Study
from probata.publication.anchors import make_anchor
from probata.publication.cells import Cell
from probata.publication.charts.alt_text import describe_bars
from probata.publication.charts.bars import draw_bars
from probata.publication.charts.data_table import tabulate_bars
from probata.publication.charts.layout import NARROW, WIDE, Layout
from probata.publication.charts.missing_note import note_missing
from probata.publication.charts.percentages import collect_bars, common_end
from probata.publication.charts.svg import Drawing, finish_document
from probata.publication.diagrams.cards import draw_cards
from probata.publication.diagrams.cycle import draw_cycle
from probata.publication.diagrams.flow import draw_flow


@dataclass(frozen=True)
class FigureData:
    """The table behind a chart; the first `row_headers` columns head rows."""

    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_headers: int = 1


@dataclass(frozen=True)
class Figure:
    """A figure, ready for any writer. Pages show `svg_wide` or `svg_narrow` by width."""

    id: str
    number: str
    title: str
    svg_wide: str
    svg_narrow: str
    alt: str
    data: FigureData | None
    note: str


def make_figure(spec: FigureSpec, study: Study, results: Results) -> Figure:
    """Draw a figure of the study. A diagram needs no results, a chart all it names."""
    if spec.kind == "bars":
        return _make_chart(spec, study, results)
    drawings = {layout.name: _draw_diagram(spec, layout) for layout in (WIDE, NARROW)}
    return _assemble(spec, drawings, spec.alt or _list_diagram(spec), None, spec.note)


def _make_chart(spec: FigureSpec, study: Study, results: Results) -> Figure:
    chart = collect_bars(spec, study, results)
    end = common_end(study, results)
    drawings = {layout.name: draw_bars(chart, end, layout) for layout in (WIDE, NARROW)}
    headers, columns, rows = tabulate_bars(chart)
    alt = " ".join(part for part in (spec.alt, describe_bars(chart)) if part)
    note = " ".join(
        part for part in (spec.note, note_missing(spec, study, results)) if part
    )
    return _assemble(spec, drawings, alt, FigureData(columns, rows, headers), note)


def _draw_diagram(spec: FigureSpec, layout: Layout) -> Drawing:
    if spec.kind == "flow":
        return draw_flow(spec.columns, layout)
    draw = draw_cycle if spec.kind == "cycle" else draw_cards
    return draw(spec.steps, layout)


def _list_diagram(spec: FigureSpec) -> str:
    """The words of a diagram in reading order, where its author gave no alternative."""
    columns = [f"{item.heading}: {', '.join(item.items)}" for item in spec.columns]
    steps = [
        f"{item.label}: {item.detail}" if item.detail else item.label
        for item in spec.steps
    ]
    return "; ".join([*columns, *steps]) + "."


def _assemble(
    spec: FigureSpec,
    drawings: dict[str, Drawing],
    alt: str,
    data: FigureData | None,
    note: str,
) -> Figure:
    name = make_anchor("figure", spec.id)
    wide, narrow = (
        finish_document(
            f"{name}-{layout.name}",
            f"Figure {spec.id}: {spec.title}",
            alt,
            (layout.width, drawings[layout.name].height),
            drawings[layout.name].body,
        )
        for layout in (WIDE, NARROW)
    )
    return Figure(name, spec.id, spec.title, wide, narrow, alt, data, note)
