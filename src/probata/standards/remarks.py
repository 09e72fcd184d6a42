"""What is allowed in a framework and still worth a look: things unused, things that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from probata.declarations import Finding, Place
from probata.errors import Fault
from probata.standards.framework import Framework, FrameworkFile
from probata.standards.origin import Sourced
from probata.standards.reach import is_vacuous
from probata.standards.routing_rules import parse_all
from probata.standards.wording_rules import find_words


def find_remarks(framework: Framework) -> tuple[Fault, ...]:
    """Every remark with its line, in the order of the file."""
    declaration = framework.declaration
    found = sorted(
        [
            *_unused(framework.file),
            *_thin(framework.file),
            *_vacuous(framework.file),
            *_untranslated(framework.file),
        ],
        key=lambda finding: declaration.line(finding[0]),
    )
    return tuple(declaration.fault(*finding) for finding in found)


def _unused(file: FrameworkFile) -> Iterator[Finding]:
    questions = [item for _, _, item in file.questions()]
    conditions, _ = parse_all(file)
    named = {name for condition in conditions.values() for name in condition.names}
    used = {
        "answers": {item.answers for item in questions},
        "facts": named,
        "domains": {item.domain for item in file.standards},
    }
    for name in file.answers:
        if name not in used["answers"]:
            yield ("answers", name), f"no question uses the answers `{name}`.", ""
    for name in file.facts:
        if name not in used["facts"]:
            yield ("facts", name), f"no condition uses the fact `{name}`.", ""
    for index, domain in enumerate(file.domains):
        if domain.id not in used["domains"]:
            yield ("domains", index), f"no standard is in the domain `{domain.id}`.", ""
    yield from _unused_sources(file)


def _unused_sources(file: FrameworkFile) -> Iterator[Finding]:
    items: list[Sourced] = [*file.standards, *file.guidance]
    items += [item for _, _, item in file.questions()]
    if file.ratings is not None:
        items += file.ratings.rules
        items += [file.ratings.overall] if file.ratings.overall else []
    used = {item.source for item in items}
    for name in file.framework.sources:
        if name not in used:
            place: Place = ("framework", "sources", name)
            yield place, f"nothing names the source `{name}`.", ""


def _thin(file: FrameworkFile) -> Iterator[Finding]:
    """A standard that is assessed, by no question and by no judgement."""
    asked = {item.standard for item in file.key_questions}
    for index, standard in enumerate(file.standards):
        rule = file.ratings.rule_of(standard.id) if file.ratings else None
        if standard.interview:
            continue
        if standard.assessed and standard.id not in asked and rule is None:
            yield (
                ("standards", index),
                f"`{standard.id}` has no key question, and no rule rates it.",
                "Add one, or set assessed = false.",
            )


def _vacuous(file: FrameworkFile) -> Iterator[Finding]:
    conditions, _ = parse_all(file)
    for part, index, item in file.questions():
        if is_vacuous(file, item, conditions):
            yield (
                (part, index, "applies_when"),
                f"this holds in every case, so `{item.id}` is always asked.",
                "Leave the condition out, or correct it.",
            )


def _untranslated(file: FrameworkFile) -> Iterator[Finding]:
    for language in file.framework.languages:
        lacking = [
            place
            for place, words in find_words(file)
            if language not in words.languages
        ]
        if lacking:
            yield (
                lacking[0],
                f"no words in `{language}`, here and in {len(lacking) - 1} other places.",
                "English stands in for them.",
            )
