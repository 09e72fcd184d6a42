"""Whether a question can ever be asked: every combination of facts and answers is tried.

    is_reachable(file, question, conditions) -> bool
    is_vacuous(file, question, conditions) -> bool
    rules_of(file, question, conditions)        the conditions under which it is asked
    codes_of(file, name)                        the values of a fact, or of an answer

Only what the condition names, and what that depends on in turn, is combined. A number is
tried at, between and beyond the limits that conditions set to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from probata.conditions import Bools, Condition, Operand, evaluate_condition
from probata.standards.framework import FrameworkFile, Prompt, Question

# Beyond this many combinations a condition is taken to be reachable, and not vacuous.
MOST = 200_000
Conditions = Mapping[str, Condition]


def is_reachable(file: FrameworkFile, question: Question, found: Conditions) -> bool:
    """Some case, and some answers to earlier questions, lead to the question."""
    grid = _Grid(file, found, _closure(file, question, found))
    return not grid.small or bool(grid.due(question).any())


def is_vacuous(file: FrameworkFile, question: Question, found: Conditions) -> bool:
    """The question's own condition holds in every case of which all facts are known."""
    condition = found.get(question.id)
    grid = _Grid(file, found, _closure(file, question, found))
    if condition is None or not grid.small:
        return False
    verdict = evaluate_condition(condition, grid.operand)
    return bool((verdict.true & verdict.known)[grid.complete()].all())


def rules_of(
    file: FrameworkFile, question: Question, found: Conditions
) -> Iterator[Condition]:
    """The conditions under which a question is asked: its key question's and its own."""
    if isinstance(question, Prompt) and question.key_question in found:
        yield found[question.key_question]
    if question.id in found:
        yield found[question.id]


def codes_of(file: FrameworkFile, name: str) -> dict[str, int] | None:
    """The values that a fact or the answer to a question can have; None for a number."""
    if name in file.facts:
        ids = file.facts[name].ids
    else:
        asked = next(item for _, _, item in file.questions() if item.id == name)
        ids = tuple(answer.id for answer in file.answers[asked.answers])
    return {value: at for at, value in enumerate(ids)} or None


def _closure(
    file: FrameworkFile, question: Question, found: Conditions
) -> tuple[str, ...]:
    """Every name that decides whether the question is asked, directly or not."""
    questions = {item.id: item for _, _, item in file.questions()}
    names: dict[str, None] = {}
    waiting = [question]
    while waiting:
        for condition in rules_of(file, waiting.pop(), found):
            for name in sorted(condition.names - set(names)):
                names[name] = None
                if name in questions:
                    waiting.append(questions[name])
    return tuple(names)


@dataclass
class _Grid:
    """All combinations of the values of some names, one of which is always `no value`."""

    file: FrameworkFile
    found: Conditions
    names: tuple[str, ...]
    _operands: dict[str, Operand] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.questions = {item.id: item for _, _, item in self.file.questions()}
        self.options = [self._options(name) for name in self.names]
        self.small = math.prod(len(item) + 1 for item in self.options) <= MOST

    def _options(self, name: str) -> list[float]:
        if name in self.questions:
            scale = self.file.answers[self.questions[name].answers]
            return [float(index) for index in range(len(scale))]
        fact = self.file.facts[name]
        if fact.values:
            return [float(index) for index in range(len(fact.values))]
        limits = sorted(
            {
                float(value)
                for condition in self.found.values()
                for compared, value in condition.comparisons
                if compared == name
            }
        )
        between = [
            (low + high) / 2 for low, high in zip(limits, limits[1:], strict=False)
        ]
        if not limits:  # asked of by missing() alone
            return [0.0]
        return sorted([limits[0] - 1, *limits, *between, limits[-1] + 1])

    def due(self, question: Question) -> Bools:
        """(combinations,) the question is asked."""
        due: Bools = np.ones(
            math.prod(len(item) + 1 for item in self.options), dtype=bool
        )
        for condition in rules_of(self.file, question, self.found):
            verdict = evaluate_condition(condition, self.operand)
            due &= verdict.true & verdict.known
        return due

    def complete(self) -> Bools:
        """(combinations,) every name has a value."""
        values = np.array([self._values(name) for name in self.names])
        known = ~np.isnan(values)
        return np.asarray(known.all(axis=0), dtype=bool)

    def _values(self, name: str) -> NDArray[np.float64]:
        """(combinations,) the value of a name, NaN for none."""
        at = self.names.index(name)
        before = math.prod(len(item) + 1 for item in self.options[:at])
        after = math.prod(len(item) + 1 for item in self.options[at + 1 :])
        return np.tile(np.repeat([*self.options[at], np.nan], after), before)

    def operand(self, name: str) -> Operand:
        """What a name stands for; the answer to a question that is not asked is unknown."""
        if name not in self._operands:
            values = self._values(name)
            known = ~np.isnan(values)
            if name in self.questions:
                known &= self.due(self.questions[name])
            self._operands[name] = Operand(values, known, codes_of(self.file, name))
        return self._operands[name]
