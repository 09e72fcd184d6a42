"""Who may read which case and why others may not; how much work each case is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from probata.cohort.allocation.problem import (
    NOBODY,
    STEP,
    Bools,
    Ints,
    Problem,
    have_pairs,
)
from probata.cohort.allocation.team_file import TeamFile
from probata.cohort.read_cohort import Cohort
from probata.cohort.select_cases import decide_condition

UNLIMITED = 1_000_000


@dataclass(frozen=True)
class Bar:
    """One reason why people may not read cases: `bars` (n, k); `relax` how to lift it."""

    id: str
    words: str
    relax: str
    bars: Bools


@dataclass(frozen=True)
class Readers:
    """People in the order of the file; `effort` (n,) in steps; `first` are the bars to a
    first reading, `second` those to a second one.

    `twice` (n,) is the quality sample; `passed_over` (n,) the cases that would have been
    in it, but that no second person may read.
    """

    people: tuple[str, ...]
    effort: Ints
    twice: Bools
    passed_over: Bools
    needs: Mapping[str, Bools]
    first: tuple[Bar, ...]
    second: tuple[Bar, ...]


def find_readers(cohort: Cohort, team: TeamFile) -> Readers:
    """Work out efforts, needs, conflicts and the quality sample of a cohort."""
    people = tuple(team.people)
    needs = {
        need.id: decide_condition(need.when, cohort.fact).true for need in team.needs
    }
    bars = [
        _skill_bar(team, need.skill, need.reason, needs[need.id]) for need in team.needs
    ]
    columns = dict.fromkeys(
        column for person in team.people.values() for column in person.conflicts
    )
    bars += [_conflict_bar(cohort, team, column) for column in columns]
    second = list(bars)
    if team.second_reading.skill is not None:
        everywhere = np.ones(len(cohort.cases), dtype=bool)
        words = "which second readings need"
        second.append(_skill_bar(team, team.second_reading.skill, words, everywhere))
    n, k = len(cohort.cases), len(people)
    pairs = have_pairs(may_read(tuple(bars), n, k), may_read(tuple(second), n, k))
    twice, passed_over = _quality_sample(cohort.cases, pairs, team)
    return Readers(
        people,
        _efforts(cohort, team),
        twice,
        passed_over,
        needs,
        tuple(bars),
        tuple(second),
    )


def _efforts(cohort: Cohort, team: TeamFile) -> Ints:
    effort = np.full(len(cohort.cases), round(team.effort.base * STEP), dtype=np.int64)
    for item in team.effort.more:
        holds = decide_condition(item.when, cohort.fact).true
        effort[holds] += round(item.add * STEP)
    return effort


def _quality_sample(
    cases: list[str], pairs: Bools, team: TeamFile
) -> tuple[Bools, Bools]:
    """The cases whose names, hashed with the seed, come first, and those passed over.

    A case that joins or leaves the cohort changes the sample by one at most. Where there
    are too few cases that two people may read, others stay in it, to be told.
    """
    reading = team.second_reading
    wanted = round(reading.share * len(cases))
    order = sorted(
        range(len(cases)),
        key=lambda at: hashlib.sha256(f"{reading.seed}\0{cases[at]}".encode()).digest(),
    )
    able = [at for at in order if pairs[at]]
    chosen = [*able, *(at for at in order if not pairs[at])][:wanted]
    twice = np.zeros(len(cases), dtype=bool)
    twice[chosen] = True
    passed_over = np.zeros(len(cases), dtype=bool)
    passed_over[order[:wanted]] = True
    return twice, passed_over & ~twice


def _skill_bar(team: TeamFile, skill: str, reason: str, cases: Bools) -> Bar:
    lack = np.asarray([skill not in person.skills for person in team.people.values()])
    return Bar(
        skill,
        f"no skill `{skill}` ({reason})",
        f"give the skill `{skill}` to",
        cases[:, None] & lack[None, :],
    )


def _conflict_bar(cohort: Cohort, team: TeamFile, column: str) -> Bar:
    texts = cohort.columns[column]
    bars = np.zeros((len(texts), len(team.people)), dtype=bool)
    for at, person in enumerate(team.people.values()):
        values = person.conflicts.get(column, ())
        bars[:, at] = [text in values for text in texts]
    return Bar(
        f"conflict:{column}",
        f"conflict of interest by `{column}`",
        f"lift the conflict by `{column}` of",
        bars,
    )


def may_read(bars: tuple[Bar, ...], n: int, k: int) -> Bools:
    """(n, k) true where no bar stands between a case and a person."""
    may = np.ones((n, k), dtype=bool)
    for bar in bars:
        may &= ~bar.bars
    return may


def make_problem(
    readers: Readers,
    team: TeamFile,
    cases: list[str],
    before: Mapping[str, tuple[str, str]],
) -> Problem:
    """The allocation as numbers; `before` names the earlier readers of each case."""
    n, k = len(cases), len(readers.people)
    people = list(team.people.values())
    at = {name: number for number, name in enumerate(readers.people)}
    earlier = [before.get(case, ("", "")) for case in cases]
    may = may_read(readers.first, n, k)
    may_second = may_read(readers.second, n, k)
    second = np.asarray([at.get(item[1], NOBODY) for item in earlier], dtype=np.int64)
    return Problem(
        readers.effort,
        readers.twice,
        round(team.second_reading.effort * STEP),
        may,
        may_second,
        np.asarray([round(person.share * STEP) for person in people]),
        np.asarray(
            [
                UNLIMITED if person.most is None else round(person.most * STEP)
                for person in people
            ]
        ),
        np.asarray(
            [
                UNLIMITED if person.most_cases is None else person.most_cases
                for person in people
            ]
        ),
        np.asarray([at.get(item[0], NOBODY) for item in earlier], dtype=np.int64),
        np.where(readers.twice, second, NOBODY),
    )
