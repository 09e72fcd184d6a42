"""How a framework turns judgements into ratings: grades, rules of standards, the whole."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from probata.declarations import Declared
from probata.standards.origin import Sourced
from probata.standards.wording import Words

# What stands in entered grades for the whole, and for a standard that was not judged.
OVERALL = "overall"
NOT_ASSESSED = "not_assessed"


class Grade(Declared):
    """One grade of the scale and its points; grades are listed from the lowest."""

    id: str
    label: Words
    points: int


class GradeBand(Declared):
    """From where a grade is given, up to the next: `from` includes its value, `above` does not.

    The lowest grade has neither. So bands have no gaps and no overlaps.
    """

    grade: str
    from_: float | None = Field(default=None, alias="from")
    above: float | None = None

    @property
    def cut(self) -> float | None:
        return self.above if self.from_ is None else self.from_


class StandardRule(Sourced):
    """How some standards get their grade.

    bands       each key question's percentage of positive answers is banded; the standard
                gets the `lowest` of those grades, or the band of the `mean` percentage
    judgement   people enter the grade, with the reason

    `round_to`: percentages are rounded half-up to so many decimals before they are
    banded; without it they are banded as they are. `discretion`: a panel may give the next
    grade where the percentages lie within so many points of the limit. `neutral` answers
    are left out of the percentage, or count as not positive.
    """

    id: str
    kind: Literal["bands", "judgement"]
    standards: tuple[str, ...] = Field(min_length=1)
    key_questions: tuple[str, ...] = ()
    bands: tuple[GradeBand, ...] = ()
    combine: Literal["lowest", "mean"] = "lowest"
    round_to: int | None = Field(default=None, ge=0, le=6)
    discretion: float | None = Field(default=None, gt=0)
    neutral: Literal["left_out", "counts_against"] = "left_out"


class OverallRule(Sourced):
    """How the whole gets its grade from the standards' points.

    points      bands on the points: their `mean`, their `percent` of the highest possible,
                or their `sum`
    lowest      the lowest grade of any standard
    judgement   people enter the grade, with the reason; bands, if given, make an advice

    A standard that could not be assessed is left out of mean and percent: the highest
    possible score shrinks. `leave_out` names standards that never count.
    """

    kind: Literal["points", "lowest", "judgement"]
    scale: Literal["mean", "percent", "sum"] = "mean"
    bands: tuple[GradeBand, ...] = ()
    leave_out: tuple[str, ...] = ()


class Ratings(Declared):
    """All rating rules of a framework."""

    grades: tuple[Grade, ...]
    rules: tuple[StandardRule, ...] = ()
    overall: OverallRule | None = None
    interval: float = Field(default=0.95, gt=0, lt=1)

    def grade(self, name: str) -> Grade:
        return next(item for item in self.grades if item.id == name)

    def rule_of(self, standard: str) -> StandardRule | None:
        return next((item for item in self.rules if standard in item.standards), None)

    @property
    def highest(self) -> int:
        """The most points that one standard can get."""
        return max(grade.points for grade in self.grades)


# A framework without `[ratings]` is judged and compared, never graded.
UNRATED = Ratings(grades=())
