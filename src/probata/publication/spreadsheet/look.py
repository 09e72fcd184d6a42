"""How cells look in either format: one typeface, three sizes, no fill and no border."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from probata.publication.cells import Value
from probata.publication.charts.text_width import measure, wrap

FONT = "Arial"
# In points. None is smaller than 12.
SIZES = {"title": 16, "heading": 14, "text": 12}
# Dark blue, 10.0 to 1 on white; links are underlined as well.
LINK_COLOUR = "0B3D91"
# In points: what a column is wider than its words, and the least of it that stays free.
MARGIN, PADDING = 18.0, 4.0
# In points: the most that a spreadsheet program takes.
HIGHEST_ROW, WIDEST_COLUMN = 409.0, 1300.0
# Numbers keep off the words in the next column.
INDENT = 8.0
# About so many lines a heading may have.
HEAD_LINES = 2.2
# How much wider than its limit a column may be if nothing has to wrap then.
OVER = 1.25
# Lines of text in heights of a letter; a row is some points higher than its lines.
LEADING, EXTRA = 1.2, 3.0
# Programs draw the same letters a little wider or narrower.
SAFETY = 1.02

Side = Literal["left", "right"]


@dataclass(frozen=True)
class Style:
    """A named style, so that somebody can change all cells of a kind at once."""

    name: str
    side: Side = "left"
    size: int = SIZES["text"]
    bold: bool = False
    wrap: bool = True
    link: bool = False


def _list_styles() -> dict[str, Style]:
    styles = [
        Style("head left", bold=True),
        Style("head right", "right", bold=True),
        Style("cell left"),
        Style("cell right", "right"),
        Style("cell link", link=True),
    ]
    for how in ("line", "wrapped"):
        wraps = how == "wrapped"
        styles.append(Style(f"{how} link", wrap=wraps, link=True))
        styles += [
            Style(f"{how} {kind}", size=size, bold=kind != "text", wrap=wraps)
            for kind, size in SIZES.items()
        ]
    return {style.name: style for style in styles}


STYLES = _list_styles()


def print_value(value: Value) -> str:
    """A value as a spreadsheet shows it."""
    return f"{value:,f}" if isinstance(value, Decimal) else value


def count_decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def fit_width(heading: str, values: Iterable[Value], widest: float) -> float:
    """The width of a column in points: for its heading in some lines, and its values.

    Values much wider than `widest` wrap.
    """
    head = STYLES["head left"]
    words = [_measure(word, head) for word in heading.split()]
    words.append(_measure(heading, head) / HEAD_LINES)
    shown = [_measure(print_value(value), STYLES["cell left"]) for value in values]
    longest = max(shown, default=0.0)
    fitting = longest if longest <= OVER * widest else widest
    return min(max([*words, fitting]) + MARGIN, WIDEST_COLUMN)


def fit_height(cells: Iterable[tuple[Value, str, float]]) -> float:
    """The height of a row in points, from values, their styles and column widths."""
    heights = [
        _count_lines(print_value(value), width, STYLES[style]) * STYLES[style].size
        for value, style, width in cells
    ]
    return round(min(max(heights) * LEADING + EXTRA, HIGHEST_ROW), 1)


def _count_lines(text: str, width: float, style: Style) -> int:
    room = width - PADDING - (INDENT if style.side == "right" else 0.0)
    if not style.wrap or _measure(text, style) <= room:
        return 1
    return len(wrap(text, room / SAFETY, style.size, bold=style.bold))


def _measure(text: str, style: Style) -> float:
    return measure(text, style.size, bold=style.bold) * SAFETY
