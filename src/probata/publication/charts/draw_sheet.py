"""Draws the sensitivity sheet: a grid where there is room, otherwise tiles by finding."""

from __future__ import annotations

from dataclasses import dataclass

from probata.analysis.reliability_results import Verdict
from probata.publication.charts import palette
from probata.publication.charts.key import KeyItem, draw_key
from probata.publication.charts.layout import Layout
from probata.publication.charts.sheet import Line, Mark, SheetChart
from probata.publication.charts.svg import (
    LEADING,
    Drawing,
    draw_box,
    draw_circle,
    draw_path,
    draw_text,
    number,
)
from probata.publication.charts.text_width import NO_BREAK, measure, wrap
from probata.publication.language import translate

_SMALL = 14.0
_GLYPH = 6.0
_LABEL = 180.0
_GAP = 12.0
_ROW_GAP = 12.0
_TILE_GAP = 4.0


@dataclass(frozen=True)
class _Size:
    """The size of one mark's letters, and the width that it has to itself."""

    letters: float
    width: float

    @property
    def line(self) -> float:
        return self.letters * LEADING

    @property
    def height(self) -> float:
        return 2 * self.line + 4


def draw_sheet(chart: SheetChart, layout: Layout) -> Drawing:
    """Key, letters of the specifications, then a line for each finding."""
    key, y = draw_key("", list(_explain(chart)), layout)
    letters, y = _draw_letters(chart, layout, y)
    draw = _draw_grid if layout.beside and _fits(chart, layout) else _draw_tiles
    drawn, y = draw(chart, layout, y)
    return Drawing(key + letters + drawn, y)


# --- the key -----------------------------------------------------------------------


def _explain(chart: SheetChart) -> list[KeyItem]:
    words = {
        "higher": translate("Odds ratio above 1, p below {level}", level=chart.level),
        "lower": translate("Odds ratio below 1, p below {level}", level=chart.level),
        "unclear": translate("Unclear: p of {level} or more", level=chart.level),
        "none": translate("No estimate"),
    }
    items = [_explain_verdict(item, words[item]) for item in chart.verdicts()]
    if chart.any_moved():
        said = translate(
            "Another verdict than as printed (leaving one out: at least once)"
        )
        items.append(KeyItem(said, 18, lambda x, y: _draw_frame(x + 1, y - 8, 16, 16)))
    return items


def _explain_verdict(verdict: Verdict, label: str) -> KeyItem:
    wide = 2 * _GLYPH + 4
    return KeyItem(label, wide, lambda x, y: _draw_verdict(verdict, x + wide / 2, y))


def _draw_letters(chart: SheetChart, layout: Layout, y: float) -> tuple[str, float]:
    """What each letter stands for, in columns that are read downwards."""
    columns = 2 if layout.beside else 1
    per = -(-len(chart.specifications) // columns)
    width = layout.width / columns
    parts = []
    lowest = y
    for column in range(columns):
        at, x = y, column * width
        for letter, label in chart.specifications[column * per : (column + 1) * per]:
            lines = wrap(label, width - 24, layout.size)
            parts.append(draw_text([letter], x, at, layout.size, bold=True))
            parts.append(draw_text(lines, x + 22, at, layout.size))
            at += len(lines) * layout.line
        lowest = max(lowest, at)
    return "".join(parts), lowest + 18


# --- marks -------------------------------------------------------------------------


def _draw_verdict(verdict: Verdict, x: float, y: float) -> str:
    """A verdict by its shape, about a middle point: triangle up or down, ring, stroke."""
    kind = f"chart-verdict chart-verdict-{verdict}"
    if verdict == "unclear":
        fill, edge = palette.GROUND, palette.AXIS
        return draw_circle(x, y, _GLYPH - 1.5, kind=kind, fill=fill, edge=edge)
    if verdict == "none":
        steps = f"M{number(x - _GLYPH)},{number(y)}H{number(x + _GLYPH)}"
        return draw_path(steps, kind=kind, colour=palette.AXIS, width=2)
    tip, foot = (-_GLYPH, _GLYPH - 1) if verdict == "higher" else (_GLYPH, 1 - _GLYPH)
    steps = (
        f"M{number(x)},{number(y + tip)}L{number(x + _GLYPH)},{number(y + foot)}"
        f"L{number(x - _GLYPH)},{number(y + foot)}Z"
    )
    fill = palette.ACCENT if verdict == "higher" else palette.POLARITY["negative"]
    return f'<path class="{kind}" d="{steps}" fill="{fill}"/>'


def _draw_frame(x: float, y: float, width: float, height: float) -> str:
    steps = (
        f"M{number(x)},{number(y)}H{number(x + width)}V{number(y + height)}"
        f"H{number(x)}V{number(y)}"
    )
    return draw_path(steps, kind="chart-frame", colour=palette.TEXT, width=2)


def _draw_mark(mark: Mark, x: float, y: float, size: _Size, letter: str = "") -> str:
    """A mark from its left edge and top: the sign above the odds ratio, framed if moved."""
    middle, top = x + size.width / 2, y + 2
    aside = size.letters * 0.7 if letter else 0.0
    parts = [_draw_verdict(mark.verdict, middle + aside, top + size.line / 2)]
    if letter:
        at = middle - aside
        parts.append(
            draw_text([letter], at, top, size.letters, anchor="middle", bold=True)
        )
    if mark.verdict != "none":
        below = top + size.line
        parts.append(
            draw_text([mark.text], middle, below, size.letters, anchor="middle")
        )
    if mark.moved:
        parts.append(_draw_frame(x + 1, y, size.width - 2, size.height))
    return "".join(parts)


# --- the grid ----------------------------------------------------------------------


def _fits(chart: SheetChart, layout: Layout) -> bool:
    return _widest(chart, _SMALL) + 4 <= _column(chart, layout)


def _widest(chart: SheetChart, size: float) -> float:
    texts = [
        mark.text
        for line in chart.lines
        for mark in line.marks
        if mark.verdict != "none"
    ]
    return max((measure(text, size) for text in texts), default=0.0)


def _column(chart: SheetChart, layout: Layout) -> float:
    """The width of one specification's column."""
    room = layout.width - _LABEL - _GAP - _count_width(chart, layout)
    return room / max(len(chart.specifications), 1)


def _count_width(chart: SheetChart, layout: Layout) -> float:
    heads = [
        *wrap(translate("Same verdict"), 70, layout.size, bold=True),
        *(_agree(i) for i in chart.lines),
    ]
    return max(measure(text, layout.size, bold=True) for text in heads) + 8


def _agree(line: Line) -> str:
    return line.agree.replace(" ", NO_BREAK)


def _draw_grid(chart: SheetChart, layout: Layout, y: float) -> tuple[str, float]:
    wide, left = _column(chart, layout), _LABEL + _GAP
    size = _Size(_SMALL, wide)
    right = layout.width
    head = wrap(translate("Same verdict"), 70, layout.size, bold=True)
    parts = [draw_text(head, right, y, layout.size, anchor="end", bold=True)]
    y += len(head) * layout.line
    for at, (letter, _) in enumerate(chart.specifications):
        x, top = left + (at + 0.5) * wide, y - layout.line
        parts.append(
            draw_text([letter], x, top, layout.size, anchor="middle", bold=True)
        )
    y += 4
    for line in chart.lines:
        label = wrap(line.label, _LABEL, layout.size)
        height = max(len(label) * layout.line, size.height)
        rule = f"M0,{number(y)}H{number(layout.width)}"
        parts.append(draw_path(rule, kind="chart-grid", colour=palette.GRID, width=1))
        y += _ROW_GAP / 2
        top = y + (height - len(label) * layout.line) / 2
        parts.append(draw_text(label, 0, top, layout.size))
        marks = y + (height - size.height) / 2
        for at, mark in enumerate(line.marks):
            parts.append(_draw_mark(mark, left + at * wide, marks, size))
        count = y + (height - layout.line) / 2
        agree = [_agree(line)]
        parts.append(
            draw_text(agree, right, count, layout.size, anchor="end", bold=True)
        )
        y += height + _ROW_GAP / 2
    return "".join(parts), y + 2


# --- tiles -------------------------------------------------------------------------


def _draw_tiles(chart: SheetChart, layout: Layout, y: float) -> tuple[str, float]:
    least = max(_widest(chart, layout.size) + 10, 48.0)
    most = max(1, int((layout.width + _TILE_GAP) // (least + _TILE_GAP)))
    rows = -(-len(chart.specifications) // most)
    across = -(-len(chart.specifications) // rows)  # lines of tiles of like length
    wide = (layout.width + _TILE_GAP) / across - _TILE_GAP
    size = _Size(layout.size, wide)
    parts = []
    for line in chart.lines:
        rule = f"M0,{number(y)}H{number(layout.width)}"
        parts.append(draw_path(rule, kind="chart-grid", colour=palette.GRID, width=1))
        y += _ROW_GAP / 2
        label = wrap(line.label, layout.width, layout.size, bold=True)
        parts.append(draw_text(label, 0, y, layout.size, bold=True))
        y += len(label) * layout.line
        agree = translate("Same verdict in {share}", share=line.agree)
        said = wrap(agree, layout.width, layout.size)
        parts.append(draw_text(said, 0, y, layout.size))
        y += len(said) * layout.line + 4
        for at, mark in enumerate(line.marks):
            row, column = divmod(at, across)
            letter = chart.specifications[at][0]
            x, top = column * (wide + _TILE_GAP), y + row * (size.height + _TILE_GAP)
            box = draw_box(
                x, top, wide, size.height, kind="chart-tile", fill=palette.BOX
            )
            parts.append(box + _draw_mark(mark, x, top, size, letter))
        y += rows * (size.height + _TILE_GAP) + _ROW_GAP
    return "".join(parts), y
