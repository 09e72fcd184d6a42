"""Key questions whose answer stands against their prompts: one sentence of reasoning is asked.

find_prompts_for_reasons(form, states, entries) -> (ReasonWanted, ...)

Nothing is blocked, and no answer is worked out: a key question is a judgement of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from probata.assessment.answers import Entries
from probata.assessment.form import Form
from probata.assessment.states import States
from probata.standards.framework import Polarity


@dataclass(frozen=True)
class ConsistencyRule:
    """When reasoning is asked for; a proposal of ours, to be set by an inspectorate.

    `more_than`: the share of prompts that must speak the other way (0 to 1). `at_least`:
    how many prompts must count, neutral answers not being counted.
    """

    more_than: float = 0.5
    at_least: int = 2


@dataclass(frozen=True)
class ReasonWanted:
    """A key question that stands against its prompts.

    `against` of `counted` prompts speak the other way. `given`: the sentence is there.
    """

    question: str
    polarity: Polarity
    against: int
    counted: int
    given: bool

    @property
    def words(self) -> str:
        """What the inspector reads."""
        way = "negative" if self.polarity == "positive" else "positive"
        return (
            f"{self.against} of the {self.counted} prompts are {way}, and this answer is "
            f"{self.polarity}. Say in one sentence what it rests on."
        )


def find_prompts_for_reasons(
    form: Form,
    states: States,
    entries: Entries,
    rule: ConsistencyRule | None = None,
) -> tuple[ReasonWanted, ...]:
    """Every key question that stands against its prompts, in the order asked."""
    rule = rule or ConsistencyRule()
    wanted = []
    for section in form.sections:
        if section.id not in form:
            continue
        said = _polarity(form, states, entries, section.id)
        if said not in ("positive", "negative"):
            continue
        counts = Counter(
            _polarity(form, states, entries, prompt.id)
            for prompt in form.prompts_of(section.id)
        )
        counted = counts["positive"] + counts["negative"]
        against = counted - counts[said]
        if counted >= rule.at_least and against > rule.more_than * counted:
            given = bool(entries[section.id].reasoning.strip())
            wanted.append(ReasonWanted(section.id, said, against, counted, given))
    return tuple(wanted)


def _polarity(
    form: Form, states: States, entries: Entries, name: str
) -> Polarity | None:
    """What an answer says of the case; None where there is none that counts."""
    if states[name].kind != "asked_answered":
        return None
    answers = form.framework.answers_to(form.question(name))
    return next(item.polarity for item in answers if item.id == entries[name].value)
