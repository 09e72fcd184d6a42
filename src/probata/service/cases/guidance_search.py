"""Finds words in the guidance in force on the questions of a case.

find_guidance(form, later, words, on) -> what holds all the words, in the order asked
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from probata.assessment.form import Form, Section
from probata.assessment.guidance import guidance_in_force
from probata.standards.framework import Guidance, Question

LONGEST = 200  # characters that are searched for


@dataclass(frozen=True)
class FoundGuidance:
    """Guidance to one question, with the words that were searched for marked."""

    section: Section
    question: Question
    guidance: Guidance
    paragraphs: tuple[Markup, ...]


def find_guidance(
    form: Form, later: Sequence[Guidance], words: str, on: datetime.date
) -> list[FoundGuidance]:
    """All of it without words. Words count in any order, wherever in the text or question."""
    wanted = words[:LONGEST].casefold().split()
    found = []
    for section in form.sections:
        for question in section.questions:
            guidance = guidance_in_force(form, question.id, on, later)
            if guidance is None:
                continue
            text = guidance.text.text()
            whole = f"{question.text.text()}\n{text}".casefold()
            if all(word in whole for word in wanted):
                marked = tuple(_mark(part, wanted) for part in text.split("\n\n"))
                found.append(FoundGuidance(section, question, guidance, marked))
    return found


def _mark(text: str, wanted: list[str]) -> Markup:
    if not wanted:
        return escape(text)
    pattern = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE)
    parts, at = [], 0
    for match in pattern.finditer(text):
        parts.append(escape(text[at : match.start()]))
        parts.append(Markup("<mark>{}</mark>").format(match[0]))
        at = match.end()
    parts.append(escape(text[at:]))
    return Markup("").join(parts)
