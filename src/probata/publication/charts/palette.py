"""Colours of charts and diagrams, with enough contrast, and their style sheet."""

from __future__ import annotations

from collections.abc import Sequence

from probata.dataset.codebook import Category, Variable

# Colours of the UK Government Analysis Function, and a grey and blues between them.
# Bars have 3:1 or more against the ground, text 4.5:1 or more.
GROUND = "#ffffff"
TEXT = "#0b0c0c"
AXIS = "#505a5f"
GRID = "#d5d8da"
BOX = "#f1f5f9"
EDGE = "#b9c7d6"
ARROW = "#3c5a7d"
ACCENT = "#12436d"

POLARITY = {"positive": "#12436d", "negative": "#f46a25", "neutral": "#6f777b"}
CATEGORY = ("#12436d", "#28a197", "#801650", "#f46a25", "#3d3d3d", "#a285d1")
SEQUENCE = ("#5694ca", "#12436d")

# The same for dark pages, by class, for the style sheet.
DARK_GROUND = "#14181c"
DARK_SEQUENCE = ("#4c8cc7", "#b3d6f4")
DARK = {
    "positive": "#6bace6",
    "negative": "#f7925f",
    "neutral": "#a9b1b5",
    "single": "#6bace6",
    **dict(
        zip(
            (f"category-{number}" for number in range(1, 7)),
            ("#6bace6", "#3fc5ba", "#e58bbb", "#f7925f", "#c4c8cb", "#bfa6e8"),
            strict=True,
        )
    ),
}
_STEPS = 10


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` as WCAG 2 defines it."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour_categories(
    variable: Variable, *, single: bool
) -> dict[str, tuple[str, str]]:
    """For each category id its (class, colour), the same in every chart of a bulletin.

    Answers are coloured by polarity and ordered groups from light to dark. Other groups
    take one colour where only their length tells them apart (`single`).
    """
    categories = variable.categories
    if all(item.polarity for item in categories):
        return {
            item.id: (item.polarity or "", POLARITY[item.polarity or ""])
            for item in categories
        }
    if single:
        return {item.id: ("single", CATEGORY[0]) for item in categories}
    if variable.type == "ordinal":
        return _sequence(categories)
    return {
        item.id: (f"category-{at % 6 + 1}", CATEGORY[at % 6])
        for at, item in enumerate(categories)
    }


def _sequence(categories: Sequence[Category]) -> dict[str, tuple[str, str]]:
    last = max(len(categories) - 1, 1)
    steps = [round(_STEPS * at / last) for at in range(len(categories))]
    return {
        item.id: (f"sequence-{step}", _between(SEQUENCE, step / _STEPS))
        for item, step in zip(categories, steps, strict=True)
    }


def _between(ends: tuple[str, str], share: float) -> str:
    parts = [[int(end[at : at + 2], 16) for at in (1, 3, 5)] for end in ends]
    mixed = (round(a + (b - a) * share) for a, b in zip(*parts, strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def sequence_colours(ends: tuple[str, str]) -> dict[str, str]:
    """The colour of each class of an ordered bar, from its first to its last."""
    return {
        f"sequence-{step}": _between(ends, step / _STEPS) for step in range(_STEPS + 1)
    }


def dark_bars() -> dict[str, str]:
    """The colour on dark pages of every class that a bar may have."""
    return DARK | sequence_colours(DARK_SEQUENCE)


def figure_styles() -> str:
    """The style sheet for pages with figures: page colour, dark mode, forced colours.

    A figure looks right on white without it, so it can also stand alone.
    """
    bars = "\n".join(
        f"  .chart-bar-{name} {{ fill: {colour}; }}"
        for name, colour in dark_bars().items()
    )
    lines = "\n".join(
        f"  .chart-line-{name} {{ stroke: {colour}; }}"
        for name, colour in DARK.items()
        if name.startswith("category")
    )
    return _STYLES.replace("BARS", f"{bars}\n{lines}")


_STYLES = f"""\
.figure-svg {{ display: block; width: 100%; height: auto; }}
.chart-text {{ fill: currentColor; }}
@media screen and (prefers-color-scheme: dark) {{
BARS
  .chart-ground {{ fill: {DARK_GROUND}; }}
  .chart-halo {{ stroke: {DARK_GROUND}; }}
  .chart-interval {{ stroke: currentColor; }}
  .chart-point {{ stroke: {DARK["single"]}; }}
  .chart-point-solid {{ fill: {DARK["single"]}; }}
  .chart-point-open {{ fill: {DARK_GROUND}; }}
  .chart-verdict-higher {{ fill: {DARK["positive"]}; }}
  .chart-verdict-lower {{ fill: {DARK["negative"]}; }}
  .chart-verdict-unclear {{ fill: {DARK_GROUND}; stroke: {DARK["neutral"]}; }}
  .chart-verdict-none {{ stroke: {DARK["neutral"]}; }}
  .chart-frame {{ stroke: currentColor; }}
  .chart-tile {{ fill: #1d242b; }}
  .chart-band {{ fill: #2f4256; }}
  .chart-grid {{ stroke: #3a4249; }}
  .chart-axis {{ stroke: #a9b1b5; }}
  .diagram-box {{ fill: #1d242b; stroke: #46525e; }}
  .diagram-item {{ fill: {DARK_GROUND}; stroke: #46525e; }}
  .diagram-arrow {{ stroke: #8fb4dc; }}
  .diagram-tip {{ fill: #8fb4dc; }}
}}
@media (forced-colors: active) {{
  .chart-bar, .diagram-accent {{ fill: CanvasText; }}
  .diagram-tip {{ fill: CanvasText; }}
  .diagram-box, .diagram-item, .diagram-head {{ fill: Canvas; stroke: CanvasText; }}
  .diagram-head-text {{ fill: CanvasText; }}
  .chart-interval, .chart-axis, .chart-line, .diagram-arrow {{ stroke: CanvasText; }}
  .chart-ground, .chart-point-open {{ fill: Canvas; }}
  .chart-point {{ stroke: CanvasText; }}
  .chart-point-solid, .chart-verdict-higher, .chart-verdict-lower {{ fill: CanvasText; }}
  .chart-verdict-unclear {{ fill: Canvas; stroke: CanvasText; }}
  .chart-verdict-none, .chart-frame {{ stroke: CanvasText; }}
  .chart-tile {{ fill: Canvas; }}
  .chart-band {{ fill: Canvas; stroke: CanvasText; stroke-dasharray: 1 3; }}
  .chart-halo {{ stroke: Canvas; }}
  .chart-grid {{ stroke: GrayText; stroke-dasharray: 1 3; }}
}}
"""
