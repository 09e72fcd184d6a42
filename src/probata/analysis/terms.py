"""The terms of a model: a variable, the spline of a number, the product of two variables.

A product goes by the names of its variables, `contact*history`, and its columns by their
categories, `yes*none`; a number has no category, so its part of the name is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from probata.dataset.codebook import Codebook
from probata.phrases import phrase

Floats = NDArray[np.float64]
Say = Callable[..., str]
TIMES = "*"
SIGN = " × "
SplineKind = Literal["natural", "linear"]
# Categories of the columns of a spline: the slope, then what each knot adds to it.
SLOPE, BEND, TURN = "slope", "bend_", "from_"
SLOPE_LABEL = phrase("slope below the first knot")
BEND_LABEL = phrase("spline term {number}")
TURN_LABEL = phrase("change of slope at {knot}")


def product_name(first: str, second: str) -> str:
    """`contact*history`."""
    return f"{first}{TIMES}{second}"


def split_product(name: str) -> tuple[str, ...]:
    """The variables of a product, or the parts of one of its categories; one otherwise."""
    return tuple(name.split(TIMES))


def is_product(name: str) -> bool:
    return TIMES in name


def known_term(codebook: Codebook, name: str) -> bool:
    """Whether every variable of a term is in the codebook."""
    return all(part in codebook for part in split_product(name))


def label_term(codebook: Codebook, name: str) -> str:
    """`Contact × History`; a variable has its own label."""
    return SIGN.join(codebook.label(part) for part in split_product(name))


def label_column(
    codebook: Codebook, name: str, category: str, say: Say = str.format
) -> str:
    """`Yes × None`; a number goes by its own label, a spline by what the column is."""
    if not is_product(name):
        return _label_part(codebook, name, category, say)
    pairs = zip(split_product(name), split_product(category), strict=True)
    return SIGN.join(
        _label_part(codebook, variable, part, say) if part else codebook.label(variable)
        for variable, part in pairs
    )


def _label_part(codebook: Codebook, name: str, category: str, say: Say) -> str:
    if codebook[name].is_categorical:
        return codebook.category_label(name, category)
    if category.startswith(TURN):
        return say(TURN_LABEL, knot=category.removeprefix(TURN))
    if category.startswith(BEND):
        return say(BEND_LABEL, number=category.removeprefix(BEND))
    return say(SLOPE_LABEL)


@dataclass(frozen=True)
class SplineBasis:
    """The columns that stand for a number: a line, bent at the knots.

    `natural` is Harrell's restricted cubic spline (2015, equation 2.25, divided by the
    square of the outer distance): linear beyond the outer knots. `linear` changes its
    slope at each knot and is straight between them.
    """

    kind: SplineKind
    knots: tuple[float, ...]

    @property
    def categories(self) -> tuple[str, ...]:
        if self.kind == "linear":
            return (SLOPE, *(f"{TURN}{knot:g}" for knot in self.knots))
        return tuple(f"{BEND}{at + 1}" for at in range(len(self.knots) - 1))

    def spread(self, values: Floats) -> Floats:
        """(n, k) the columns at some values."""
        if self.kind == "linear":
            bends = [np.maximum(values - knot, 0.0) for knot in self.knots]
            return np.column_stack([values, *bends])
        cubes = spread_natural(values, self.knots, 3)
        return np.column_stack([values, cubes])

    def slopes(self, values: Floats) -> Floats:
        """(n, k) the first derivative of each column."""
        one = np.ones_like(values)
        if self.kind == "linear":
            return np.column_stack(
                [one, *((values > knot) * 1.0 for knot in self.knots)]
            )
        return np.column_stack([one, spread_natural(values, self.knots, 2)])


def spread_natural(values: Floats, knots: Sequence[float], power: int) -> Floats:
    """The (n, k-2) columns beyond the linear one, or (`power` 2) their derivatives."""
    last, before = knots[-1], knots[-2]

    def part(knot: float) -> Floats:
        above = np.maximum(values - knot, 0.0)
        return np.asarray(above**3 if power == 3 else 3 * above**2)

    columns = [
        part(knot)
        - part(before) * (last - knot) / (last - before)
        + part(last) * (before - knot) / (last - before)
        for knot in knots[:-2]
    ]
    return np.asarray(np.column_stack(columns) / (last - knots[0]) ** 2)
