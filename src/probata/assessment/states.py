"""How each question of a case stands: asked or not, answered or not, and why.

find_states(form, facts, entries) -> {question: QuestionState}

The states follow from the facts and the entries alone, in whatever order they came. An
answer to a question that does not apply counts for nothing, but stays among the entries,
so that it is there when the question applies again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from probata.assessment.answers import (
    Entries,
    Entry,
    Facts,
    check_choices,
    check_facts,
    number_of_fact,
)
from probata.assessment.deciding import decide, deciding_names
from probata.assessment.form import Form
from probata.conditions import Condition, Operand

StateKind = Literal[
    "asked_answered", "asked_unanswered", "does_not_apply", "not_reached", "declined"
]


@dataclass(frozen=True)
class QuestionState:
    """How one question stands.

    asked_answered     it applies and has an answer
    asked_unanswered   it applies and has none yet
    declined           it applies, and the inspector says that it cannot be judged
    does_not_apply     a fact, or an answer to another question, rules it out
    not_reached        what it depends on is not known or not answered

    `reason` is a sentence for the inspector, empty where the question is plainly asked.
    `rests_on` names the facts and questions that decide; `waits_for` those among them
    that are still open, so that answering them would settle it.
    """

    question: str
    kind: StateKind
    reason: str = ""
    rests_on: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()

    @property
    def applies(self) -> bool:
        return self.kind in ("asked_answered", "asked_unanswered", "declined")


States = Mapping[str, QuestionState]


def find_states(form: Form, facts: Facts, entries: Entries) -> dict[str, QuestionState]:
    """The state of every question of a case, in the order asked.

    Raises AnswerError for facts or answers that have no meaning in this form.
    """
    check_facts(form, facts)
    check_choices(form, entries)
    case = _Case(form, facts, entries)
    for name in form.order:
        case.states[name] = case.state_of(name)
    return {name: case.states[name] for name in form.by_id}


class _Case:
    """One case while its states are found; each question after those it depends on."""

    def __init__(self, form: Form, facts: Facts, entries: Entries) -> None:
        self.form = form
        self.facts = facts
        self.entries = entries
        self.states: dict[str, QuestionState] = {}
        self.verdicts: dict[str, bool | None] = {}

    def state_of(self, name: str) -> QuestionState:
        rules = self.form.rules[name]
        verdicts = [self.verdict(rule) for rule in rules]
        if False in verdicts:
            return self.ruled_out(name, rules[verdicts.index(False)])
        undecided = [
            rule for rule, says in zip(rules, verdicts, strict=True) if says is None
        ]
        if undecided:
            return self.undecided(name, undecided)
        entry = self.entries.get(name, Entry())
        if entry.declined:
            because = entry.declined_because.strip()
            reason = (
                f"Declined: {because}" if because else "Declined, without a reason."
            )
            return QuestionState(name, "declined", reason)
        answered = entry.value is not None
        return QuestionState(name, "asked_answered" if answered else "asked_unanswered")

    def verdict(self, rule: Condition) -> bool | None:
        """What a condition says; many questions share one."""
        if rule.text not in self.verdicts:
            self.verdicts[rule.text] = decide(rule, self.operand)
        return self.verdicts[rule.text]

    def ruled_out(self, name: str, rule: Condition) -> QuestionState:
        rests_on = deciding_names(rule, self.operand)
        told = " and ".join(f"“{self.told(item)}”" for item in rests_on)
        reason = f"Does not apply, because of {told}."
        return QuestionState(name, "does_not_apply", reason, rests_on)

    def undecided(self, name: str, rules: list[Condition]) -> QuestionState:
        """Open while an answer or a fact could settle it; else as what it follows from."""
        rests_on = tuple(
            dict.fromkeys(
                item for rule in rules for item in deciding_names(rule, self.operand)
            )
        )
        waits_for = tuple(item for item in rests_on if self.is_open(item))
        if waits_for:
            reason = " ".join(self.wait(item) for item in waits_for)
            return QuestionState(name, "not_reached", reason, rests_on, waits_for)
        for item in rests_on:
            if self.states[item].kind == "does_not_apply":
                reason = f"Does not apply, because “{self.label(item)}” does not apply."
                return QuestionState(name, "does_not_apply", reason, rests_on)
        declined = " and ".join(f"“{self.label(item)}”" for item in rests_on)
        reason = f"Not reached, because {declined} cannot be judged."
        return QuestionState(name, "not_reached", reason, rests_on)

    def is_open(self, name: str) -> bool:
        """A fact that is not known, or a question that can still be answered."""
        if name not in self.states:
            return True
        state = self.states[name]
        return state.kind == "asked_unanswered" or bool(state.waits_for)

    def wait(self, name: str) -> str:
        if name in self.states:
            return f"Depends on the answer to “{self.label(name)}”."
        return f"Depends on “{self.label(name)}”, which is not known of this case."

    def operand(self, name: str) -> Operand:
        """What a fact, or an answer that counts, is; as arrays of one value."""
        codes = self.form.codes[name]
        at = self.value(name, codes)
        known = np.array([at is not None])
        values = np.array([0.0 if at is None else at])
        return Operand(values, known, None if codes is None else dict(codes))

    def value(self, name: str, codes: Mapping[str, int] | None) -> float | None:
        """The number of a fact, or the place of a value among those that it can have."""
        if name not in self.states:
            fact = self.facts.get(name)
            if codes is None:
                return number_of_fact(fact)
            return codes[str(fact)] if fact else None
        if self.states[name].kind != "asked_answered":
            return None
        assert codes is not None
        return codes[str(self.entries[name].value)]

    def told(self, name: str) -> str:
        """A fact or an answer in words: its label and what it is."""
        return f"{self.label(name)}: {self.words(name)}"

    def label(self, name: str) -> str:
        if name in self.states:
            return self.form.question(name).short.text()
        return self.form.framework.file.facts[name].label.text()

    def words(self, name: str) -> str:
        if self.value(name, self.form.codes[name]) is None:
            return "not answered" if name in self.states else "not known"
        if name in self.states:
            value = self.entries[name].value
            answers = self.form.framework.answers_to(self.form.question(name))
            return next(item.label.text() for item in answers if item.id == value)
        fact, known = self.form.framework.file.facts[name], self.facts[name]
        if fact.values:
            return next(item.label.text() for item in fact.values if item.id == known)
        return f"{number_of_fact(known):.15g} {fact.unit}".strip()
