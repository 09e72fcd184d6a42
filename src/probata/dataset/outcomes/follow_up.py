"""Follows every case up: its state, its outcome, the time at risk; the state of every event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.dataset.outcomes.months import add_months
from probata.dataset.outcomes.outcome_file import OutcomeFile
from probata.dataset.outcomes.read_outcomes import (
    IGNORED,
    RECALL,
    UNKNOWN,
    CaseRows,
    EventRows,
)
from probata.dataset.outcomes.states import CASE_PLACES, EVENT_PLACES
from probata.tabular.date_forms import day_of
from probata.tabular.given import MISSING, UNREADABLE, Given, Ints

NEVER = np.iinfo(np.int64).max // 4
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class FollowUp:
    """One entry a case, and in `event_state` one an event; states are places in their lists.

    `offences` and `occasions` count what happened in the follow-up, 0 where there is no
    outcome. `days` is the time from the start to the first counted event or to the end of
    what is observed, -1 where nothing is; `happened` tells the two apart.
    """

    state: Ints
    event_state: Ints
    offences: Ints
    occasions: Ints
    days: Ints
    happened: Bools

    def is_case(self, name: str) -> Bools:
        return np.asarray(self.state == CASE_PLACES[name])

    @property
    def observed(self) -> Bools:
        """Cases with some time at risk that is observed."""
        return np.asarray(self.days >= 0)


@dataclass(frozen=True)
class _Window:
    """Days of each case. `end` is the first day after the follow-up, `proof` after waiting.

    For a case that is not observed for long enough `horizon` is where its time at risk
    must end for its offences to have had the waiting period; else it is `end`.
    """

    start: Ints
    end: Ints
    proof: Ints
    horizon: Ints
    incomplete: Bools
    death: Ints
    recall: Ints


def follow_up(cases: CaseRows, events: EventRows, file: OutcomeFile) -> FollowUp:
    """Put every case and every event into one state; docs/reference/outcomes.md has the rules."""
    faults = _case_faults(cases, file)
    window = _windows(cases, events, file)
    event_state = _event_states(events, faults, window, file)
    counted = event_state == EVENT_PLACES["counted"]
    early = event_state == EVENT_PLACES["case_incomplete"]
    n = cases.rows.n
    offences = np.bincount(events.case[counted], minlength=n).astype(np.int64)
    first = _first(events, counted | early, n)
    until = np.minimum.reduce([window.horizon, window.death, window.recall])
    happened = first < window.horizon
    days = np.where(happened, first, until) - window.start
    watched = (faults < 0) & (window.horizon > window.start)
    return FollowUp(
        state=_case_states(faults, window, offences),
        event_state=event_state,
        offences=offences,
        occasions=_occasions(events, counted, n),
        days=np.where(watched, days, -1),
        happened=happened & watched,
    )


def _case_faults(cases: CaseRows, file: OutcomeFile) -> Ints:
    """The place of the first state that leaves a case out; -1 where none does."""
    start, death = cases.start, cases.death
    last = day_of(file.outcome.observed_until)
    left = ~cases.same
    counts = np.bincount(cases.ids.index[left], minlength=len(cases.ids.texts))
    shared = counts[cases.ids.index] > 1
    none = np.zeros(cases.rows.n, dtype=bool)
    found = {
        "no_id": cases.ids.holds(""),
        "row_repeated": cases.same,
        "id_repeated": shared,
        "no_start": start.state == MISSING,
        "start_not_a_date": start.state == UNREADABLE,
        "death_not_a_date": none if death is None else death.state == UNREADABLE,
        "died_before_start": none
        if death is None
        else death.given & (death.values < start.values),
        "started_late": start.values > last,
    }
    return _first_of(found, CASE_PLACES, none.size)


def _first_of(found: dict[str, Bools], places: dict[str, int], n: int) -> Ints:
    """The place of the first state that holds for each row; -1 where none does."""
    state = np.full(n, -1, dtype=np.int64)
    for name, rows in found.items():
        state[(state < 0) & rows] = places[name]
    return state


def _windows(cases: CaseRows, events: EventRows, file: OutcomeFile) -> _Window:
    outcome = file.outcome
    start = cases.start.values
    end = add_months(start, outcome.follow_up_months)
    proof = add_months(start, outcome.follow_up_months + outcome.waiting_months)
    after = np.asarray([day_of(outcome.observed_until) + 1])
    incomplete = proof > after
    last = add_months(after, -outcome.waiting_months)
    horizon = np.where(incomplete, np.minimum(end, last), end)
    return _Window(
        start,
        end,
        np.where(incomplete, after, proof),
        horizon,
        incomplete,
        _days_or_never(cases.death, start.size),
        _recalls(events, start, outcome.at_recall == "stop"),
    )


def _days_or_never(given: Given | None, n: int) -> Ints:
    if given is None:
        return np.full(n, NEVER)
    return np.where(given.given, given.values, NEVER)


def _recalls(events: EventRows, start: Ints, stop: bool) -> Ints:
    """The first recall on or after the start of each case, where it ends the follow-up."""
    recall = np.full(start.size, NEVER)
    if stop:
        use = (events.kind == RECALL) & events.date.given & (events.case >= 0)
        use[use] = events.date.values[use] >= start[events.case[use]]
        np.minimum.at(recall, events.case[use], events.date.values[use])
    return recall


def _event_states(
    events: EventRows, faults: Ints, window: _Window, file: OutcomeFile
) -> Ints:
    """The state of every event. Dates of no case are looked at only after its own states."""
    n = len(events.case)
    case = np.where(events.case < 0, 0, events.case)
    date = events.date.values
    none = np.zeros(n, dtype=bool)
    proved = events.proved
    found = {
        "no_such_case": events.case < 0,
        "case_left_out": faults[case] >= 0,
        "event_repeated": events.again,
        "no_date": events.date.state == MISSING,
        "not_a_date": events.date.state == UNREADABLE,
        "kind_not_declared": events.kind == UNKNOWN,
        "ignored": events.kind == IGNORED,
        "recall": events.kind == RECALL,
        "before_start": date < window.start[case],
        "after_death": date > window.death[case],
        "after_recall": date > window.recall[case],
        "after_follow_up": date >= window.end[case],
        "not_proved": none if proved is None else proved.state == MISSING,
        "proof_not_a_date": none if proved is None else proved.state == UNREADABLE,
        "proved_before_event": none if proved is None else proved.values < date,
        "proved_late": none if proved is None else proved.values >= window.proof[case],
        "case_incomplete": window.incomplete[case],
        "counted": ~none,
    }
    return _first_of(found, EVENT_PLACES, n)


def _case_states(faults: Ints, window: _Window, offences: Ints) -> Ints:
    found = {
        "follow_up_incomplete": window.incomplete,
        "reoffended": offences > 0,
        "died": (window.death < window.end) & (window.death <= window.recall),
        "recalled": window.recall < window.end,
        "not_reoffended": np.ones(faults.size, dtype=bool),
    }
    return np.where(faults >= 0, faults, _first_of(found, CASE_PLACES, faults.size))


def _first(events: EventRows, use: Bools, n: int) -> Ints:
    """The day of the first of these events of each case."""
    first = np.full(n, NEVER)
    np.minimum.at(first, events.case[use], events.date.values[use])
    return first


def _occasions(events: EventRows, counted: Bools, n: int) -> Ints:
    """Days of proof (of the event, where proof is not asked for) of each case."""
    day = (events.proved or events.date).values
    pairs = np.column_stack([events.case[counted], day[counted]])
    distinct = np.unique(pairs, axis=0)
    return np.bincount(distinct[:, 0], minlength=n).astype(np.int64)
