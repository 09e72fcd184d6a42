"""From a fieldwork week back to the weeks in which the inspected cases began."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from probata.cohort.rules_file import RulesFile
from probata.errors import Fault, UserError

SATURDAY = 5


@dataclass(frozen=True)
class Week:
    """A calendar week, Monday to Sunday, and how many weeks before fieldwork it is."""

    number: int
    monday: datetime.date

    @property
    def sunday(self) -> datetime.date:
        return self.monday + datetime.timedelta(days=6)

    def __str__(self) -> str:
        return f"{say_day(self.monday)} to {say_day(self.sunday)}"


def say_day(day: datetime.date) -> str:
    """A date as people write it: 3 April 2023."""
    return f"{day.day} {day:%B %Y}"


def fieldwork_monday(day: datetime.date) -> datetime.date:
    """The Monday of the fieldwork week that a day names.

    Raises UserError for a Saturday or Sunday: whether the week before or after is
    meant cannot be known, and the whole cohort hangs on it.
    """
    monday = day - datetime.timedelta(days=day.weekday())
    if day.weekday() < SATURDAY:
        return monday
    after = monday + datetime.timedelta(days=7)
    raise UserError(
        f"The fieldwork date {say_day(day)} is a {day:%A}.",
        [
            Fault(
                "fieldwork",
                f"it may mean the week from {say_day(monday)} or the week from "
                f"{say_day(after)}.",
                f"Give the Monday: {monday.isoformat()} or {after.isoformat()}.",
            )
        ],
    )


def week_before(fieldwork: datetime.date, number: int) -> Week:
    """The week that begins `number` weeks before the Monday of fieldwork."""
    return Week(number, fieldwork - datetime.timedelta(weeks=number))


def window_weeks(rules: RulesFile, fieldwork: datetime.date) -> tuple[Week, ...]:
    """Every week of the declared window, the earliest first, both ends included."""
    numbers = range(rules.window.first_week, rules.window.last_week - 1, -1)
    return tuple(week_before(fieldwork, number) for number in numbers)


def choose_weeks(
    rules: RulesFile, fieldwork: datetime.date, numbers: Iterable[int] | None = None
) -> tuple[Week, ...]:
    """The separate weeks that are inspected: those asked for, else the declared ones.

    Raises UserError when they are too few or many, outside the window, or too close.
    """
    chosen = sorted(rules.weeks.chosen if numbers is None else numbers, reverse=True)
    faults = [Fault("weeks", *words) for words in week_faults(rules, chosen)]
    if faults:
        raise UserError("The weeks cannot be used.", faults)
    return tuple(week_before(fieldwork, number) for number in chosen)


def week_faults(rules: RulesFile, chosen: list[int]) -> list[tuple[str, str]]:
    """What is wrong with a choice of weeks: problem and mend."""
    window, weeks = rules.window, rules.weeks
    faults: list[tuple[str, str]] = []
    if len(chosen) != weeks.count:
        faults.append(
            (
                f"{len(chosen)} weeks are named, {weeks.count} are inspected.",
                f"Name {weeks.count}, such as "
                + ",".join(str(number) for number in weeks.chosen)
                + ".",
            )
        )
    for number in chosen:
        if not window.last_week <= number <= window.first_week:
            faults.append(
                (
                    f"week {number} before fieldwork is outside the window.",
                    f"Choose from {window.last_week} to {window.first_week}.",
                )
            )
    for earlier, later in zip(chosen, chosen[1:], strict=False):
        if earlier - later < weeks.apart:
            faults.append(
                (
                    f"weeks {earlier} and {later} are less than {weeks.apart} apart.",
                    "Choose separate weeks.",
                )
            )
    return faults
