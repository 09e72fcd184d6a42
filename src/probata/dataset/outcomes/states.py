"""Every state that a case or an event can end up in: exactly one each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """A name, what it means in words, and whether something is wrong with the row."""

    name: str
    meaning: str
    wrong: bool = False


# The first that holds decides.
CASE_STATES = (
    State("no_id", "no identifier", wrong=True),
    State("row_repeated", "the same row again; the first one stays", wrong=True),
    State(
        "id_repeated",
        "one identifier in several rows that differ: events cannot be told apart",
        wrong=True,
    ),
    State("no_start", "no start date", wrong=True),
    State("start_not_a_date", "a start that is not a date", wrong=True),
    State("death_not_a_date", "a day of death that is not a date", wrong=True),
    State("died_before_start", "died before the start", wrong=True),
    State("started_late", "started after the last day that is observed"),
    State(
        "follow_up_incomplete",
        "follow-up and waiting period end after the last day that is observed",
    ),
    State("reoffended", "a counted event in the follow-up"),
    State("died", "died in the follow-up without a counted event"),
    State("recalled", "recalled in the follow-up without a counted event before"),
    State("not_reoffended", "the whole follow-up without a counted event"),
)
EVENT_STATES = (
    State("no_such_case", "its case is not in the case file"),
    State("case_left_out", "its case is left out"),
    State("event_repeated", "an event of the same identifier stands above", wrong=True),
    State("no_date", "no date of the event", wrong=True),
    State("not_a_date", "a date of the event that is not one", wrong=True),
    State("kind_not_declared", "a kind that the declaration does not name", wrong=True),
    State("ignored", "a kind that does not count"),
    State("recall", "a recall"),
    State("before_start", "before the start of its case"),
    State("after_death", "after the day of death", wrong=True),
    State("after_recall", "after the recall that ends the follow-up"),
    State("after_follow_up", "after the follow-up"),
    State("not_proved", "not proved"),
    State("proof_not_a_date", "a day of proof that is not a date", wrong=True),
    State("proved_before_event", "proved before it happened", wrong=True),
    State("proved_late", "proved after the waiting period"),
    State("case_incomplete", "its case has not been observed for long enough"),
    State("counted", "counted"),
)
COMPLETION_STATES = (
    State("not_known", "no reason of termination is given"),
    State("not_declared", "a reason that the declaration does not name", wrong=True),
    State("neither", "a reason that is neither"),
    State("completed", "completed"),
    State("not_completed", "not completed"),
)


def places(states: tuple[State, ...]) -> dict[str, int]:
    """The number that stands for each state in an array, by its name."""
    return {item.name: at for at, item in enumerate(states)}


CASE_PLACES = places(CASE_STATES)
EVENT_PLACES = places(EVENT_STATES)
COMPLETION_PLACES = places(COMPLETION_STATES)
