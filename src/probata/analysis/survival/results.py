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
    """One group, or everybody with an empty name. `at_ticks`: (time, number at risk)."""

    group: str
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
    """One parameter with Wald's limits; `n` cases and `events` in the category."""

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


class SurvivalResults(Part):
    """Time to an event in a data set; labels are those of the codebook."""

    title: str
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
    data_name: str
    data_sha256: str
    codebook_sha256: str
    synthetic: bool
    probata: str
