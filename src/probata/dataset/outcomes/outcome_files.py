"""What `probata outcomes` writes: rows for a study, their codebook, what was left out, counts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from probata.dataset.outcomes.completion import read_completion
from probata.dataset.outcomes.follow_up import FollowUp
from probata.dataset.outcomes.outcome_file import OutcomeFile
from probata.dataset.outcomes.read_outcomes import CaseRows, EventRows
from probata.dataset.outcomes.states import (
    CASE_PLACES,
    CASE_STATES,
    COMPLETION_PLACES,
    COMPLETION_STATES,
    EVENT_STATES,
    State,
)
from probata.dataset.rows import write_csv
from probata.tabular.given import Ints
from probata.tabular.raw import SOURCE, RawColumn

OWN = (
    "outcome_state",
    "reoffended",
    "reoffences",
    "reoffending_occasions",
    "days_followed",
    "event",
    "completion_state",
    "completed",
    "outcome_definition",
)
# Left out before any follow-up; the others stay in the file.
LEFT_OUT = CASE_STATES[: CASE_PLACES["follow_up_incomplete"]]
CODEBOOK = "outcome_codebook.toml"


@dataclass(frozen=True)
class Outcomes:
    """Everything that was found, with where it came from."""

    file: OutcomeFile
    file_sha256: str
    cases: CaseRows
    events: EventRows
    found: FollowUp

    @property
    def synthetic(self) -> bool:
        return self.cases.rows.synthetic or self.events.rows.synthetic

    @property
    def completion(self) -> Ints | None:
        declared = self.file.completion
        if declared is None:
            return None
        return read_completion(self.cases.rows.columns[declared.column], declared)


def outcome_files(made: Outcomes) -> dict[str, bytes]:
    """outcomes.csv, codebook.toml, left_out.csv, report.json and report.md."""
    record = summary(made)
    packaged = resources.files("probata.dataset.outcomes").joinpath(CODEBOOK)
    return {
        "outcomes.csv": write_csv(_rows(made)),
        "codebook.toml": packaged.read_bytes(),
        "left_out.csv": write_csv(_left_out(made)),
        "report.json": (
            json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        ).encode(),
        "report.md": _report(made, record).encode(),
    }


def summary(made: Outcomes) -> dict[str, Any]:
    """Counts of every state, without a value of any case."""
    found, outcome = made.found, made.file.outcome
    completion = made.completion
    kept = found.state >= len(LEFT_OUT)
    record = {
        "outcome": outcome.id,
        "title": outcome.title,
        "follow_up_months": outcome.follow_up_months,
        "waiting_months": outcome.waiting_months,
        "observed_until": outcome.observed_until.isoformat(),
        "at_recall": outcome.at_recall,
        "declaration_sha256": made.file_sha256,
        "cases_file": made.cases.rows.name,
        "cases_sha256": made.cases.rows.sha256,
        "events_file": made.events.rows.name,
        "events_sha256": made.events.rows.sha256,
        "synthetic": made.synthetic,
        "cases": made.cases.rows.n,
        "case_states": _counts(found.state, CASE_STATES),
        "events": made.events.rows.n,
        "event_states": _counts(found.event_state, EVENT_STATES),
        "reoffences": int(found.offences.sum()),
    }
    if completion is not None:
        record["completion_states"] = _counts(completion[kept], COMPLETION_STATES)
    return record


def _counts(state: Ints, states: tuple[State, ...]) -> dict[str, int]:
    counts = np.bincount(state, minlength=len(states)).tolist()
    return {item.name: count for item, count in zip(states, counts, strict=True)}


def _rows(made: Outcomes) -> dict[str, list[str]]:
    """One row a case that is followed up; an outcome that is not known is empty."""
    found, part = made.found, made.file.cases
    kept = found.state >= len(LEFT_OUT)
    yes, no = found.is_case("reoffended")[kept], found.is_case("not_reoffended")[kept]
    known = yes | no
    columns = {
        name: _texts(made.cases.rows.columns[name].keep(kept))
        for name in dict.fromkeys([part.id, *part.carry])
        if name != SOURCE
    }
    columns["outcome_state"] = [CASE_STATES[at].name for at in found.state[kept]]
    columns["reoffended"] = _yes_no(yes, no)
    columns["reoffences"] = _numbers(found.offences[kept], known)
    columns["reoffending_occasions"] = _numbers(found.occasions[kept], known)
    observed = found.observed[kept]
    columns["days_followed"] = _numbers(found.days[kept], observed)
    columns["event"] = _numbers(found.happened[kept].astype(np.int64), observed)
    completion = made.completion
    if completion is not None:
        state = completion[kept]
        columns["completion_state"] = [COMPLETION_STATES[at].name for at in state]
        columns["completed"] = _yes_no(
            state == COMPLETION_PLACES["completed"],
            state == COMPLETION_PLACES["not_completed"],
        )
    columns["outcome_definition"] = [made.file.outcome.id] * int(kept.sum())
    if made.synthetic:
        columns[SOURCE] = ["synthetic"] * int(kept.sum())
    return columns


def _texts(column: RawColumn) -> list[str]:
    return [column.texts[at] for at in column.index]


def _yes_no(yes: Any, no: Any) -> list[str]:
    return ["yes" if y else "no" if n else "" for y, n in zip(yes, no, strict=True)]


def _numbers(values: Ints, known: Any) -> list[str]:
    return [
        str(value) if given else ""
        for value, given in zip(values.tolist(), known, strict=True)
    ]


def _left_out(made: Outcomes) -> dict[str, list[str]]:
    """Each case that is left out, and each event with something wrong: file, row, why."""
    lines = [
        (table.rows.name, str(number), states[at].name, states[at].meaning)
        for table, state, states, told in (
            (made.cases, made.found.state, CASE_STATES, LEFT_OUT),
            (
                made.events,
                made.found.event_state,
                EVENT_STATES,
                tuple(item for item in EVENT_STATES if item.wrong),
            ),
        )
        for number, at in zip(table.rows.numbers.tolist(), state.tolist(), strict=True)
        if states[at] in told
    ]
    names = ("file", "row", "state", "meaning")
    return {name: [line[at] for line in lines] for at, name in enumerate(names)}


def _report(made: Outcomes, record: dict[str, Any]) -> str:
    """The definition and every count, in words."""
    waiting = record["waiting_months"]
    proof = f", proved within {waiting} months more" if waiting else ""
    lines = [
        f"# {record['title']}",
        "",
        *(["- **Synthetic:** the cases are made up."] if made.synthetic else []),
        (
            f"- Follow-up of {record['follow_up_months']} months from "
            f"{_starts(made)}{proof}; observed until {record['observed_until']}"
        ),
        (
            f"- {record['cases']:,} rows of {record['cases_file']}, "
            f"{record['events']:,} of {record['events_file']}"
        ),
    ]
    for title, states, key in (
        ("Cases", CASE_STATES, "case_states"),
        ("Events", EVENT_STATES, "event_states"),
        ("Completion", COMPLETION_STATES, "completion_states"),
    ):
        if key in record:
            lines += ["", f"## {title}", "", *_state_table(states, record[key])]
    return "\n".join(lines) + "\n"


def _starts(made: Outcomes) -> str:
    return ", else ".join(f"`{name}`" for name in made.file.cases.starts)


def _state_table(states: Sequence[State], counts: dict[str, int]) -> list[str]:
    return [
        "| State | Rows | Meaning |",
        "| --- | --- | --- |",
        *(
            f"| {item.name} | {counts[item.name]:,} | {item.meaning} |"
            for item in states
        ),
    ]
