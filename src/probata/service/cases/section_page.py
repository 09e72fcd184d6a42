"""The page of a key question: its questions filled in, the guidance beside them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template
from django.utils import timezone
from markupsafe import Markup, escape

from probata.assessment.answers import Entry
from probata.assessment.form import Section
from probata.assessment.guidance import guidance_in_force
from probata.service.cases.case_state import CaseState
from probata.service.cases.question_markup import fill, question_parts
from probata.service.cases.save_answer import Conflicted
from probata.service.fieldwork.frameworks import later_guidance
from probata.service.pages import clock
from probata.standards.framework import Guidance


@dataclass(frozen=True)
class Trouble:
    """What kept the answer of a plain form from being saved: words, or another answer."""

    words: str = ""
    conflict: Conflicted | None = None
    sent: Entry | None = None
    base: int = 0


def questions_markup(
    state: CaseState, section: Section, troubles: Mapping[str, Trouble]
) -> Markup:
    """Every question of a section with what stands, or with what could not be saved."""
    filled = [
        fill(
            question_parts(state.assessment.framework_id, name),
            _values(state, name, troubles.get(name)),
        )
        for name in section.ids
    ]
    return Markup("".join(filled))


def _values(state: CaseState, name: str, trouble: Trouble | None) -> dict[str, str]:
    stands = state.answers.get(name)
    entry = state.entries.get(name, Entry())
    base = stands.version if stands else 0
    if trouble and trouble.sent is not None:
        entry, base = trouble.sent, trouble.base
    now = state.states[name]
    wanted = state.reasons.get(name)
    values = {
        "kind": now.kind,
        "hidden": "" if now.applies else " hidden",
        "reason_hidden": " hidden" if now.applies else "",
        "reason": str(escape("" if now.applies else now.reason)),
        "base": str(base),
        "note": str(escape(entry.note)),
        "because": str(escape(entry.declined_because)),
        "because_hidden": "" if entry.declined else " hidden",
        "reasoning": str(escape(entry.reasoning)),
        "reasoning_hidden": "" if wanted or entry.reasoning else " hidden",
        "reasoning_words": str(escape(wanted.words)) if wanted else "",
        "change": str(escape(entry.change_reason)),
        "change_hidden": "" if name in state.changed else " hidden",
        "status": f"Saved at {clock(stands.at)}" if stands else "",
    }
    if entry.declined:
        values["checked:__declined"] = " checked"
    elif entry.value is not None:
        values[f"checked:{entry.value}"] = " checked"
    if trouble:
        values |= _trouble_values(state, name, trouble)
    return values


def _trouble_values(state: CaseState, name: str, trouble: Trouble) -> dict[str, str]:
    context = {"name": name, "trouble": trouble, "words_of": words_of(state, name)}
    text = get_template("cases/trouble.html").template.render(context)
    return {"error": text, "error_class": " govuk-form-group--error", "status": ""}


def words_of(state: CaseState, name: str) -> Any:
    """A function that puts an entry to a question into words."""
    answers = state.form.framework.answers_to(state.form.question(name))
    labels = {item.id: item.label.text() for item in answers}

    def words(entry: Entry) -> str:
        if entry.declined:
            return "Cannot be judged"
        return labels[entry.value] if entry.value is not None else "Not answered"

    return words


def section_guidance(
    state: CaseState, section: Section, on: datetime.date | None = None
) -> list[tuple[str, str, Guidance]]:
    """(question id, its short name, the guidance in force) for the panel."""
    today = on or timezone.localdate()
    later = later_guidance(state.assessment.framework_id)
    found = []
    for question in section.questions:
        guidance = guidance_in_force(state.form, question.id, today, later)
        if guidance is not None:
            found.append((question.id, question.short.text(), guidance))
    return found


def changed_questions(state: CaseState, section: Section) -> list[dict[str, Any]]:
    """For the page's script: how each question of the section stands after a save."""
    told = []
    for name in section.ids:
        now = state.states[name]
        wanted = state.reasons.get(name)
        told.append(
            {
                "question": name,
                "kind": now.kind,
                "applies": now.applies,
                "reason": now.reason,
                "reasoning": wanted.words if wanted else "",
                "changed": name in state.changed,
            }
        )
    return told
