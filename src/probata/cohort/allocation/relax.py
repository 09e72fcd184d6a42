"""When nobody can be found for every case: which constraint to relax, for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from probata.cohort.allocation.model import Model
from probata.cohort.allocation.problem import (
    STEP,
    Bools,
    Problem,
    without_reader,
    without_second,
)
from probata.cohort.allocation.readers import Bar, Readers
from probata.cohort.findings import say_count
from probata.errors import AnalysisError, Fault

SHOWN = 5


def refuse_allocation(
    problem: Problem, readers: Readers, cases: Sequence[str]
) -> AnalysisError:
    """The error that says why no allocation exists, and the least that would allow one."""
    faults = [*_nobody(problem, readers, cases)] or [*_too_much(problem, readers)]
    return AnalysisError("The cases cannot all be allocated.", faults)


def _nobody(
    problem: Problem, readers: Readers, cases: Sequence[str]
) -> Iterator[Fault]:
    """Cases that nobody may read, or that no second person may."""
    yield from _barred(
        readers, readers.first, without_reader(problem), cases, "nobody may read"
    )
    yield from _barred(
        readers,
        readers.second,
        without_second(problem),
        cases,
        "nobody may be the second to read",
        "; or change the share or seed of second readings",
    )


def _barred(
    readers: Readers,
    bars: tuple[Bar, ...],
    which: Bools,
    cases: Sequence[str],
    words: str,
    otherwise: str = "",
) -> Iterator[Fault]:
    """One fault for the cases that are barred from everyone in the same way."""
    groups: dict[bytes, list[int]] = {}
    for at in np.flatnonzero(which).tolist():
        key = np.stack([bar.bars[at] for bar in bars]).tobytes()
        groups.setdefault(key, []).append(at)
    for rows in groups.values():
        count = np.sum([bar.bars[rows[0]] for bar in bars], axis=0)
        yield Fault(
            _say_cases([cases[at] for at in rows]),
            f"{words} {'it' if len(rows) == 1 else 'them'}. "
            + "; ".join(_say_bars(readers, bars, rows[0]))
            + ".",
            "Relax one of these: "
            + "; ".join(_say_reliefs(readers, bars, rows[0], count))
            + f"; or add a person{otherwise}.",
        )


def _say_bars(readers: Readers, bars: tuple[Bar, ...], case: int) -> Iterator[str]:
    for bar in bars:
        barred = np.flatnonzero(bar.bars[case])
        if len(barred):
            names = ", ".join(readers.people[at] for at in barred)
            yield f"{names}: {bar.words}"


def _say_reliefs(
    readers: Readers, bars: tuple[Bar, ...], case: int, count: NDArray[np.int64]
) -> Iterator[str]:
    """For the people with the fewest bars, what would have to be lifted.

    Who has none is the only one who may read the case, and cannot be the second reader.
    """
    fewest = np.min(count[count > 0], initial=len(bars))
    people: dict[str, list[str]] = {}
    for person in np.flatnonzero(count == fewest).tolist():
        lifted = " and ".join(bar.relax for bar in bars if bar.bars[case, person])
        people.setdefault(lifted, []).append(readers.people[person])
    for lifted, names in people.items():
        yield f"{lifted} {_join_names(names)}"


def _join_names(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]]) if names[1:] else names[0]


def _say_cases(cases: list[str]) -> str:
    shown = ", ".join(cases[:SHOWN])
    more = len(cases) - SHOWN
    return f"{say_count(len(cases), 'case')} ({shown}" + (
        f" and {more} more)" if more > 0 else ")"
    )


def _too_much(problem: Problem, readers: Readers) -> Iterator[Fault]:
    """Whose limits are too low, by how much at least, and for which needs nobody else is
    there."""
    room = int(problem.most.sum())
    if room < problem.total:
        short = (problem.total - room) / STEP
        yield Fault(
            "the team",
            f"the limits add up to an effort of {room / STEP:g}, the cases come to "
            f"{problem.total / STEP:g}.",
            f"Raise limits by {short:g} in all, add a person, or inspect fewer cases.",
        )
        return
    effort, number = Model(problem).least_excess()
    for at in np.flatnonzero(effort + number).tolist():
        over = []
        if effort[at]:
            over.append(
                f"an effort of {effort[at] / STEP:g} above {_limit(problem, at)}"
            )
        if number[at]:
            cases = say_count(int(number[at]), "case")
            over.append(f"{cases} above {int(problem.most_cases[at])}")
        yield Fault(
            readers.people[at],
            f"would have to take {' and '.join(over)}, at the least.",
            f"Raise the limit of {readers.people[at]}, or "
            + _say_help(problem, readers, at)
            + "add a person.",
        )


def _limit(problem: Problem, at: int) -> str:
    return f"{problem.most[at] / STEP:g}"


def _say_help(problem: Problem, readers: Readers, person: int) -> str:
    """The bars that keep others from the cases that this person may read."""
    mine = problem.may[:, person]
    others = [
        bar.id
        for bar in readers.first
        if (bar.bars[mine] & (np.arange(len(readers.people)) != person)).any()
    ]
    if not others:
        return "raise that of somebody else, or "
    return f"lift what keeps others from the same cases ({', '.join(others)}), or "
