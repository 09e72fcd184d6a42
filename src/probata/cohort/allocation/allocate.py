"""Cohort and team in, readers of every case out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from probata.cohort.allocation.problem import (
    NOBODY,
    Problem,
    Solution,
    keep_readers,
)
from probata.cohort.allocation.readers import Readers, find_readers, make_problem
from probata.cohort.allocation.relax import refuse_allocation
from probata.cohort.allocation.share_out import share_out
from probata.cohort.allocation.team_file import TeamFile
from probata.cohort.read_cohort import Cohort
from probata.errors import UserError

Before = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Allocation:
    """Who reads the cases of a cohort. `before` are the earlier readers by case."""

    cohort: Cohort
    team: TeamFile
    readers: Readers
    problem: Problem
    solution: Solution
    before: Before

    def first(self) -> list[str]:
        """The reader of each case."""
        return [self.readers.people[at] for at in self.solution.first.tolist()]

    def second(self) -> list[str]:
        """The second reader of each case; empty where there is none."""
        return [
            "" if at == NOBODY else self.readers.people[at]
            for at in self.solution.second.tolist()
        ]


def allocate_cases(
    cohort: Cohort,
    team: TeamFile,
    before: Before,
    *,
    kept: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> Allocation:
    """Share the cases among the team; the same input gives the same readers.

    `kept` names cases whose reader is settled, whoever else could read them. `seconds` is
    how long the search may take in all: the best allocation found by then is given, which
    may differ from machine to machine.

    Raises AnalysisError, naming what to relax, where no allocation meets every
    constraint, or none was found in time; UserError where the earlier readers are those of
    other cases.
    """
    if before and not set(before) & set(cohort.cases):
        raise UserError(
            "The earlier allocation holds none of these cases. Name the folder of the same "
            "cohort, selected with the same secret."
        )
    readers = find_readers(cohort, team)
    problem = make_problem(readers, team, cohort.cases, before)
    if kept:
        problem = keep_readers(problem, _places(cohort, readers, kept))
    solution = share_out(problem, team.moves.tolerance, seconds)
    if solution is None:
        raise refuse_allocation(problem, readers, cohort.cases)
    return Allocation(cohort, team, readers, problem, solution, before)


def _places(
    cohort: Cohort, readers: Readers, kept: Mapping[str, str]
) -> dict[int, int]:
    """Case and person of each settled reading, as numbers."""
    person = {name: at for at, name in enumerate(readers.people)}
    return {
        at: person[kept[case]] for at, case in enumerate(cohort.cases) if case in kept
    }
