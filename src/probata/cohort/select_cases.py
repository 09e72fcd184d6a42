"""Case list, fieldwork weeks and rules in; for every case the rule that decided out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from probata.cohort.facts import Facts, Starts, facts_of_list, facts_of_starts
from probata.cohort.list_columns import Bools, CaseList, Coded, Days, Ints
from probata.cohort.one_per_person import leave_one
from probata.cohort.places import Places, Unit
from probata.cohort.rules_file import Rule, RulesFile
from probata.cohort.window import Week, choose_weeks, week_before
from probata.conditions import Operand, Verdict, evaluate_condition, parse_condition
from probata.errors import DataError
from probata.tabular.date_forms import day_of

OTHER_UNIT = -1
NO_WEEK = -(2**15)


@dataclass(frozen=True)
class Inspection:
    """One unit, the Monday of its fieldwork and the weeks whose cases are inspected.

    `added` are those of the weeks that a top-up brought in.
    """

    unit: Unit
    fieldwork: datetime.date
    weeks: tuple[Week, ...]
    added: tuple[Week, ...] = ()


@dataclass(frozen=True)
class Selection:
    """What became of each of the n cases of a list.

    `inspection` (n,) points into `inspections`, -1 for a unit that is not inspected;
    `week` (n,) counts weeks from the start of a case to fieldwork; `decided` (n,) is
    the place of the step that took the case out, the number of steps for a case of the
    cohort, -1 for another unit. `unknown` (steps, n) marks cases in which a missing
    value left a step open.
    """

    cases: CaseList
    rules: RulesFile
    inspections: tuple[Inspection, ...]
    inspection: Ints
    starts: Starts
    week: Ints
    facts: Facts
    decided: Ints
    unknown: Bools

    @property
    def chosen(self) -> Bools:
        """(n,) the cohort."""
        return np.asarray(self.decided == len(self.rules.steps))


def plan_inspection(
    rules: RulesFile,
    unit: Unit,
    fieldwork: datetime.date,
    numbers: Sequence[int] | None = None,
) -> Inspection:
    """An inspection of a unit; `numbers` are weeks before fieldwork, if not the declared."""
    return Inspection(unit, fieldwork, choose_weeks(rules, fieldwork, numbers))


def select_cases(
    cases: CaseList,
    rules: RulesFile,
    places: Places,
    inspections: Sequence[Inspection],
) -> Selection:
    """Apply the rules in their order to every case of the inspected units.

    Raises DataError where an inspected unit has no case in the list. Neither the order
    of rows nor other units in the list make a difference.
    """
    inspection = _inspection_of_cases(cases, inspections)
    facts = facts_of_list(cases, rules, places)
    planned = list(inspections)
    while True:
        selection = _apply(cases, rules, tuple(planned), inspection, facts)
        longer = _top_up(selection)
        if longer == planned:
            return selection
        planned = longer


def _inspection_of_cases(cases: CaseList, inspections: Sequence[Inspection]) -> Ints:
    unit = cases.columns["unit"]
    assert isinstance(unit, Coded)
    of_unit = np.full(len(unit.codes), OTHER_UNIT, dtype=np.int32)
    for at, item in enumerate(inspections):
        of_unit[unit.codes.index(item.unit.id)] = at
    inspection = of_unit[unit.index]
    absent = [
        item.unit.name
        for at, item in enumerate(inspections)
        if not (inspection == at).any()
    ]
    if absent:
        raise DataError(
            f"{cases.name}: holds no case of {', '.join(absent)}. "
            "Check that it is the right list, and the name of the unit."
        )
    return inspection


def cases_of_other_times(selection: Selection, places: Places) -> dict[str, int]:
    """Cases listed under units that do not exist in any of the fieldwork weeks, by name.

    They may belong to an inspected unit under its earlier or later name.
    """
    unit = selection.cases.columns["unit"]
    assert isinstance(unit, Coded)
    days = [item.fieldwork for item in selection.inspections]
    count = np.bincount(unit.index, minlength=len(places.units)).tolist()
    return {
        place.name: cases
        for place, cases in zip(places.units, count, strict=True)
        if cases and not any(place.holds(day) for day in days)
    }


def _top_up(selection: Selection) -> list[Inspection]:
    """The inspections, with one more week where the rules add one to a small cohort."""
    rule = selection.rules.top_up
    planned: list[Inspection] = []
    for at, item in enumerate(selection.inspections):
        size = int((selection.chosen & (selection.inspection == at)).sum())
        held = {week.number for week in item.weeks}
        left = [
            number
            for number in (rule.weeks if rule and size < rule.below else ())
            if number not in held
        ]
        if left:
            week = week_before(item.fieldwork, left[0])
            weeks = tuple(sorted([*item.weeks, week], key=lambda week: week.monday))
            item = replace(item, weeks=weeks, added=(*item.added, week))
        planned.append(item)
    return planned


def _apply(
    cases: CaseList,
    rules: RulesFile,
    inspections: tuple[Inspection, ...],
    inspection: Ints,
    known_facts: dict[str, Operand],
) -> Selection:
    starts, week = _choose_starts(cases, rules, inspections, inspection, known_facts)
    facts = known_facts | facts_of_starts(cases, rules, starts)
    decided = np.where(inspection == OTHER_UNIT, OTHER_UNIT, len(rules.steps))
    unknown = np.zeros((len(rules.steps), cases.n), dtype=bool)
    inspected = _is_inspected(week, inspections, inspection)
    for at, step in enumerate(rules.steps):
        left = decided == len(rules.steps)
        if step.kind == "weeks":
            leaves = ~inspected
        elif step.kind == "one_per_person":
            leaves = leave_one(cases, starts, inspection, left, step.keep)
        else:
            leaves, unknown[at] = decide_step(step, facts.__getitem__)
        decided[left & leaves] = at
    return Selection(
        cases,
        rules,
        inspections,
        inspection,
        starts,
        week,
        facts,
        decided.astype(np.int32),
        unknown,
    )


def decide_step(
    step: Rule, fact: Callable[[str], Operand]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which cases leave by a step with a condition, and where it was left open."""
    verdict = decide_condition(step.when or "", fact)
    leaves = verdict.true if step.kind == "exclude" else verdict.false
    unknown = ~verdict.known
    if step.if_unknown == "leave_out":
        leaves = leaves | unknown
    return leaves, unknown


def decide_condition(text: str, fact: Callable[[str], Operand]) -> Verdict:
    """Decide a condition that was checked when it was read."""
    return evaluate_condition(parse_condition(text), fact)


def _choose_starts(
    cases: CaseList,
    rules: RulesFile,
    inspections: tuple[Inspection, ...],
    inspection: Ints,
    facts: dict[str, Operand],
) -> tuple[Starts, Ints]:
    """The first declared start that lies in an inspected week, else the first known."""
    kind = np.full(cases.n, -1, dtype=np.int32)
    day = np.zeros(cases.n, dtype=np.int32)
    week = np.full(cases.n, NO_WEEK, dtype=np.int32)
    settled = np.zeros(cases.n, dtype=bool)
    for at, start in enumerate(rules.starts):
        column = cases.columns.get(start.date)
        if not isinstance(column, Days):
            continue
        holds = decide_condition(start.when, facts.__getitem__).true & column.known
        weeks = _weeks_before(column.day, inspections, inspection)
        inside = holds & _is_inspected(weeks, inspections, inspection)
        takes = ~settled & (inside | (holds & (kind < 0)))
        kind[takes] = at
        day[takes] = column.day[takes]
        week[takes] = weeks[takes]
        settled |= inside
    return Starts(kind, day), week


def _weeks_before(
    day: Ints, inspections: tuple[Inspection, ...], inspection: Ints
) -> Ints:
    """How many weeks before its Monday of fieldwork the week of each day began."""
    mondays = [day_of(item.fieldwork) for item in inspections]
    fieldwork = np.asarray([*mondays, 0], dtype=np.int32)[inspection]
    weeks = -((day - fieldwork) // 7)
    return np.where(inspection == OTHER_UNIT, NO_WEEK, weeks).astype(np.int32)


def _is_inspected(
    week: Ints, inspections: tuple[Inspection, ...], inspection: Ints
) -> Bools:
    inside = np.zeros(len(week), dtype=bool)
    for at, item in enumerate(inspections):
        numbers = [chosen.number for chosen in item.weeks]
        inside |= (inspection == at) & np.isin(week, numbers)
    return inside
