"""Draws the flow of a cohort: what is left after each rule, and what it left out."""

from __future__ import annotations

from probata.cohort.flow import MARKS, Flow, FlowStep
from probata.publication.charts import palette
from probata.publication.charts.layout import WIDE
from probata.publication.charts.svg import (
    LEADING,
    draw_box,
    draw_text,
    finish_document,
)
from probata.publication.charts.text_width import wrap
from probata.publication.diagrams.arrows import draw_arrow
from probata.publication.diagrams.panel import draw_item, draw_panel

SYNTHETIC = "Synthetic data: these people do not exist."
_MARGIN = 16.0
_LEFT = 216.0  # width of the boxes of what is left
_APART = 56.0  # from them to the boxes of what was left out
_GAP = 12.0
_PAD = 8.0
_LETTERS = 15.0
_LINE = _LETTERS * LEADING


def draw_cohort_flow(name: str, flow: Flow, synthetic: bool) -> str:
    """One flow as an SVG document with its description in words.

    `name` makes its ids unique; a synthetic flow says so in the drawing.
    """
    width = float(WIDE.width)
    title = f"Cohort of {flow.title}"
    parts: list[str] = []
    y = _MARGIN
    head = [title, *([SYNTHETIC] if synthetic else [])]
    for at, text in enumerate(head):
        lines = wrap(text, width - 2 * _MARGIN, _LETTERS, bold=not at)
        parts.append(draw_text(lines, _MARGIN, y, _LETTERS, bold=not at))
        y += len(lines) * _LINE
    y += _GAP
    drawn, y = _draw_left(f"{flow.first:,} {flow.counted}", y)
    parts.append(drawn)
    for step in flow.steps:
        drawn, y = _draw_step(flow, step, y, width)
        parts.append(drawn)
    height = y + _MARGIN
    ground = draw_box(0, 0, width, height, kind="ground", fill=palette.GROUND)
    body = ground + "".join(parts)
    return finish_document(
        name, title, describe_flow(flow, synthetic), (width, height), body
    )


def describe_flow(flow: Flow, synthetic: bool) -> str:
    """The flow in words, for those who do not see it."""
    said = [f"{flow.first:,} {flow.counted}."]
    said += [
        f"{step.out:,} left out: {step.reason} ({MARKS[step.mark]}); {step.after:,} left."
        if step.mark
        else f"{step.out:,} left out: {step.reason}; {step.after:,} left."
        for step in flow.steps
    ]
    said.append(f"{flow.last:,} in the {flow.result}.")
    return " ".join([*([SYNTHETIC] if synthetic else []), *said])


def _draw_left(text: str, y: float, *, last: bool = False) -> tuple[str, float]:
    """A box of the main line; the cohort at its end stands out."""
    lines = wrap(text, _LEFT - 2 * _PAD, _LETTERS, bold=last)
    height = len(lines) * _LINE + 2 * _PAD
    size = (_LEFT, height)
    if last:
        return draw_panel(_MARGIN, y, size, height, lines, _LETTERS), y + height
    return draw_item(_MARGIN, y, size, lines, _LETTERS), y + height


def _draw_step(flow: Flow, step: FlowStep, y: float, width: float) -> tuple[str, float]:
    """An arrow down to what is left, and off it one aside to what was left out."""
    right = _MARGIN + _LEFT + _APART
    words = _say_left_out(step, width - _MARGIN - right - 2 * _PAD)
    height = len(words) * _LINE + 2 * _PAD
    middle = y + _GAP / 2 + height / 2
    line = _MARGIN + _LEFT / 2
    below = y + height + _GAP
    last = step is flow.steps[-1]
    after = f"{step.after:,} in the {flow.result}" if last else f"{step.after:,} left"
    box, bottom = _draw_left(after, below, last=last)
    parts = [
        draw_arrow((line, y + 1), (line, below - 1)),
        draw_arrow((line, middle), (right - 1, middle)),
        draw_box(
            right,
            middle - height / 2,
            width - _MARGIN - right,
            height,
            kind="diagram-box",
            fill=palette.BOX,
            edge=palette.EDGE,
        ),
        draw_text(
            words,
            right + _PAD,
            middle - len(words) * _LINE / 2,
            _LETTERS,
            colour=palette.TEXT if step.out else palette.AXIS,
        ),
        box,
    ]
    return "".join(parts), bottom


def _say_left_out(step: FlowStep, room: float) -> list[str]:
    mark = f" ({MARKS[step.mark]})" if step.mark else ""
    words = wrap(f"{step.out:,} left out: {step.reason}{mark}", room, _LETTERS)
    if step.open_:
        words += wrap(f"{step.open_:,} undecided: a value is missing", room, _LETTERS)
    return words
