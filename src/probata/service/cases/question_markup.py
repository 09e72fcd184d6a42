"""The markup of a question, made once for each form and then only filled in.

A page of twelve prompts has some 40 kB, of which a save or a reload changes a few words.
The template runs once with marks in the places of those words; `fill` puts words there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from django.template.loader import get_template

from probata.service.fieldwork.frameworks import form_of

_MARK = re.compile("\x02([a-z_:0-9A-Z-]+)\x03")


def fill(parts: tuple[str, ...], values: Mapping[str, str]) -> str:
    """The markup with `values`, which are markup already, at their marks."""
    return "".join(
        part if index % 2 == 0 else values.get(part, "")
        for index, part in enumerate(parts)
    )


@lru_cache(maxsize=2000)
def question_parts(sha256: str, question: str) -> tuple[str, ...]:
    """Markup and marks of one question in turn, beginning and ending with markup."""
    form = form_of(sha256)
    item = form.question(question)
    context = {
        "question": item,
        "answers": form.framework.answers_to(item),
        "is_key": question == form.section_of(question).id,
        "mark": lambda name: f"\x02{name}\x03",
    }
    text = get_template("cases/question.html").template.render(context)
    return tuple(_MARK.split(text))
