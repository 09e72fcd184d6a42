"""The scale of a chart of estimates: where a value lies between its ends, its ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Ticks for odds ratios, from the closest to the widest; beyond the last, lines are cut.
_LADDERS = (
    (0.8, 0.9, 1, 1.1, 1.25),
    (0.5, 0.7, 1, 1.4, 2),
    (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20),
    (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100),
    (0.01, 0.1, 1, 10, 100),
)
_MOST_TICKS = 7


@dataclass(frozen=True)
class Scale:
    """Ticks from end to end; `reference` is the value that means nothing was found."""

    ticks: tuple[tuple[float, str], ...]
    logarithmic: bool
    reference: float

    def share(self, value: float) -> float:
        """How far along the scale a value lies, from 0 to 1; beyond an end, the end."""
        low, high, at = (self._on(item) for item in (*self._ends(), value))
        return min(1.0, max(0.0, (at - low) / (high - low)))

    def holds(self, value: float) -> bool:
        low, high = self._ends()
        return low <= value <= high

    def _ends(self) -> tuple[float, float]:
        return self.ticks[0][0], self.ticks[-1][0]

    def _on(self, value: float) -> float:
        if not self.logarithmic:
            return value
        return math.log(value) if value > 0 else -math.inf


def ratio_scale(limits: Iterable[float]) -> Scale:
    """A log scale around 1 that holds all limits, up to a hundredfold either way."""
    found = [1.0, *limits]
    low, high = min(found), max(found)
    holding = [
        _trim(ladder, low, high)
        for ladder in _LADDERS
        if ladder[0] <= low and high <= ladder[-1]
    ]
    few = [ladder for ladder in holding if len(ladder) <= _MOST_TICKS]
    ticks = tuple((value, f"{value:g}") for value in [*few, _LADDERS[-1]][0])
    return Scale(ticks, True, 1.0)


def _trim(ladder: Sequence[float], low: float, high: float) -> Sequence[float]:
    """The rungs from below the lowest value to above the highest, one on each side of 1."""
    one = ladder.index(1)
    first = max((at for at in range(one) if ladder[at] <= low), default=0)
    above = range(one + 1, len(ladder))
    last = min((at for at in above if ladder[at] >= high), default=len(ladder) - 1)
    return ladder[first : last + 1]


def percent_scale(end: tuple[int, int]) -> Scale:
    """From zero to an end in equal steps, as `choose_end` gives them."""
    highest, step = end
    ticks = tuple((float(at), f"{at}%") for at in range(0, highest + 1, step))
    return Scale(ticks, False, 0.0)
