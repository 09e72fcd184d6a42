"""What is still missing from a case, and how each section stands on the task list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from probata.assessment.answers import Entries, Entry
from probata.assessment.form import Form, Section
from probata.assessment.states import States

CASE = "case"  # the scope that is every section

SectionStatus = Literal[
    "not_started", "in_progress", "needs_attention", "completed", "does_not_apply"
]
STATUS_WORDS: dict[SectionStatus, str] = {
    "not_started": "Not started",
    "in_progress": "In progress",
    "needs_attention": "Needs attention",
    "completed": "Completed",
    "does_not_apply": "Does not apply",
}


@dataclass(frozen=True)
class Missing:
    """One thing to do before a section, a standard or the case is complete.

    `name` is the question to go to, or the fact that is not known; `problem` the line of
    an error summary.
    """

    name: str
    problem: str


def find_missing(
    form: Form, states: States, entries: Entries, scope: str = CASE
) -> tuple[Missing, ...]:
    """What is missing from a section or a standard (by its id), or from the whole case.

    Nothing is asked for a question that does not apply, nor for one that waits for
    another: the one it waits for is asked for itself. A fact that is not known is named
    once. An answer that reads oddly beside others is never missing (see `consistency`).
    Raises KeyError for a scope that the form does not have.
    """
    found: dict[str, Missing] = {}
    for section in sections_in(form, scope):
        for name in section.ids:
            for item in _missing(form, states, entries.get(name, Entry()), name):
                found.setdefault(item.name, item)
    return tuple(found.values())


def is_complete(
    form: Form, states: States, entries: Entries, scope: str = CASE
) -> bool:
    """Nothing is missing; what an inspector must have before signing."""
    return not find_missing(form, states, entries, scope)


def sections_in(form: Form, scope: str) -> tuple[Section, ...]:
    """The sections of a scope. Raises KeyError for one that the form does not have."""
    if scope == CASE:
        return form.sections
    if scope in {item.id for item in form.standards}:
        return form.sections_of(scope)
    return (form.section(scope),)


def _missing(form: Form, states: States, entry: Entry, name: str) -> Iterator[Missing]:
    state, question = states[name], form.question(name)
    short = question.short.text()
    if state.kind == "asked_unanswered":
        yield Missing(name, f"Answer “{short}”")
    elif state.kind == "declined" and not entry.declined_because.strip():
        yield Missing(name, f"Say why “{short}” cannot be judged")
    for waited in state.waits_for:
        if waited in form:
            continue
        label = form.framework.file.facts[waited].label.text()
        yield Missing(waited, f"“{label}” is not known of this case")


def find_status(
    form: Form, states: States, entries: Entries, section: str, declared: bool
) -> SectionStatus:
    """How a section stands on the task list. `declared`: the inspector called it complete.

    not_started       nothing has been entered
    in_progress       something has, or all of it, and the inspector has not declared it
    needs_attention   declared complete, but something is missing since, such as a question
                      that applies again because of an answer elsewhere
    completed         declared complete, and nothing is missing
    does_not_apply    no question of it is asked in this case
    """
    names = form.section(section).ids
    if all(states[name].kind == "does_not_apply" for name in names):
        return "does_not_apply"
    if declared:
        missing = find_missing(form, states, entries, section)
        return "needs_attention" if missing else "completed"
    begun = any(
        not entries.get(name, Entry()).is_empty
        for name in names
        if states[name].kind != "does_not_apply"
    )
    return "in_progress" if begun else "not_started"
