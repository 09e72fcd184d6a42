"""The percentage axis: where it ends, its ticks and where a percentage lies on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_ENDS = ((10, 2), (20, 5), (40, 10), (60, 20), (80, 20), (100, 20))


@dataclass(frozen=True)
class Axis:
    """A line from zero to `maximum` per cent between two places of the drawing."""

    maximum: int
    step: int
    left: float
    right: float

    def place(self, percent: float) -> float:
        return self.left + (self.right - self.left) * percent / self.maximum

    def ticks(self) -> range:
        return range(0, self.maximum + 1, self.step)


def choose_end(percentages: Iterable[float]) -> tuple[int, int]:
    """The least round maximum that holds all percentages, and the step between ticks."""
    highest = max(percentages, default=100)
    return next(end for end in _ENDS if end[0] >= highest or end[0] == 100)
