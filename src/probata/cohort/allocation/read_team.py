"""Reads a team file, checked against the cohort that is to be allocated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from probata.cohort.allocation.problem import STEP
from probata.cohort.allocation.team_file import TeamFile
from probata.cohort.lay_over import lay_over
from probata.cohort.read_cohort import Cohort
from probata.cohort.vocabulary import fits, say_allowed
from probata.conditions import ConditionError, parse_condition
from probata.declarations import (
    Declaration,
    Place,
    build_declared,
    read_declaration,
    suggest,
)
from probata.errors import DeclarationError

PACKAGED = ("allocation_2021",)
Found = tuple[Place, str, str]


def read_team(path: Path, cohort: Cohort) -> TeamFile:
    """Read who reads and what they need. Raises DeclarationError with every fault."""
    return _check(lay_over(read_declaration(path), "allocation", PACKAGED), cohort)


def make_team(
    path: Path, people: Mapping[str, Mapping[str, Any]], cohort: Cohort
) -> TeamFile:
    """A team of people who are known from elsewhere, and no second readings.

    `path` declares efforts and needs; people stand as they would in such a file. Raises
    DeclarationError with every fault.
    """
    declaration = lay_over(read_declaration(path), "allocation", PACKAGED)
    second = {**declaration.data.get("second_reading", {}), "share": 0.0}
    data = {**declaration.data, "people": dict(people), "second_reading": second}
    return _check(replace(declaration, data=data), cohort)


def skills_of(path: Path) -> dict[str, str]:
    """The skills that a declaration knows of, each with why a case needs it."""
    declaration = lay_over(read_declaration(path), "allocation", PACKAGED)
    needs = declaration.data.get("needs", ())
    return {need["skill"]: need["reason"] for need in needs}


def _check(declaration: Declaration, cohort: Cohort) -> TeamFile:
    team = build_declared(TeamFile, declaration)
    found = [
        *_steps(team),
        *_conditions(team, cohort),
        *_skills(team),
        *_conflicts(team, cohort),
    ]
    if found:
        faults = [declaration.fault(place, *words) for place, *words in found]
        raise DeclarationError(f"{declaration.path}: cannot be used.", faults)
    return team


def _steps(team: TeamFile) -> Iterator[Found]:
    """Efforts and shares are counted in whole steps, so that sums are exact."""
    numbers: list[tuple[Place, float | None]] = [
        (("effort", "base"), team.effort.base),
        (("second_reading", "effort"), team.second_reading.effort),
    ]
    numbers += [
        (("effort", "more", at, "add"), item.add)
        for at, item in enumerate(team.effort.more)
    ]
    for name, person in team.people.items():
        numbers += [
            (("people", name, "share"), person.share),
            (("people", name, "most"), person.most),
        ]
    for place, number in numbers:
        if number is not None and abs(number * STEP - round(number * STEP)) > 1e-6:
            yield (place, f"`{number:g}` is not a step of {1 / STEP:g}.", "Round it.")
    least = team.effort.base + sum(min(item.add, 0) for item in team.effort.more)
    if least <= 0:
        yield (
            ("effort", "base"),
            "a case could come to no effort at all.",
            "Take less from it, or raise `base`.",
        )


def _conditions(team: TeamFile, cohort: Cohort) -> Iterator[Found]:
    texts: list[tuple[Place, str]] = [
        (("effort", "more", at, "when"), item.when)
        for at, item in enumerate(team.effort.more)
    ]
    texts += [(("needs", at, "when"), item.when) for at, item in enumerate(team.needs)]
    names = cohort.record.facts
    for place, text in texts:
        try:
            condition = parse_condition(text)
        except ConditionError as error:
            yield (place, f"{error}.", "")
            continue
        for name in sorted(condition.names - set(names)):
            yield (place, f"`{name}` is no fact of the cohort.", suggest(name, names))
        for name, value in condition.comparisons:
            if name in names and not fits(value, names[name]):
                allowed = say_allowed(names[name])
                yield (place, f"`{name}` can never be `{value}`.", f"Use {allowed}.")


def _skills(team: TeamFile) -> Iterator[Found]:
    """A skill that nothing needs is probably misspelt."""
    known = {need.skill for need in team.needs}
    if team.second_reading.skill is not None:
        known.add(team.second_reading.skill)
    for name, person in team.people.items():
        for skill in sorted(set(person.skills) - known):
            yield (
                ("people", name, "skills"),
                f"nothing needs the skill `{skill}`.",
                suggest(skill, sorted(known)),
            )


def _conflicts(team: TeamFile, cohort: Cohort) -> Iterator[Found]:
    for name, person in team.people.items():
        for column, values in person.conflicts.items():
            place: Place = ("people", name, "conflicts", column)
            if column not in cohort.columns:
                yield (
                    place,
                    f"the cohort has no column `{column}`.",
                    suggest(column, cohort.columns),
                )
                continue
            codes = cohort.record.facts.get(column)
            for value in values:
                if codes is not None and value not in codes:
                    yield (
                        place,
                        f"`{column}` can never be `{value}`.",
                        suggest(value, codes),
                    )
