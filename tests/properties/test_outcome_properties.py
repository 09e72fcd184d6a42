"""Outcomes of any cases and events, against the rules followed case by case with a calendar."""

import calendar
import csv
import datetime
import io
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from probata.dataset.outcomes.follow_up import follow_up
from probata.dataset.outcomes.outcome_file import OutcomeFile
from probata.dataset.outcomes.read_outcomes import read_case_rows, read_event_rows
from probata.dataset.outcomes.states import CASE_STATES, EVENT_STATES

UNTIL = datetime.date(2022, 6, 30)
days = st.dates(datetime.date(2019, 1, 1), datetime.date(2022, 12, 31))
maybe = st.one_of(st.none(), days)
cases = st.lists(st.tuples(days, maybe), min_size=1, max_size=6)
events = st.lists(
    st.tuples(st.integers(0, 7), days, maybe, st.sampled_from(["offence", "recall"])),
    max_size=12,
)


def months_on(day, months):
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def by_hand(case, mine, waiting, stop):
    """State, offences, days and whether an event ended them, for one case that is in order."""
    start, death = case
    end, proof = months_on(start, 12), months_on(start, 12 + waiting)
    recalls = [day for day, _, kind in mine if kind == "recall" and day >= start]
    recall = min(recalls) if stop and recalls else datetime.date.max
    death = death or datetime.date.max
    tomorrow = UNTIL + datetime.timedelta(1)
    incomplete = proof > tomorrow
    if incomplete:
        proof = tomorrow
    valid = [
        day
        for day, proved, kind in mine
        if kind == "offence"
        and start <= day < end
        and day <= min(death, recall)
        and proved is not None
        and day <= proved < proof
    ]
    horizon = min(end, months_on(tomorrow, -waiting)) if incomplete else end
    first = min(valid, default=None)
    happened = first is not None and first < horizon
    until = first if happened else min(horizon, death, recall)
    followed = (until - start).days if horizon > start else -1
    if incomplete:
        state = "follow_up_incomplete"
    elif valid:
        state = "reoffended"
    elif death < end and death <= recall:
        state = "died"
    else:
        state = "recalled" if recall < end else "not_reoffended"
    return state, 0 if incomplete else len(valid), followed, happened and followed >= 0


def text_of(header, rows):
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return stream.getvalue()


@settings(max_examples=150, deadline=None)
@given(cases=cases, events=events, waiting=st.integers(0, 7), stop=st.booleans())
def test_outcomes_are_those_of_the_rules_followed_by_hand(
    tmp_path_factory, cases, events, waiting, stop
):
    folder = Path(tmp_path_factory.mktemp("outcomes"))
    case_text = text_of(
        ["case_id", "start_date", "died"],
        [(at, *case) for at, case in enumerate(cases)],
    )
    event_text = text_of(["case_id", "offence_date", "proved", "kind"], events)
    (folder / "cases.csv").write_text(case_text)
    (folder / "events.csv").write_text(event_text)
    file = OutcomeFile.model_validate(
        {
            "outcome": {
                "id": "x",
                "title": "x",
                "follow_up_months": 12,
                "waiting_months": waiting,
                "observed_until": UNTIL,
                "at_recall": "stop" if stop else "continue",
            },
            "cases": {"death": "died"},
            "events": {
                "proved": "proved",
                "kind": "kind",
                "counts": ["offence"],
                "recall": ["recall"],
            },
        }
    )
    case_rows = read_case_rows(folder / "cases.csv", file)
    found = follow_up(
        case_rows, read_event_rows(folder / "events.csv", file, case_rows), file
    )
    assert len(found.state) == len(cases) and len(found.event_state) == len(events)
    assert set(found.event_state.tolist()) <= set(range(len(EVENT_STATES)))
    for at, case in enumerate(cases):
        state = CASE_STATES[found.state[at]].name
        start, death = case
        if start > UNTIL or (death is not None and death < start):
            assert state in ("started_late", "died_before_start")
            assert found.days[at] == -1
            continue
        mine = [event[1:] for event in events if event[0] == at]
        got = (state, found.offences[at], found.days[at], found.happened[at])
        assert got == by_hand(case, mine, waiting, stop)
