"""Made-up answers of made-up cases."""

from __future__ import annotations

from probata.assessment.answers import Entry
from probata.assessment.form import Form
from probata.assessment.states import find_states
from probata.service.demo.twin_cases import TwinCase

NOTE = "Made-up evidence: contact log and sentence plan read; nothing here is real."


def prefill(form: Form, case: TwinCase) -> dict[str, Entry]:
    """The answers that the twin has, where the form takes them."""
    found = {}
    for question in form.questions:
        value = case.answers.get(question.id)
        if value in (form.codes[question.id] or {}):
            found[question.id] = Entry(value=value, note=NOTE)
    return found


def answer_wholly(form: Form, case: TwinCase) -> dict[str, Entry]:
    """The twin's answers, and the first answer to everything else that is asked."""
    entries = prefill(form, case)
    for _ in range(len(form.order)):
        states = find_states(form, case.facts, entries)
        asked = [name for name, now in states.items() if now.kind == "asked_unanswered"]
        if not asked:
            break
        first = form.framework.answers_to(form.question(asked[0]))[0]
        entries[asked[0]] = Entry(value=first.id, note=NOTE)
    return entries
