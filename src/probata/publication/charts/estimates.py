"""What a chart of estimates shows, before it has a size: groups of rows of points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from probata.publication.charts.scale import Scale

Style = Literal["solid", "open", "range"]


@dataclass(frozen=True)
class Point:
    """A number with its limits, and the words that say both.

    A `range` is drawn as a bar between its ends; its value is either of them.
    """

    value: float
    low: float
    high: float
    style: Style
    words: str


@dataclass(frozen=True)
class Row:
    """A label and its points. `missing` says why there is none, or why one is not there."""

    label: str
    points: tuple[Point, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Group:
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class EstimateChart:
    """Points along one scale. `key` says what they are, `interval_title` what their lines are."""

    groups: tuple[Group, ...]
    scale: Scale
    key: tuple[tuple[Style, str], ...]
    interval_title: str
    axis_title: str

    def points(self) -> list[Point]:
        return [
            point for group in self.groups for row in group.rows for point in row.points
        ]
