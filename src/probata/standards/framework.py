"""An inspection framework as data: domains, standards, key questions, prompts, answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from probata.declarations import Declaration, Declared
from probata.standards.origin import Confidence, Sourced
from probata.standards.rating import UNRATED, Ratings
from probata.standards.wording import Words

Polarity = Literal["positive", "negative", "neutral"]
AskedOf = Literal["case", "unit"]
# With whom an interview is held; empty for what is judged from the case.
InterviewWith = Literal["", "practitioner", "supervised_person"]


def _as_several(given: Any) -> Any:
    return (given,) if isinstance(given, str) else given


# One id, or several where parts of an earlier version were joined.
Earlier = Annotated[
    tuple[str, ...],
    BeforeValidator(_as_several, json_schema_input_type=str | tuple[str, ...]),
]


class Answer(Declared):
    """One answer to a question; `neutral` counts neither for nor against.

    `was` names the answer, or answers, of the version before that this one continues.
    """

    id: str
    label: Words
    polarity: Polarity
    was: Earlier = ()


class FactValue(Declared):
    id: str
    label: Words


class Fact(Declared):
    """Something known of a case before it is judged, on which applicability may rest.

    Either one of `values`, or a number in `unit`.
    """

    label: Words
    values: tuple[FactValue, ...] = ()
    unit: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(value.id for value in self.values)


class Domain(Declared):
    id: str
    title: Words
    was: Earlier = ()


class Standard(Sourced):
    """What good looks like. Rated, assessed and published are three separate things.

    With `interview` it is a part of the form instead: what one person said about the case,
    asked by supplementary questions; nothing of it is judged or rated.
    """

    id: str
    domain: str
    title: Words
    number: str = ""
    text: Words | None = None
    rated: bool
    assessed: bool = True
    published: bool = True
    interview: InterviewWith = ""
    was: Earlier = ()


class Question(Sourced):
    """What key questions, prompts and supplementary questions have in common.

    `applies_when` is a condition (see `probata.conditions`) on facts of the case and on
    answers to other questions; a question without one is asked in every case.
    `applies_confidence` says how sure that rule is, where it differs from the question.
    """

    id: str
    label: Words | None = None
    text: Words
    answers: str = "yes_no"
    asked_of: AskedOf = "case"
    applies_when: str | None = None
    applies_confidence: Confidence | None = None
    was: Earlier = ()

    @property
    def short(self) -> Words:
        """What tables print: the label, or the whole question where there is none."""
        return self.label or self.text


class KeyQuestion(Question):
    """A question that a standard is judged by. `outcome`: studies explain its answer."""

    standard: str
    title: Words
    outcome: bool = False


class Prompt(Question):
    """A narrower question under a key question, which helps to answer it."""

    key_question: str


class Supplementary(Question):
    """A question outside the standards, reported though never rated; `under` places it."""

    under: str


class Guidance(Sourced):
    """What an assessor reads beside a question; versioned apart from the question."""

    question: str
    version: str
    valid_from: datetime.date
    text: Words


class Header(Declared):
    """Which framework this is. Ids are data: they change between versions."""

    id: str
    title: Words
    version: str
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    languages: tuple[str, ...] = ("en",)
    note: str = ""
    sources: dict[str, str] = Field(min_length=1)


class FrameworkFile(Declared):
    """The shape of a framework file."""

    framework: Header
    facts: dict[str, Fact] = Field(default_factory=dict)
    answers: dict[str, tuple[Answer, ...]] = Field(default_factory=dict)
    domains: tuple[Domain, ...] = Field(min_length=1)
    standards: tuple[Standard, ...] = Field(min_length=1)
    key_questions: tuple[KeyQuestion, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    supplementary: tuple[Supplementary, ...] = ()
    guidance: tuple[Guidance, ...] = ()
    ratings: Ratings | None = None

    def questions(self) -> Iterator[tuple[str, int, Question]]:
        """(table, index in it, question) of every question, in the order of the file."""
        for part, items in (
            ("key_questions", self.key_questions),
            ("prompts", self.prompts),
            ("supplementary", self.supplementary),
        ):
            for index, item in enumerate(items):
                yield part, index, item


@dataclass(frozen=True)
class Framework:
    """A checked framework."""

    file: FrameworkFile
    sha256: str
    declaration: Declaration

    @property
    def id(self) -> str:
        return self.file.framework.id

    @property
    def ratings(self) -> Ratings:
        """The rating rules; none at all where the framework is not rated."""
        return self.file.ratings or UNRATED

    def question(self, name: str) -> Question:
        return next(item for _, _, item in self.file.questions() if item.id == name)

    def answers_to(self, question: Question) -> tuple[Answer, ...]:
        return self.file.answers[question.answers]

    def key_questions_of(self, standard: str) -> tuple[KeyQuestion, ...]:
        return tuple(
            item for item in self.file.key_questions if item.standard == standard
        )

    def prompts_of(self, key_question: str) -> tuple[Prompt, ...]:
        return tuple(
            item for item in self.file.prompts if item.key_question == key_question
        )

    def supplementary_under(self, name: str) -> tuple[Supplementary, ...]:
        return tuple(item for item in self.file.supplementary if item.under == name)

    def guidance_for(
        self, question: str, on: datetime.date | None = None
    ) -> Guidance | None:
        """The guidance to a question in force on a day; the latest without a day."""
        found = [
            item
            for item in self.file.guidance
            if item.question == question and (on is None or item.valid_from <= on)
        ]
        return max(found, key=lambda item: item.valid_from, default=None)
