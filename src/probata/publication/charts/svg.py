"""SVG as text: a few elements with fixed formatting, and the document around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from probata.publication.charts import palette

FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
LEADING = 1.25
Anchor = Literal["start", "middle", "end"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Drawing:
    """The inside of an SVG and its height."""

    body: str
    height: float


def plain(text: str) -> str:
    """Text that XML may hold: escaped, and characters that XML forbids replaced."""
    return escape(_NOT_XML.sub("\ufffd", text), quote=False)


def number(value: float) -> str:
    """A coordinate with at most two decimals: same value, same text."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def draw_text(
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    *,
    anchor: Anchor = "start",
    bold: bool = False,
    kind: str = "chart-text",
    colour: str = palette.TEXT,
) -> str:
    """Lines of text; `y` is the top of the first line's box of LEADING x size."""
    weight = ' font-weight="700"' if bold else ""
    base = y + size * (0.5 * LEADING + 0.36)
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(base + at * size * LEADING)}">{plain(line)}</tspan>'
        for at, line in enumerate(lines)
    )
    return (
        f'<text class="{kind}" fill="{colour}" font-size="{number(size)}"'
        f'{weight} text-anchor="{anchor}">{spans}</text>'
    )


def draw_box(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    kind: str,
    fill: str,
    edge: str = "",
) -> str:
    """A rectangle, with an edge of one pixel if `edge` names its colour."""
    stroke = f' stroke="{edge}" stroke-width="1"' if edge else ""
    return (
        f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(width)}"'
        f' height="{number(height)}" fill="{fill}"{stroke}/>'
    )


def draw_path(
    steps: str, *, kind: str, colour: str, width: float, dashes: str = ""
) -> str:
    """An open line along path commands; `dashes`: lengths of strokes and gaps."""
    broken = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path class="{kind}" d="{steps}" fill="none" stroke="{colour}"'
        f' stroke-width="{number(width)}"{broken}/>'
    )


def draw_circle(
    x: float, y: float, radius: float, *, kind: str, fill: str, edge: str
) -> str:
    """A circle with an edge of two pixels, about its middle."""
    return (
        f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
        f' fill="{fill}" stroke="{edge}" stroke-width="2"/>'
    )


def finish_document(
    name: str, title: str, description: str, size: tuple[float, float], body: str
) -> str:
    """One SVG with its name and description; `name` makes its ids unique in a page."""
    width, height = (number(value) for value in size)
    labels = f'"{escape(f"{name}-title {name}-desc")}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure-svg" role="img"'
        f' aria-labelledby={labels} viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="{FONT}">'
        f'<title id="{name}-title">{plain(title)}</title>'
        f'<desc id="{name}-desc">{plain(description)}</desc>'
        f"{body}</svg>\n"
    )
