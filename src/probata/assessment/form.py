"""A framework compiled into the form of one case: sections, routing, what follows from what.

compile_form(framework) -> Form
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from probata.conditions import Condition
from probata.standards.framework import (
    Framework,
    Prompt,
    Question,
    Standard,
)
from probata.standards.framework_rules import check_framework
from probata.standards.reach import codes_of, rules_of
from probata.standards.routing_rules import depends, parse_all
from probata.standards.wording import Words


@dataclass(frozen=True)
class Section:
    """What stands on one page: a key question after its prompts, with what goes under it.

    `id` is the key question's, or the standard's for supplementary questions that stand
    under no key question. A key question that is asked once a unit is not in `questions`.
    """

    id: str
    standard: str
    title: Words
    questions: tuple[Question, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(item.id for item in self.questions)


@dataclass(frozen=True)
class Form:
    """The form of one case under one version of a framework; it never changes.

    `rules` are the conditions that must all hold for a question to be asked, its key
    question's first; `codes` the values that a fact or an answer may have (None: a
    number); `order` names each question after those it depends on.
    """

    framework: Framework = field(repr=False)
    sections: tuple[Section, ...] = field(repr=False)
    rules: Mapping[str, tuple[Condition, ...]] = field(repr=False)
    codes: Mapping[str, Mapping[str, int] | None] = field(repr=False)
    order: tuple[str, ...] = field(repr=False)
    by_id: Mapping[str, Question] = field(repr=False)
    followers: Mapping[str, tuple[str, ...]] = field(repr=False)

    @property
    def framework_id(self) -> str:
        return self.framework.id

    @property
    def version(self) -> str:
        return self.framework.file.framework.version

    @property
    def sha256(self) -> str:
        """The hash of the framework file, to which an assessment is pinned."""
        return self.framework.sha256

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of a case, in the order asked."""
        return tuple(self.by_id.values())

    @property
    def standards(self) -> tuple[Standard, ...]:
        """The standards that have a section."""
        used = {section.standard for section in self.sections}
        return tuple(item for item in self.framework.file.standards if item.id in used)

    def __contains__(self, question: object) -> bool:
        return question in self.by_id

    def question(self, name: str) -> Question:
        """A question of a case by its id. Raises KeyError."""
        return self.by_id[name]

    def section(self, name: str) -> Section:
        """A section by its id. Raises KeyError."""
        for section in self.sections:
            if section.id == name:
                return section
        raise KeyError(name)

    def section_of(self, question: str) -> Section:
        """The section in which a question stands. Raises KeyError."""
        for section in self.sections:
            if question in section.ids:
                return section
        raise KeyError(question)

    def sections_of(self, standard: str) -> tuple[Section, ...]:
        return tuple(item for item in self.sections if item.standard == standard)

    def prompts_of(self, key_question: str) -> tuple[Prompt, ...]:
        """The prompts under a key question that are asked of a case."""
        found = self.framework.prompts_of(key_question)
        return tuple(item for item in found if item.id in self.by_id)

    def depends_on(self, question: str) -> frozenset[str]:
        """The facts and questions that the routing of a question names."""
        return frozenset().union(*(rule.names for rule in self.rules[question]))

    def affects(self, name: str) -> tuple[str, ...]:
        """Every question that may come or go when a fact or an answer changes.

        Directly or through others, in the order asked; none for a name that no routing
        rests on.
        """
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            for follower in self.followers.get(waiting.pop(), ()):
                if follower not in reached:
                    reached.add(follower)
                    waiting.append(follower)
        return tuple(item for item in self.by_id if item in reached)


def compile_form(framework: Framework) -> Form:
    """The form of a framework, for as many cases as there are.

    Raises DeclarationError with every fault of a framework that is not sound, such as
    questions that wait for one another in a circle.
    """
    file = framework.file
    check_framework(file, framework.declaration)
    sections = tuple(_sections(framework))
    by_id = {item.id: item for section in sections for item in section.questions}
    conditions, _ = parse_all(file)
    rules = {
        name: tuple(rules_of(file, item, conditions)) for name, item in by_id.items()
    }
    graph = depends(file, conditions)
    order = TopologicalSorter({name: graph.get(name, set()) for name in by_id})
    followers: dict[str, list[str]] = {}
    for name, held in rules.items():
        for rests_on in sorted(frozenset().union(*(rule.names for rule in held))):
            followers.setdefault(rests_on, []).append(name)
    return Form(
        framework=framework,
        sections=sections,
        rules=rules,
        codes={name: codes_of(file, name) for name in (*file.facts, *by_id)},
        order=tuple(order.static_order()),
        by_id=by_id,
        followers={name: tuple(found) for name, found in followers.items()},
    )


def _sections(framework: Framework) -> Iterator[Section]:
    """A section for each key question, then one for what stands under the standard alone."""
    for standard in framework.file.standards:
        for question in framework.key_questions_of(standard.id):
            below = framework.supplementary_under(question.id)
            found = (*framework.prompts_of(question.id), *below, question)
            yield from _section(question.id, standard, question.title, found)
        beside = framework.supplementary_under(standard.id)
        yield from _section(standard.id, standard, standard.title, beside)


def _section(
    name: str, standard: Standard, title: Words, found: tuple[Question, ...]
) -> Iterator[Section]:
    asked = tuple(item for item in found if item.asked_of == "case")
    if asked:
        yield Section(name, standard.id, title, asked)
