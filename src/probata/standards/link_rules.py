"""Ids and what refers to them: names, repeats, references into nothing."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator
from typing import Any

from probata.declarations import Finding, Place, suggest
from probata.standards.framework import FrameworkFile

PARTS = ("domains", "standards", "key_questions", "prompts", "supplementary")


def link_findings(file: FrameworkFile) -> Iterator[Finding]:
    """Each fault: its place, the problem, what to do."""
    yield from _names(file)
    yield from _repeats(file)
    yield from _references(file)
    yield from _guidance(file)
    yield from _crosswalk(file)


def _names(file: FrameworkFile) -> Iterator[Finding]:
    """Ids become names in conditions and columns in data."""
    places: list[tuple[Place, str]] = [(("facts", name), name) for name in file.facts]
    for part in PARTS:
        for index, item in enumerate(getattr(file, part)):
            places.append(((part, index, "id"), item.id))
    for place, name in places:
        if not name.isidentifier() or keyword.iskeyword(name) or name == "missing":
            yield (
                place,
                f"`{name}` cannot be an id.",
                "Use letters, digits and _, beginning with a letter.",
            )


def _repeats(file: FrameworkFile) -> Iterator[Finding]:
    seen: dict[str, str] = dict.fromkeys(file.facts, "a fact")
    for part in PARTS:
        for index, item in enumerate(getattr(file, part)):
            if item.id in seen:
                yield (
                    (part, index, "id"),
                    f"the id `{item.id}` is already that of {seen[item.id]}.",
                    "Give each part an id of its own.",
                )
            seen[item.id] = f"one of the {part.replace('_', ' ')}"


def _references(file: FrameworkFile) -> Iterator[Finding]:
    standards = {item.id for item in file.standards}
    key_questions = {item.id for item in file.key_questions}
    questions = ("key_questions", "prompts", "supplementary")
    known: list[tuple[str, str, Iterable[str]]] = [
        ("standards", "domain", [item.id for item in file.domains]),
        ("key_questions", "standard", standards),
        ("prompts", "key_question", key_questions),
        ("supplementary", "under", standards | key_questions),
        *((part, "answers", file.answers) for part in questions),
        *((part, "source", file.framework.sources) for part in SOURCED),
    ]
    for part, key, names in known:
        for index, item in enumerate(getattr(file, part)):
            value = getattr(item, key)
            if value not in set(names):
                yield (part, index, key), *_unknown(value, key, names)


SOURCED = ("standards", "key_questions", "prompts", "supplementary", "guidance")


def _unknown(value: str, key: str, names: Iterable[str]) -> tuple[str, str]:
    kind = "standard or key question" if key == "under" else key.replace("_", " ")
    return f"`{value}` is not a declared {kind}.", suggest(value, sorted(names))


def _guidance(file: FrameworkFile) -> Iterator[Finding]:
    names = [item.id for _, _, item in file.questions()]
    seen: set[tuple[Any, ...]] = set()
    for index, item in enumerate(file.guidance):
        if item.question not in names:
            yield (
                ("guidance", index, "question"),
                *_unknown(item.question, "question", names),
            )
        for key in ("version", "valid_from"):
            mark = (item.question, key, getattr(item, key))
            if mark in seen:
                yield (
                    ("guidance", index, key),
                    f"`{item.question}` has guidance of this {key} already.",
                    "Each version of a guidance text has its own number and day.",
                )
            seen.add(mark)


def _crosswalk(file: FrameworkFile) -> Iterator[Finding]:
    for part in PARTS:
        for index, item in enumerate(getattr(file, part)):
            if item.id in item.was and len(item.was) == 1:
                yield (
                    (part, index, "was"),
                    f"`{item.id}` is said to have been `{item.id}`.",
                    "`was` is for an id that changed; leave it out.",
                )
