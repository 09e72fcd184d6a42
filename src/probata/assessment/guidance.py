"""The guidance an inspector has beside a question on a day, to be stamped on the answer.

Guidance is versioned apart from the questions: while an assessment stays pinned to its
framework, an inspectorate may publish `later` guidance to the same questions.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from probata.assessment.form import Form
from probata.standards.framework import Guidance


def guidance_in_force(
    form: Form, question: str, on: datetime.date, later: Sequence[Guidance] = ()
) -> Guidance | None:
    """The guidance to a question on a day: the last that is valid from then or before.

    Of two from the same day the later published counts. None where there is none yet.
    """
    valid = [
        item
        for item in (*form.framework.file.guidance, *later)
        if item.question == question and item.valid_from <= on
    ]
    return max(reversed(valid), key=lambda item: item.valid_from, default=None)


def guidance_stamp(
    form: Form, question: str, on: datetime.date, later: Sequence[Guidance] = ()
) -> str:
    """The version of the guidance in force, for the answer's record; empty without any."""
    found = guidance_in_force(form, question, on, later)
    return found.version if found else ""
