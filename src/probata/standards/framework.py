"""An inspection framework as data: domains, standards, key questions, prompts, answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from probata.declarations import Declaration, Declared

Polarity = Literal["positive", "negative", "neutral"]
Confidence = Literal["stated", "verified", "recalled", "proposed"]


class Answer(Declared):
    """One answer a prompt can be given; `neutral` counts neither for nor against."""

    id: str
    label: str
    polarity: Polarity


class Fact(Declared):
    """Something known of a case before it is judged, on which applicability may rest."""

    label: str
    values: tuple[str, ...] = Field(min_length=2)


class Domain(Declared):
    id: str
    title: str


class Standard(Declared):
    """What good looks like. Rated, assessed and published are three separate things."""

    id: str
    domain: str
    title: str
    rated: bool
    assessed: bool = True
    published: bool = True
    source: str
    confidence: Confidence


class KeyQuestion(Declared):
    id: str
    standard: str
    title: str
    text: str
    answers: str = "yes_no"
    source: str
    confidence: Confidence


class Prompt(Declared):
    """A question under a key question.

    `applies_when` is a condition (see `probata.conditions`) on facts of the case and on
    answers to other prompts; a prompt without one is asked in every case.
    """

    id: str
    key_question: str
    text: str
    answers: str = "yes_no"
    applies_when: str | None = None
    source: str
    confidence: Confidence


class Header(Declared):
    """Which framework this is. Ids are data: they change between versions."""

    id: str
    title: str
    version: str
    valid_from: str
    valid_to: str = ""
    language: str = "en-GB"
    sources: dict[str, str]


class FrameworkFile(Declared):
    """The shape of a framework file."""

    framework: Header
    facts: dict[str, Fact] = Field(default_factory=dict)
    answers: dict[str, tuple[Answer, ...]]
    domains: tuple[Domain, ...] = Field(min_length=1)
    standards: tuple[Standard, ...] = Field(min_length=1)
    key_questions: tuple[KeyQuestion, ...] = ()
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True)
class Framework:
    """A checked framework."""

    file: FrameworkFile
    sha256: str
    declaration: Declaration

    def prompts_of(self, key_question: str) -> tuple[Prompt, ...]:
        return tuple(
            item for item in self.file.prompts if item.key_question == key_question
        )
