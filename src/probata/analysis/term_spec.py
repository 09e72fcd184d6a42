"""Interactions, splines and comparisons of models, as a study declares them."""

from __future__ import annotations

from pydantic import Field

from probata.analysis.terms import SplineKind, product_name
from probata.declarations import Declared


class Spline(Declared):
    """An interval variable as a bent line: `natural` (restricted cubic) or `linear` pieces."""

    kind: SplineKind = "natural"
    knots: tuple[float, ...] = Field(min_length=1)


class Interaction(Declared):
    """A product of two variables: does `variable` relate to the outcome alike within `within`?

    `at` are the values of `within` at which odds ratios are given where it is a number.
    """

    variable: str
    within: str
    at: tuple[float, ...] = ()

    @property
    def term(self) -> str:
        return product_name(self.variable, self.within)


class Comparison(Declared):
    """The odds ratios of several models side by side, a row a category."""

    id: str
    title: str
    models: tuple[str, ...] = Field(min_length=2)
