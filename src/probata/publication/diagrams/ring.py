"""The ring of a cycle: where its steps lie and where arrows leave and reach them."""

from __future__ import annotations

import math
from dataclasses import dataclass

_MARGIN = 5.0
_APART = 36.0
_FINE = 720


@dataclass(frozen=True)
class Ring:
    """An ellipse with `steps` places, the first at the top, clockwise."""

    steps: int
    centre: tuple[float, float]
    across: float
    down: float

    def turn(self, step: int) -> float:
        """The angle of a step, clockwise from the top."""
        return 2 * math.pi * step / self.steps

    def place(self, turn: float) -> tuple[float, float]:
        return (
            self.centre[0] + self.across * math.sin(turn),
            self.centre[1] - self.down * math.cos(turn),
        )

    def free_arc(self, step: int, box: tuple[float, float]) -> tuple[float, float]:
        """The angles between which the ring is outside the boxes of a step and the next."""
        first, last = self.turn(step), self.turn(step + 1)
        turns = [first + (last - first) * at / _FINE for at in range(_FINE + 1)]
        free = [
            turn
            for turn in turns
            if not self._inside(turn, first, box) and not self._inside(turn, last, box)
        ]
        return free[0], free[-1]

    def _inside(self, turn: float, step: float, box: tuple[float, float]) -> bool:
        (x, y), (middle_x, middle_y) = self.place(turn), self.place(step)
        return (
            abs(x - middle_x) < box[0] / 2 + _MARGIN
            and abs(y - middle_y) < box[1] / 2 + _MARGIN
        )


def fit_ring(steps: int, box: tuple[float, float], width: float) -> Ring:
    """The flattest ring of this width on which boxes of this size stay apart."""
    across = (width - box[0]) / 2 - 1
    down = 130.0
    while not _apart(ring := _ring(steps, box, width, across, down), box):
        down += 5
    return ring


def _ring(
    steps: int, box: tuple[float, float], width: float, across: float, down: float
) -> Ring:
    return Ring(steps, (width / 2, down + box[1] / 2 + 1), across, down)


def _apart(ring: Ring, box: tuple[float, float]) -> bool:
    places = [ring.place(ring.turn(step)) for step in range(ring.steps)]
    return all(
        abs(x - other_x) >= box[0] + _APART or abs(y - other_y) >= box[1] + _APART
        for at, (x, y) in enumerate(places)
        for other_x, other_y in places[:at]
    )
