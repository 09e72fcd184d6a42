"""Gives each case of a cohort the facts that a framework asks for.

make_case_facts(file, facts, selection) -> CaseFacts
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.cohort.case_facts_file import CaseFactsFile, FactRule
from probata.cohort.facts import Facts, fact_texts
from probata.cohort.select_cases import Selection, decide_condition
from probata.conditions import Operand
from probata.errors import DeclarationError, Fault
from probata.standards.framework import Fact


@dataclass(frozen=True)
class CaseFacts:
    """Facts and kept names of the cases of a cohort, in the order of the list.

    `rows` (m,) are places in the list; `facts` and `kept` hold a text for each case, empty
    where it is not known. `unmatched` are facts of the framework that nothing declares.
    """

    rows: NDArray[np.intp]
    facts: Mapping[str, list[str]]
    kept: Mapping[str, list[str]]
    unmatched: tuple[str, ...]

    def unknown(self) -> dict[str, int]:
        """How many cases lack each fact, where any does."""
        counts = {name: texts.count("") for name, texts in self.facts.items()}
        return {name: count for name, count in counts.items() if count}


def make_case_facts(
    file: CaseFactsFile, asked: Mapping[str, Fact], selection: Selection
) -> CaseFacts:
    """Facts of the chosen cases. `asked` are those of the framework.

    A rule for a fact that this version of the framework does not ask is left out. Raises
    DeclarationError for a value that the framework does not have.
    """
    faults = [
        Fault(f"facts.{name}", f"`{value}` is no value of it in the framework.")
        for name, rule in file.facts.items()
        for value in _values(rule)
        if name in asked and value not in asked[name].ids
    ]
    if faults:
        title = file.case_facts.title
        raise DeclarationError(f"{title}: does not fit the framework.", faults)
    rows = np.flatnonzero(selection.chosen)
    given = {name: _at(operand, rows) for name, operand in selection.facts.items()}
    facts = {
        name: _texts(file.facts[name], given, len(rows))
        if name in file.facts
        else [""] * len(rows)
        for name in asked
    }
    kept = {name: fact_texts(given[name]) for name in file.case_facts.keep}
    unmatched = tuple(name for name in asked if name not in file.facts)
    return CaseFacts(rows, facts, kept, unmatched)


def _values(rule: FactRule) -> list[str]:
    values = [value.is_ for value in rule.values]
    return values if rule.otherwise is None else [*values, rule.otherwise]


def _at(operand: Operand, rows: NDArray[np.intp]) -> Operand:
    return Operand(operand.values[rows], operand.known[rows], operand.codes)


def _texts(rule: FactRule, given: Facts, n: int) -> list[str]:
    if rule.number is not None:
        return fact_texts(given[rule.number])
    texts = np.full(n, rule.otherwise or "", dtype=object)
    settled = np.zeros(n, dtype=bool)
    for value in rule.values:
        verdict = decide_condition(value.when, given.__getitem__)
        texts[~settled & ~verdict.known] = ""
        texts[~settled & verdict.true] = value.is_
        settled |= verdict.true | ~verdict.known
    return [str(text) for text in texts]
