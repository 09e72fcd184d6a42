"""How a cohort is selected, as a file declares it: window, starts, facts, rules in order."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from probata.declarations import Declared

# S stated in the bulletin, V read in a public source, R recalled, P proposed by us.
Mark = Literal["S", "V", "R", "P"]
Unknown = Literal["keep", "leave_out"]


class RulesHeader(Declared):
    """Which set of rules this is."""

    id: str
    title: str
    source: str


class Window(Declared):
    """From how many weeks before the fieldwork week cases are taken, both included."""

    first_week: int = Field(ge=1, le=520)
    last_week: int = Field(ge=1, le=520)
    mark: Mark
    note: str = ""


class Weeks(Declared):
    """How many weeks of the window are inspected, and which if nobody says otherwise.

    Two chosen weeks lie at least `apart` weeks apart, so 2 leaves a week between them.
    """

    count: int = Field(ge=1)
    chosen: tuple[int, ...] = Field(min_length=1)
    apart: int = Field(ge=1)
    mark: Mark
    note: str = ""


class TopUp(Declared):
    """Weeks that are added, one by one, while a cohort has fewer cases than `below`."""

    below: int = Field(ge=0)
    weeks: tuple[int, ...]
    mark: Mark
    note: str = ""


class Start(Declared):
    """One way in which supervision starts: the date, and the cases it holds for."""

    id: str
    label: str
    date: str
    when: str
    mark: Mark


class TimeBetween(Declared):
    """A fact: whole days or completed years from one date to another.

    `start` stands for the start that put the case into the cohort.
    """

    label: str
    from_: str = Field(alias="from")
    to: str
    unit: Literal["days", "years"]


class Rule(Declared):
    """One rule; rules are applied in the order of the file, each to what is left.

    weeks           the case started in one of the inspected weeks
    scope           a case stays where the condition holds
    exclude         a case leaves where the condition holds
    one_per_person  of several cases of a person that are left, one stays

    `if_unknown` says what happens where a missing value leaves the condition open.
    """

    id: str
    kind: Literal["weeks", "scope", "exclude", "one_per_person"]
    reason: str
    when: str | None = None
    if_unknown: Unknown = "keep"
    keep: Literal["first_start", "last_start", "none"] | None = None
    mark: Mark
    note: str = ""


class RulesFile(Declared):
    """The declaration of a cohort."""

    rules: RulesHeader
    window: Window
    weeks: Weeks
    top_up: TopUp | None = None
    starts: tuple[Start, ...] = Field(min_length=1)
    facts: dict[str, TimeBetween] = {}
    steps: tuple[Rule, ...] = Field(min_length=1)
