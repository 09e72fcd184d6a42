"""Why a case is in the cohort or not: each rule with what it saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from probata.cohort.facts import operand_of_texts
from probata.cohort.flow import MARKS
from probata.cohort.record import SelectionRecord, read_record
from probata.cohort.rules_file import Rule, RulesFile
from probata.cohort.select_cases import decide_step
from probata.conditions import parse_condition
from probata.declarations import build_declared, read_declaration
from probata.errors import InputMissing, UserError
from probata.pseudonyms import name_secret, person_names, read_secret
from probata.tabular.files import read_file
from probata.tabular.raw import RawRows

Row = Mapping[str, str]


@dataclass(frozen=True)
class StepSeen:
    """One rule on one case: `says` what it decides, `saw` the facts it looked at.

    Rules after the one that decided are shown, too, but were not reached.
    """

    id: str
    says: str
    saw: str
    reason: str
    mark: str
    reached: bool


@dataclass(frozen=True)
class Explained:
    """A case, what became of it, and every rule in order."""

    case: str
    unit: str
    outcome: str
    decided_by: str
    steps: tuple[StepSeen, ...]


@dataclass(frozen=True)
class Log:
    """A cohort folder, read again: nothing in it names a person."""

    record: SelectionRecord
    rules: RulesFile
    table: RawRows

    def rows(self, column: str, wanted: str) -> list[Row]:
        """The rows that hold a text in a column."""
        columns = self.table.columns
        at = np.flatnonzero(columns[column].holds(wanted)).tolist()
        return [
            {name: item.texts[int(item.index[row])] for name, item in columns.items()}
            for row in at
        ]


def read_log(folder: Path) -> Log:
    """Read the folder that a selection wrote. Raises InputMissing or UserError."""
    record = read_record(folder)
    declaration = read_declaration(folder / "rules.toml")
    table = read_file(folder / "log.csv")
    return Log(record, build_declared(RulesFile, declaration), table)


def explain_cases(log: Log, name: str, keys: Path | None) -> list[Explained]:
    """Explain a case by its pseudonym, or all cases of a person by the CRN.

    A CRN needs the key folder, whose secret gives the person's pseudonym. Raises
    UserError where nobody of that name is in the log.
    """
    wanted = name.strip().upper()
    if wanted.startswith(("C-", "P-")):
        column = "case" if wanted.startswith("C-") else "person"
    else:
        column, wanted = "person", _pseudonym(log, wanted, keys)
    rows = log.rows(column, wanted)
    if not rows:
        raise UserError(
            "No such case in the log of this selection. It may belong to another unit, or "
            "have been set aside (set_aside.csv)."
        )
    return [_explain(log, row) for row in rows]


def _pseudonym(log: Log, crn: str, keys: Path | None) -> str:
    if keys is None:
        raise UserError(
            "A case is named by its pseudonym (C-...). To look up a case reference "
            "number, name the folder with the secret: --keys FOLDER."
        )
    secret = read_secret(keys)
    if name_secret(secret) != log.record.secret:
        raise InputMissing(
            f"{keys}: holds another secret than the one this selection was made with."
        )
    return person_names(secret, [crn])[0]


def _explain(log: Log, row: Row) -> Explained:
    steps: list[StepSeen] = []
    reached = True
    for step in log.rules.steps:
        says, saw = _see(log, step, row)
        steps.append(
            StepSeen(step.id, says, saw, step.reason, MARKS[step.mark], reached)
        )
        reached = reached and step.id != row["decided_by"]
    return Explained(
        row["case"], row["unit"], row["outcome"], row["decided_by"], tuple(steps)
    )


def _see(log: Log, step: Rule, row: Row) -> tuple[str, str]:
    """What a step decides about a case, and the facts on which it does."""
    if step.kind == "weeks":
        return _see_weeks(log, row)
    if step.kind == "one_per_person":
        return _see_person(log, step, row)
    assert step.when is not None
    names = sorted(parse_condition(step.when).names)
    leaves, unknown = decide_step(
        step, lambda name: operand_of_texts([row[name]], log.record.facts[name])
    )
    says = "leaves" if leaves[0] else "stays"
    if unknown[0]:
        says += ", undecided"
    saw = ", ".join(f"{name} = {row[name] or 'unknown'}" for name in names)
    return says, saw


def _see_weeks(log: Log, row: Row) -> tuple[str, str]:
    item = next(item for item in log.record.inspections if item.unit == row["unit"])
    weeks = " and ".join(str(week) for week in item.weeks)
    if not row["start"]:
        return "leaves", f"no start is known; inspected are weeks {weeks}"
    says = "stays" if int(row["week"]) in item.weeks else "leaves"
    return says, (
        f"{row['start_kind']} {row['start']}, in week {row['week']} before fieldwork; "
        f"inspected are weeks {weeks}"
    )


def _see_person(log: Log, step: Rule, row: Row) -> tuple[str, str]:
    """The other cases of the person that had come as far as this step."""
    order = [item.id for item in log.rules.steps]
    at = order.index(step.id)
    others = [
        f"{other['case']} ({other['start_kind']} {other['start']})"
        for other in log.rows("person", row["person"])
        if other["unit"] == row["unit"]
        and other["case"] != row["case"]
        and (not other["decided_by"] or order.index(other["decided_by"]) >= at)
    ]
    says = "leaves" if row["decided_by"] == step.id else "stays"
    return says, f"other cases of the person here: {', '.join(others) or 'none'}"
