"""The files of an allocation: who reads what, what each carries, and how good it is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from probata.cohort.allocation.allocate import Allocation, Before
from probata.cohort.allocation.problem import STEP, loads
from probata.errors import UserError
from probata.tabular.csv_writer import write_csv
from probata.tabular.files import read_file

FILE = "allocation.csv"


def allocation_files(allocation: Allocation) -> dict[str, bytes]:
    """allocation.csv (by case), people.csv (by person), allocation.json, allocation.md."""
    return {
        FILE: _cases(allocation),
        "people.csv": _mark(allocation, people_table(allocation)),
        "allocation.json": _record(allocation),
        "allocation.md": _report(allocation).encode(),
    }


def read_before(folder: Path) -> Before:
    """The readers of an earlier allocation by case.

    Raises InputMissing where there is none, UserError where it is not one of ours.
    """
    raw = read_file(folder / FILE)
    wanted = ("case", "reader", "second_reader")
    if any(name not in raw.columns for name in wanted):
        raise UserError(f"{folder / FILE}: is not an allocation that Probata wrote.")
    case, reader, second = (
        [column.texts[at] for at in column.index.tolist()]
        for column in (raw.columns[name] for name in wanted)
    )
    return dict(zip(case, zip(reader, second, strict=True), strict=True))


def _cases(allocation: Allocation) -> bytes:
    cases = allocation.cohort.cases
    readers = allocation.readers
    first, second = allocation.first(), allocation.second()
    before = [allocation.before.get(case, ("", "")) for case in cases]
    columns = {
        "case": cases,
        "reader": first,
        "second_reader": second,
        "effort": [f"{effort / STEP:g}" for effort in readers.effort.tolist()],
        "needs": [
            " ".join(name for name, cases in readers.needs.items() if cases[at])
            for at in range(len(cases))
        ],
        "reader_before": [item[0] for item in before],
        "second_reader_before": [item[1] for item in before],
    }
    return _mark(allocation, columns)


def people_table(allocation: Allocation) -> dict[str, list[str]]:
    """What each person carries, as columns of text."""
    solution, problem = allocation.solution, allocation.problem
    people = allocation.readers.people
    load = loads(problem, solution.first, solution.second)
    first = np.bincount(solution.first, minlength=len(people))
    twice = solution.second[solution.second >= 0]
    second = np.bincount(twice, minlength=len(people))
    team = allocation.team.people
    return {
        "person": list(people),
        "role": [team[name].role for name in people],
        "share": [f"{team[name].share:g}" for name in people],
        "cases": [str(count) for count in first.tolist()],
        "second_readings": [str(count) for count in second.tolist()],
        "effort": [f"{steps / STEP:g}" for steps in load.tolist()],
        "effort_by_full_time": [
            f"{value:.3f}" for value in (load / problem.share).tolist()
        ],
    }


def _mark(allocation: Allocation, columns: dict[str, list[str]]) -> bytes:
    n = len(next(iter(columns.values())))
    synthetic = allocation.cohort.record.synthetic
    source = {"record_source": ["synthetic"] * n} if synthetic else {}
    return write_csv({**columns, **source})


def summary(allocation: Allocation) -> dict[str, object]:
    """How good the allocation is, for the record and the report."""
    solution = allocation.solution
    return {
        "cases": len(allocation.cohort.cases),
        "read_twice": int(allocation.readers.twice.sum()),
        "passed_over": int(allocation.readers.passed_over.sum()),
        "busiest_by_full_time": solution.level,
        "best_possible": solution.bound,
        "above_best_possible": solution.gap,
        "moves": solution.moves,
        "fewest_moves_possible": solution.fewest_moves,
        "synthetic": allocation.cohort.record.synthetic,
    }


def _record(allocation: Allocation) -> bytes:
    record = {
        **summary(allocation),
        "tolerance": allocation.team.moves.tolerance,
        "seed_of_second_readings": allocation.team.second_reading.seed,
        "step_of_effort": 1 / STEP,
    }
    return (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode()


def say_all(allocation: Allocation) -> list[str]:
    """What there is to say of an allocation, in sentences."""
    said = [say_balance, say_moves, say_passed_over]
    return [text for say in said if (text := say(allocation))]


def say_balance(allocation: Allocation) -> str:
    """One sentence on how even the allocation is, and how sure that is."""
    solution = allocation.solution
    said = f"The busiest carries {solution.level:.2f} ordinary cases by full time"
    if solution.gap < 1e-9:
        return f"{said}; no allocation can do better (proven)."
    if allocation.before:
        return (
            f"{said}; moving more could bring it down to {solution.bound:.2f} at best."
        )
    return (
        f"{said}, {100 * solution.gap:.1f} per cent above what no allocation can go below "
        f"({solution.bound:.2f})."
    )


def say_passed_over(allocation: Allocation) -> str:
    """One sentence on cases that the quality sample could not take, if there are any."""
    passed = np.flatnonzero(allocation.readers.passed_over).tolist()
    if not passed:
        return ""
    names = ", ".join(allocation.cohort.cases[at] for at in passed)
    return (
        f"Passed over in the quality sample, because no second person may read: {names}. "
        "Others were taken instead; more people with the skills that are needed would put "
        "these back."
    )


def say_moves(allocation: Allocation) -> str:
    """One sentence on what moved, where there was an earlier allocation."""
    if not allocation.before:
        return ""
    solution = allocation.solution
    gone = sum(
        bool(reader) and reader not in allocation.readers.people
        for case in allocation.cohort.cases
        for reader in allocation.before.get(case, ("", ""))
    )
    fewest = (
        "the fewest possible"
        if solution.moves == solution.fewest_moves
        else f"at least {solution.fewest_moves} are needed"
    )
    new = sum(case not in allocation.before for case in allocation.cohort.cases)
    added = f"{new} cases are new; " if new else ""
    return (
        f"{added}{gone} readings of people who left were given to others; of the rest, "
        f"{solution.moves} moved ({fewest} while nobody carries more than "
        f"{100 * allocation.team.moves.tolerance:g} per cent above the best balance)."
    )


def _report(allocation: Allocation) -> str:
    table = people_table(allocation)
    rows = zip(*table.values(), strict=True)
    parts = ["# Allocation of a cohort"]
    if allocation.cohort.record.synthetic:
        parts.append("**Synthetic data: these people do not exist.**")
    parts += [
        *say_all(allocation),
        "\n".join(
            [
                "| person | role | share | cases | second readings | effort | by full time |",
                "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
                *(f"| {' | '.join(row)} |" for row in rows),
            ]
        ),
        "Effort is in ordinary cases. `allocation.csv` holds the readers of each case.",
    ]
    return "\n\n".join(parts) + "\n"
