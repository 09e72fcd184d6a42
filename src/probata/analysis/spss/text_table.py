"""Tables in plain text, and numbers as SPSS prints them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from probata.analysis.rounding import number_text

GAP = "  "
WIDTH = 88  # of running text; tables are as wide as they need


@dataclass(frozen=True)
class TextTable:
    """A titled table: the first `labels` columns hold words, the others numbers.

    `heads` are header rows of (text, columns spanned); `notes` stand below.
    """

    title: str
    labels: int
    heads: Sequence[Sequence[tuple[str, int]]]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def spss_number(value: float | None, digits: int = 3) -> str:
    """`.123`, `-.790`, `1234.500`: no nought before the point, no mark for thousands."""
    if value is None:
        return ""
    text = number_text(value, digits).replace(",", "")
    sign, size = ("-", text[1:]) if text.startswith("-") else ("", text)
    return sign + (size[1:] if size.startswith("0.") else size)


def lay_out(table: TextTable) -> list[str]:
    """The lines of a table, columns lined up, with a rule above and below the body."""
    widths = _widths(table)
    rule = "-" * (sum(widths) + len(GAP) * (len(widths) - 1))
    lines = [table.title, rule]
    lines += [_head_line(head, widths, table.labels) for head in table.heads]
    lines.append(rule)
    for row in table.rows:
        cells = [
            text.ljust(width) if at < table.labels else text.rjust(width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(GAP.join(cells).rstrip())
    notes = [line for note in table.notes for line in wrap(note)]
    return [*lines, rule, *notes, ""]


def wrap(text: str, bullet: str = "") -> list[str]:
    """Running text in lines of the listing's width."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=bullet, subsequent_indent=" " * len(bullet)
    )


def _widths(table: TextTable) -> list[int]:
    """Wide enough for each cell, and in the last column of a span for its heading."""
    columns = sum(span for _, span in table.heads[-1])
    widths = [max([0, *(len(row[at]) for row in table.rows)]) for at in range(columns)]
    for head in reversed(table.heads):
        at = 0
        for text, span in head:
            room = sum(widths[at : at + span]) + len(GAP) * (span - 1)
            at += span
            widths[at - 1] += max(0, len(text) - room)
    return widths


def _head_line(
    head: Sequence[tuple[str, int]], widths: Sequence[int], labels: int
) -> str:
    cells, at = [], 0
    for text, span in head:
        room = sum(widths[at : at + span]) + len(GAP) * (span - 1)
        if at < labels:
            cells.append(text.ljust(room))
        else:
            cells.append(text.rjust(room) if span == 1 else text.center(room))
        at += span
    return GAP.join(cells).rstrip()
