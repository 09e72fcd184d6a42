"""Results of interactions, of splines, and of matrices of needs by stages."""

from __future__ import annotations

from typing import Literal

from probata.analysis.reliability_results import Part


class SimpleOdds(Part):
    """An odds ratio of one variable within one category, or at one value, of the other.

    Against the reference category, or for one more where `category` is empty. Wald limits
    and p. Numbers are None unless `status` is "estimated".
    """

    category: str
    within: str
    status: Literal["estimated", "empty", "not_estimated", "suppressed"]
    reason: str = ""
    n: int | None = None
    estimate: float | None = None
    standard_error: float | None = None
    p: float | None = None
    odds_ratio: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None


class CombinedShare(Part):
    """Per cent positive if every model case had both, its other values kept.

    `n` is the number of model cases that have both. As AdjustedShare otherwise.
    """

    category: str
    within: str
    n: int | None
    percent: float | None
    standard_error: float | None
    ci_low: float | None
    ci_high: float | None


class InteractionResult(Part):
    """A product of two variables in a model; its joint tests stand under `term`.

    `values` are those of `within` where it is a number; names in `within` of the parts
    are then these, as text.
    """

    term: str
    variable: str
    within: str
    values: tuple[float, ...] = ()
    odds: tuple[SimpleOdds, ...]
    shares: tuple[CombinedShare, ...]


class CurvePoint(Part):
    """Per cent positive if every model case had this value, its other values kept."""

    value: float
    percent: float
    ci_low: float
    ci_high: float


class CurveTest(Part):
    """All columns of a spline but the first: is the line bent? None where not tested."""

    test: Literal["likelihood_ratio", "wald"]
    statistic: float | None
    df: int
    p: float | None
    reason: str = ""


class CurveResult(Part):
    """A spline of a model: its kind and knots, test of being bent, and adjusted shares.

    `lowest` and `highest` are the ends of the values of the model cases. No points where
    a term of the model has no estimate.
    """

    variable: str
    kind: Literal["natural", "linear"]
    knots: tuple[float, ...]
    lowest: float
    highest: float
    tests: tuple[CurveTest, ...]
    points: tuple[CurvePoint, ...]


class StageShare(Part):
    """Cases that reached the stage before and have an answer; `positive` reach this one.

    `missing` reached the stage before and have no answer. Wilson limits in per cent.
    """

    n: int | None
    positive: int | None
    percent: float | None
    ci_low: float | None
    ci_high: float | None
    missing: int | None


class MatrixRow(Part):
    """One need, or `all` needs of all cases together."""

    id: str
    stages: tuple[StageShare, ...]


class MatrixResult(Part):
    """Needs by stages."""

    id: str
    stages: tuple[str, ...]
    rows: tuple[MatrixRow, ...]

    def cell(self, row: str, stage: str) -> StageShare | None:
        """The share of a need at a stage; None where either is unknown."""
        for item in self.rows:
            if item.id == row and stage in self.stages:
                return item.stages[self.stages.index(stage)]
        return None
