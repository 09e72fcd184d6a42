"""In which order variables can be worked out, since some follow from others."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from probata.conditions import ConditionError, parse_condition
from probata.dataset.codebook import Codebook, Variable


def named_in(text: str) -> frozenset[str]:
    """The variables that a condition names; none where it cannot be parsed."""
    try:
        return parse_condition(text).names
    except ConditionError:
        return frozenset()


def sources_of(variable: Variable) -> frozenset[str]:
    """The variables that a derived one follows from."""
    if variable.derive is None:
        return frozenset()
    names = frozenset(variable.derive.count_positive)
    return names.union(*(named_in(case.when) for case in variable.derive.cases))


def needs_of(variable: Variable) -> frozenset[str]:
    """The variables that must be known before this one: derivation and routing."""
    routing = variable.applies_when
    return sources_of(variable) | (named_in(routing) if routing else frozenset())


def needs(
    declared: Mapping[str, Variable], banded_from: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """What each variable needs, banded ones needing their interval variable."""
    found = {name: needs_of(variable) for name, variable in declared.items()}
    return found | {band: frozenset({name}) for band, name in banded_from.items()}


def reading_order(codebook: Codebook) -> list[str]:
    """All variables, each after those that it needs."""
    graph = needs(codebook.declared, codebook.banded_from)
    return list(TopologicalSorter(graph).static_order())


def find_cycle(graph: Mapping[str, frozenset[str]]) -> list[str]:
    """Variables that wait for one another, the first named again at the end; or none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        # graphlib walks from a needed variable to the one in need; readers go back.
        return [str(name) for name in reversed(error.args[1])]
    return []
