"""Which facts of a framework a case list gives, and how, as a file declares it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from probata.cohort.rules_file import Mark
from probata.cohort.vocabulary import Vocabulary, fits, say_allowed
from probata.conditions import ConditionError, parse_condition
from probata.declarations import (
    Declared,
    Place,
    build_declared,
    read_declaration,
    suggest,
)
from probata.errors import DeclarationError

Found = tuple[Place, str, str]


class CaseFactsHeader(Declared):
    """Which declaration this is, and the framework whose facts it gives.

    `keep` are names of the case list that are kept of each case beside the facts, because
    allocation or a report needs them; nothing else of a list is kept.
    """

    id: str
    title: str
    framework: str
    source: str
    keep: tuple[str, ...] = ()


class ValueRule(Declared):
    """A value of a fact, and the cases that have it."""

    is_: str = Field(alias="is")
    when: str


class FactRule(Declared):
    """How a fact follows from the list: by conditions in their order, or as a number.

    The first condition that holds gives the value; `otherwise` is that of the cases for
    which none holds. A condition that a missing value leaves open leaves the fact unknown.
    """

    values: tuple[ValueRule, ...] = ()
    otherwise: str | None = None
    number: str | None = None
    mark: Mark
    note: str = ""


class CaseFactsFile(Declared):
    """The declaration."""

    case_facts: CaseFactsHeader
    facts: dict[str, FactRule] = {}


def read_case_facts(path: Path, names: Vocabulary) -> CaseFactsFile:
    """Read it, checked against the names that a case list and its rules give.

    Raises DeclarationError with every fault.
    """
    declaration = read_declaration(path)
    file = build_declared(CaseFactsFile, declaration)
    found = [*_kept(file, names)]
    for name, rule in file.facts.items():
        found += _rule(("facts", name), rule, names)
    if found:
        faults = [declaration.fault(place, *words) for place, *words in found]
        raise DeclarationError(f"{declaration.path}: cannot be used.", faults)
    return file


def _kept(file: CaseFactsFile, names: Vocabulary) -> Iterator[Found]:
    for name in file.case_facts.keep:
        if name not in names:
            problem = f"`{name}` is no fact of a case list."
            yield (("case_facts", "keep"), problem, suggest(name, names))


def _rule(place: Place, rule: FactRule, names: Vocabulary) -> Iterator[Found]:
    if (rule.number is None) == (not rule.values):
        yield (place, "needs either `values` or `number`.", "Give one of the two.")
    if rule.number is not None and names.get(rule.number, ()) is not None:
        numbers = [name for name, codes in names.items() if codes is None]
        problem = f"`{rule.number}` is no number of a case list."
        yield ((*place, "number"), problem, suggest(rule.number, numbers))
    for at, value in enumerate(rule.values):
        where: Place = (*place, "values", at, "when")
        try:
            condition = parse_condition(value.when)
        except ConditionError as error:
            yield (where, f"{error}.", "")
            continue
        for name in sorted(condition.names - set(names)):
            yield (where, f"`{name}` is no fact of a case list.", suggest(name, names))
        for name, constant in condition.comparisons:
            if name in names and not fits(constant, names[name]):
                allowed = say_allowed(names[name])
                problem = f"`{name}` can never be `{constant}`."
                yield (where, problem, f"It may be {allowed}.")
