"""How many cases each rule left out: counts that add up from the list to the cohort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from probata.cohort.select_cases import Selection
from probata.tabular.csv_writer import write_csv

MARKS = {"S": "stated", "V": "verified", "R": "recalled", "P": "proposed"}


@dataclass(frozen=True)
class FlowStep:
    """One step: `before` cases come in, `out` leave for the reason, `after` go on.

    `open_` cases went on, or left, although a missing value left the rule undecided.
    """

    id: str
    reason: str
    before: int
    out: int
    open_: int = 0
    mark: str = ""

    @property
    def after(self) -> int:
        return self.before - self.out


@dataclass(frozen=True)
class Flow:
    """The steps of one unit, or of the whole list, in order; each begins where the one
    before it ended. `what` names the things counted up to and after each step."""

    title: str
    counted: str
    result: str
    steps: tuple[FlowStep, ...]

    @property
    def first(self) -> int:
        return self.steps[0].before

    @property
    def last(self) -> int:
        return self.steps[-1].after


def list_flow(selection: Selection) -> Flow:
    """From the rows of the file to the cases of the inspected units."""
    cases = selection.cases
    other = int((selection.inspection < 0).sum())
    counts = (
        (
            "set_aside",
            "rows set aside because they cannot be used",
            cases.rows_set_aside,
        ),
        ("joined", "further rows of the same sentence", cases.rows_joined),
        ("other_unit", "sentences of units that are not inspected", other),
    )
    steps: list[FlowStep] = []
    left = cases.rows_read
    for name, reason, out in counts:
        steps.append(FlowStep(name, reason, left, out))
        left = steps[-1].after
    return Flow(cases.name, "rows in the list", "cases", tuple(steps))


def flows_by_unit(selection: Selection) -> dict[str, Flow]:
    """The flow of each inspected unit, by its id."""
    return {
        item.unit.id: _unit_flow(selection, at)
        for at, item in enumerate(selection.inspections)
    }


def _unit_flow(selection: Selection, at: int) -> Flow:
    """From the cases of one inspected unit to its cohort."""
    rows = np.flatnonzero(selection.inspection == at)
    decided, unknown = selection.decided[rows], selection.unknown[:, rows]
    steps: list[FlowStep] = []
    left = len(rows)
    for number, step in enumerate(selection.rules.steps):
        reached = unknown[number] & (decided >= number)
        out = int((decided == number).sum())
        steps.append(
            FlowStep(step.id, step.reason, left, out, int(reached.sum()), step.mark)
        )
        left = steps[-1].after
    name = selection.inspections[at].unit.name
    return Flow(name, "cases of the unit", "cohort", tuple(steps))


def flow_file(whole: Flow, by_unit: Mapping[str, Flow], synthetic: bool) -> bytes:
    """Flows as CSV, one line a step; the whole list's, with no unit, comes first."""
    flows = [("", whole), *by_unit.items()]
    lines = [(name, step) for name, flow in flows for step in flow.steps]
    columns = {
        "unit": [name for name, _ in lines],
        "step": [step.id for _, step in lines],
        "reason": [step.reason for _, step in lines],
        "confidence": [MARKS.get(step.mark, "") for _, step in lines],
        "before": [str(step.before) for _, step in lines],
        "left_out": [str(step.out) for _, step in lines],
        "after": [str(step.after) for _, step in lines],
        "undecided": [str(step.open_) for _, step in lines],
    }
    if synthetic:
        columns["record_source"] = ["synthetic"] * len(lines)
    return write_csv(columns)
