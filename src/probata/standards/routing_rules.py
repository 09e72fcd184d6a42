"""What must hold for routing: conditions that can be read, met, and do not go in circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from probata.conditions import (
    Condition,
    ConditionError,
    category_id,
    compared_by_size,
    parse_condition,
)
from probata.declarations import Finding, Place, suggest
from probata.standards.framework import FrameworkFile
from probata.standards.reach import is_reachable


def routing_findings(file: FrameworkFile) -> Iterator[Finding]:
    """Each fault: its place, the problem, what to do."""
    conditions, unread = parse_all(file)
    yield from unread
    wrong: list[Finding] = []
    for part, index, item in file.questions():
        if item.id in conditions:
            place: Place = (part, index, "applies_when")
            wrong += _problems(file, place, conditions[item.id])
    yield from wrong
    circle = find_circle(depends(file, conditions))
    if circle:
        yield (
            _place_of(file, circle[0]),
            f"goes round in a circle: {' -> '.join(circle)}.",
            "Break the circle.",
        )
    if not (unread or wrong or circle):
        yield from _unreachable(file, conditions)


def parse_all(
    file: FrameworkFile,
) -> tuple[dict[str, Condition], list[Finding]]:
    """The condition of each question that has one, and those that cannot be read."""
    parsed: dict[str, Condition] = {}
    faults: list[Finding] = []
    for part, index, item in file.questions():
        if item.applies_when is None:
            continue
        try:
            parsed[item.id] = parse_condition(item.applies_when)
        except ConditionError as error:
            faults.append(((part, index, "applies_when"), f"{error}.", ""))
    return parsed, faults


def depends(
    file: FrameworkFile, conditions: Mapping[str, Condition]
) -> dict[str, set[str]]:
    """Question -> questions that must be answered first; a prompt follows its key question's routing."""
    questions = {item.id for _, _, item in file.questions()}
    graph = {name: set(item.names & questions) for name, item in conditions.items()}
    for prompt in file.prompts:
        above = conditions.get(prompt.key_question)
        if above is not None:
            graph.setdefault(prompt.id, set()).update(above.names & questions)
    return graph


def find_circle(graph: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Questions that wait for one another, beginning and ending with the same; or none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def _place_of(file: FrameworkFile, name: str) -> Place:
    for part, index, item in file.questions():
        if item.id == name:
            return part, index, "applies_when"
    return ()


def _problems(
    file: FrameworkFile, place: Place, condition: Condition
) -> Iterator[Finding]:
    known = _values(file)
    for name in sorted(condition.names - set(known)):
        yield (
            place,
            f"`{name}` is no fact of a case and no question asked of one.",
            suggest(name, known),
        )
    for name, value in condition.comparisons:
        values = known.get(name, frozenset())
        if values is None and isinstance(value, str):
            yield place, f"`{name}` is a number, so `{value}` cannot be its value.", ""
        elif values and category_id(value) not in values:
            yield (
                place,
                f"`{name}` can never be `{value}`, so this cannot be reached.",
                suggest(str(value), sorted(values)),
            )
    for name in compared_by_size(condition):
        if known.get(name):
            yield (
                place,
                f"`{name}` has values without an order, so <, <=, > and >= say nothing.",
                "Use ==, != or in.",
            )


def _values(file: FrameworkFile) -> dict[str, frozenset[str] | None]:
    """What each name of a condition can be; None for a number."""
    known: dict[str, frozenset[str] | None] = {}
    for name, fact in file.facts.items():
        known[name] = frozenset(fact.ids) if fact.values else None
    for _, _, item in file.questions():
        if item.asked_of == "case":
            answers = file.answers.get(item.answers, ())
            known[item.id] = frozenset(answer.id for answer in answers)
    return known


def _unreachable(
    file: FrameworkFile, conditions: Mapping[str, Condition]
) -> Iterator[Finding]:
    for part, index, item in file.questions():
        if item.applies_when is not None and not is_reachable(file, item, conditions):
            yield (
                (part, index, "applies_when"),
                f"no case can meet this, so `{item.id}` is never asked.",
                "Look at what the questions and facts it names depend on in their turn.",
            )
