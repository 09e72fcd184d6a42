"""Everything that the report of one unit prints. No row of data is in it."""

from __future__ import annotations

from typing import Literal

from probata.analysis.reliability_results import Part
from probata.analysis.results import MissingCount, Share

Position = Literal["far_below", "below", "within", "above", "far_above"]
# Tails of the funnel: 95 and 99.8 per cent of units lie within, if all are alike.
NEAR, FAR = 0.025, 0.001


class AnswerShare(Part):
    """One answer: how many gave it in the unit and in all units, in per cent of answers."""

    label: str
    polarity: str
    unit: Share
    all_units: Share


class QuestionResult(Part):
    """One question of a case. `group` is the key question that it belongs to.

    `n` is None where its numbers are held back.
    """

    id: str
    group: str
    label: str
    question: str
    role: str
    answers: tuple[AnswerShare, ...]
    n: int | None
    missing: tuple[MissingCount, ...]


class FunnelPoint(Part):
    """A unit: positive answers of n, in per cent, and where it lies between the limits."""

    unit: str
    positive: int
    n: int
    percent: float
    low: float
    high: float
    position: Position


class Funnel(Part):
    """One key question in every unit, around the percentage of all their cases.

    `left_out` units have too few cases to be shown; they count among all. `finite`: the
    limits are those of cases dealt at random among the units, and not binomial ones.
    """

    id: str
    label: str
    positive: int
    n: int
    percent: float
    points: tuple[FunnelPoint, ...]
    left_out: int = 0
    finite: bool = False

    @property
    def population(self) -> int | None:
        """How many cases were dealt among the units; None where their number has no end."""
        return self.n if self.finite else None

    def point(self, unit: str) -> FunnelPoint | None:
        return next((item for item in self.points if item.unit == unit), None)


class RatedLine(Part):
    """A standard, or the whole, in words: its grade, and how certain that is.

    `maximum` is given where `points` are a sum. `limited_by` are the key questions that hold it to its grade; `chances` go with labels
    of grades; `by_rule` differs from `grade` where people decided.
    """

    title: str
    grade: str
    by_rule: str
    points: int | None
    maximum: int | None
    reason: str
    limited_by: tuple[str, ...] = ()
    chances: dict[str, float] | None = None
    reachable: tuple[str, str] | None = None


class KeyQuestionLine(Part):
    """A key question of the unit with its interval for the cohort, band and all units."""

    id: str
    standard: str
    label: str
    unit: Share
    all_units: Share
    band: str


class FlowLine(Part):
    """A step on the way to the cohort: cases before it, and left out by it."""

    reason: str
    before: int
    left_out: int


class UnitProvenance(Part):
    probata: str
    framework: str
    framework_sha256: str
    data_name: str
    data_sha256: str
    synthetic: bool
    draws: int
    seed: int


class UnitReport(Part):
    """The annexe of one unit's inspection."""

    unit: str
    region: str
    framework: str
    judged: int
    cohort: int | None
    units: int
    cases: int
    interval: float
    standards: tuple[RatedLine, ...]
    overall: RatedLine | None
    key_questions: tuple[KeyQuestionLine, ...]
    funnels: tuple[Funnel, ...]
    questions: tuple[QuestionResult, ...]
    flow: tuple[FlowLine, ...]
    provenance: UnitProvenance
    # The least cases with an answer, and with one of them; 0 where nothing is held back.
    minimum_n: int = 0
    minimum_cell: int = 0
