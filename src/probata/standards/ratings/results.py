"""What a rating says, with all that it rests on; one JSON object a unit.

Percentages are from 0 to 100, chances from 0 to 1, grades are ids from the lowest to the
highest. `chances` is the probability of each grade once every case of the cohort is
judged; `reachable` are the lowest and highest grade that open cases can still lead to.
Both are absent where the size of the cohort is not known, except that `chances` then
stands for a cohort without end.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["rated", "not_assessed", "open"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class KeyQuestionRating(_Part):
    """One key question in one unit. `to_limit`: points from the nearest limit of a band."""

    id: str
    title: str
    positive: int
    n: int
    percent: float | None
    ci_low: float | None
    ci_high: float | None
    grade: str | None
    to_limit: float | None
    chances: dict[str, float] | None
    reachable: tuple[str, str] | None


class StandardRating(_Part):
    """One standard. `computed` is the grade by the rule, `grade` that which stands.

    open: it is not rated yet; not_assessed: people recorded that it cannot be.
    `allowed` are the grades that a panel may give with a reason.
    """

    id: str
    title: str
    rule: str
    status: Status
    computed: str | None
    grade: str | None
    points: int | None
    reason: str
    weakest: tuple[str, ...]
    allowed: tuple[str, ...]
    chances: dict[str, float] | None
    reachable: tuple[str, str] | None


class OverallRating(_Part):
    """The whole. `points` of `maximum` over the standards that count.

    `open` are counted standards without a grade, which leave the whole without one;
    `left_out` those that never count or could not be assessed.
    """

    points: int | None
    maximum: int
    mean: float | None
    computed: str | None
    grade: str | None
    reason: str
    open: tuple[str, ...]
    left_out: tuple[str, ...]
    chances: dict[str, float] | None
    reachable: tuple[str, str] | None


class UnitRating(_Part):
    """All ratings of a delivery unit, or of a region from the cases of its units."""

    unit: str
    region: str
    level: Literal["unit", "region"]
    judged: int
    cohort: int | None
    key_questions: tuple[KeyQuestionRating, ...]
    standards: tuple[StandardRating, ...]
    overall: OverallRating | None


class RatingsProvenance(_Part):
    framework: str
    version: str
    framework_sha256: str
    judgements: str
    judgements_sha256: str
    synthetic: bool
    draws: int
    seed: int
    interval: float


class RatingsResult(_Part):
    """The ratings of every unit and region, and what they rest on."""

    provenance: RatingsProvenance
    grades: dict[str, str]
    units: tuple[UnitRating, ...]
