"""What must hold between the parts of a framework; every fault with its line."""

from __future__ import annotations

from collections.abc import Iterator

from probata.conditions import Condition, ConditionError, parse_condition
from probata.declarations import Declaration, Place, suggest
from probata.errors import DeclarationError
from probata.standards.framework import FrameworkFile


def check_framework(file: FrameworkFile, declaration: Declaration) -> None:
    """Raise DeclarationError with all faults of meaning in a framework."""
    found = [*_duplicates(file), *_dangling(file), *_scales(file)]
    conditions, unread = _conditions(file)
    found += unread
    found += _routing(file, conditions)
    if found:
        faults = [declaration.fault(place, *words) for place, *words in found]
        raise DeclarationError(f"{declaration.path}: cannot be used.", faults)


Found = tuple[Place, str, str]


def _duplicates(file: FrameworkFile) -> Iterator[Found]:
    seen: dict[str, str] = dict.fromkeys(file.facts, "a fact")
    for part in ("domains", "standards", "key_questions", "prompts"):
        for index, item in enumerate(getattr(file, part)):
            if item.id in seen:
                yield (
                    (part, index, "id"),
                    f"the id `{item.id}` is already that of {seen[item.id]}.",
                    "Give each part an id of its own.",
                )
            seen[item.id] = f"one of the {part.replace('_', ' ')}"


def _dangling(file: FrameworkFile) -> Iterator[Found]:
    links = (
        ("standards", "domain", {item.id for item in file.domains}),
        ("key_questions", "standard", {item.id for item in file.standards}),
        ("prompts", "key_question", {item.id for item in file.key_questions}),
        ("key_questions", "answers", set(file.answers)),
        ("prompts", "answers", set(file.answers)),
        ("standards", "source", set(file.framework.sources)),
        ("key_questions", "source", set(file.framework.sources)),
        ("prompts", "source", set(file.framework.sources)),
    )
    for part, key, known in links:
        for index, item in enumerate(getattr(file, part)):
            value = getattr(item, key)
            if value not in known:
                yield (
                    (part, index, key),
                    f"`{value}` is not a declared {key.replace('_', ' ')}.",
                    suggest(value, sorted(known)),
                )


def _scales(file: FrameworkFile) -> Iterator[Found]:
    for name, answers in file.answers.items():
        ids = [answer.id for answer in answers]
        for repeated in sorted({item for item in ids if ids.count(item) > 1}):
            yield (
                ("answers", name),
                f"the answer `{repeated}` stands twice.",
                "Remove one of the two.",
            )
        if not any(answer.polarity == "positive" for answer in answers):
            yield (
                ("answers", name),
                "no answer is positive.",
                "Mark the answer that counts as meeting the standard.",
            )


def _conditions(
    file: FrameworkFile,
) -> tuple[dict[str, Condition], list[Found]]:
    parsed: dict[str, Condition] = {}
    faults: list[Found] = []
    for index, prompt in enumerate(file.prompts):
        if prompt.applies_when is None:
            continue
        try:
            parsed[prompt.id] = parse_condition(prompt.applies_when)
        except ConditionError as error:
            faults.append((("prompts", index, "applies_when"), f"{error}.", ""))
    return parsed, faults


def _routing(file: FrameworkFile, conditions: dict[str, Condition]) -> Iterator[Found]:
    answers = {item.id: _answer_ids(file, item.answers) for item in file.prompts}
    answers |= {item.id: _answer_ids(file, item.answers) for item in file.key_questions}
    answers |= {name: set(fact.values) for name, fact in file.facts.items()}
    for index, prompt in enumerate(file.prompts):
        place: Place = ("prompts", index, "applies_when")
        condition = conditions.get(prompt.id)
        if condition is None:
            continue
        for name in sorted(condition.names - set(answers)):
            yield (place, f"`{name}` is no fact or prompt.", suggest(name, answers))
        for name, value in condition.comparisons:
            if name in answers and value not in answers[name]:
                yield (
                    place,
                    f"`{name}` can never be `{value}`, so this cannot be reached.",
                    suggest(str(value), sorted(answers[name])),
                )
        if circle := _circle(prompt.id, conditions):
            yield (
                place,
                f"goes round in a circle: {' -> '.join(circle)}.",
                "Break the circle.",
            )


def _answer_ids(file: FrameworkFile, scale: str) -> set[str]:
    return {answer.id for answer in file.answers.get(scale, ())}


def _circle(start: str, conditions: dict[str, Condition]) -> list[str]:
    """The path from a prompt back to itself through what it depends on, if any."""
    paths = [[start]]
    seen: set[str] = set()
    while paths:
        path = paths.pop()
        depends = conditions.get(path[-1])
        for name in sorted(depends.names) if depends else ():
            if name == start:
                return [*path, start]
            if name not in seen:
                seen.add(name)
                paths.append([*path, name])
    return []
