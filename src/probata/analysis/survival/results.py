"""Everything that the report on time to an event prints. No row of data is in it."""

from __future__ import annotations

from typing import Literal

from probata.analysis.reliability_results import Part


class CurvePoint(Part):
    """From this time on. Percentages without the event; limits None where there are none."""

    time: float
    at_risk: int
    events: int
    left: int
    percent: float
    ci_low: float | None
    ci_high: float | None


class CurveResult(Part):
    """One group, or everybody with an empty name. `at_ticks`: (time, number at risk).

    `code` is the category of the group in the codebook.
    """

    group: str
    code: str = ""
    n: int
    events: int
    median: float | None
    points: tuple[CurvePoint, ...]
    at_ticks: tuple[tuple[float, int], ...]


class CurveTest(Part):
    """The log-rank test that all groups have the same hazard."""

    statistic: float
    df: int
    p: float


class HazardRatio(Part):
    """One parameter with Wald's limits; `n` cases and `events` in the category.

    `name` and `code` are variable and category in the codebook, where the others are labels.
    """

    name: str
    code: str
    variable: str
    category: str
    reference: str
    n: int
    events: int
    estimate: float
    standard_error: float
    ratio: float
    ci_low: float
    ci_high: float
    p: float


class ConstantHazard(Part):
    """Score test that a predictor's hazard ratios are the same at all times; `` for all."""

    variable: str
    statistic: float
    df: int
    p: float


class CoxResult(Part):
    """A Cox regression; `lost` counts cases without a value, by variable in order."""

    ties: Literal["efron", "breslow"]
    n: int
    events: int
    lost: dict[str, int]
    terms: tuple[HazardRatio, ...]
    constant: tuple[ConstantHazard, ...]
    loglik: float
    null_loglik: float
    statistic: float
    df: int
    p: float


class SurvivalFound(Part):
    """Time to an event; labels are those of the codebook. `id` is that of the study's part."""

    id: str = ""
    unit: str
    time: str
    time_unit: str
    event: str
    happened: str
    by: str
    cases: int
    left_out: int
    ticks: tuple[float, ...]
    curves: tuple[CurveResult, ...]
    test: CurveTest | None
    cox: CoxResult | None
    confidence: float

    def curve(self, code: str) -> CurveResult | None:
        """The curve of a group by its category; of everybody by an empty one."""
        return next((item for item in self.curves if item.code == code), None)

    def ratio(self, name: str, code: str) -> HazardRatio | None:
        terms = self.cox.terms if self.cox else ()
        return next((x for x in terms if (x.name, x.code) == (name, code)), None)


class SurvivalResults(SurvivalFound):
    """Time to an event in a data set, for a report of its own."""

    title: str
    data_name: str
    data_sha256: str
    codebook_sha256: str
    synthetic: bool
    probata: str
