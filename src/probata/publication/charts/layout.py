"""The two layouts of a chart: wide, and narrow for a telephone."""

from __future__ import annotations

from dataclasses import dataclass

from probata.publication.charts.svg import LEADING


@dataclass(frozen=True)
class Layout:
    """Sizes in pixels of the drawing. Labels stand beside the bars, or above them."""

    name: str
    width: float
    size: float
    beside: bool
    label_width: float
    bar_height: float
    row_gap: float
    heading_gap: float
    panel_gap: float

    @property
    def line(self) -> float:
        return self.size * LEADING

    def row_height(self, lines: int) -> float:
        text = lines * self.line
        return max(text, self.bar_height) if self.beside else text + 4 + self.bar_height

    def bar_top(self, row_top: float, lines: int) -> float:
        """The upper edge of the bar in a row whose label has so many lines."""
        height = self.row_height(lines)
        free = height - self.bar_height
        return row_top + (free / 2 if self.beside else free)


WIDE = Layout("wide", 720, 16, True, 250, 26, 10, 10, 26)
# At 320 pixels, less the margins of a page, text of this drawing is 14 pixels or more.
NARROW = Layout("narrow", 320, 16, False, 320, 22, 12, 6, 28)
