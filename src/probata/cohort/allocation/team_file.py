"""Who reads, how much work a case is, and what a reader needs, as a file declares it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from probata.cohort.rules_file import Mark
from probata.declarations import Declared


class AllocationHeader(Declared):
    """Which declaration this is, and the packaged one that it is laid over."""

    id: str = ""
    title: str = ""
    source: str = ""
    based_on: str | None = None


class MoreEffort(Declared):
    """What a kind of case adds to the effort (or, below nought, takes from it)."""

    when: str
    add: float
    reason: str
    mark: Mark


class Effort(Declared):
    """The effort of a case, in ordinary cases, in steps of 0.05."""

    base: float = Field(gt=0)
    more: tuple[MoreEffort, ...] = ()


class Need(Declared):
    """A skill that the reader of a kind of case must have."""

    id: str
    when: str
    skill: str
    reason: str
    mark: Mark


class SecondReading(Declared):
    """The quality sample: the share of cases that a second person reads, and who may.

    Which cases is settled by the seed and the names of the cases.
    """

    share: float = Field(ge=0, le=1)
    effort: float = Field(gt=0)
    skill: str | None = None
    seed: int = Field(ge=0)
    mark: Mark


class Moves(Declared):
    """How much more than at the best balance the busiest may carry, to save moves."""

    tolerance: float = Field(ge=0, le=1)
    mark: Mark


class Person(Declared):
    """Somebody who reads cases; the name in the file should be no more than initials.

    `share` is the part of full time; `most` the greatest effort and `most_cases` the
    most first readings they take; `conflicts` are values of the cohort's columns whose
    cases they may not read.
    """

    role: Literal["inspector", "local_assessor"] = "inspector"
    share: float = Field(default=1.0, gt=0, le=1)
    skills: tuple[str, ...] = ()
    conflicts: dict[str, tuple[str, ...]] = {}
    most: float | None = Field(default=None, ge=0)
    most_cases: int | None = Field(default=None, ge=0)


class TeamFile(Declared):
    """The declaration of an allocation."""

    allocation: AllocationHeader
    effort: Effort
    needs: tuple[Need, ...] = ()
    second_reading: SecondReading
    moves: Moves
    people: dict[str, Person] = Field(min_length=1)
