"""What was changed after an assessment had been signed, and whether each change says why.

changed_answers(assessment, entries) -> question -> what stood before
reasons_for_change_missing(form, entries, changed, scope) -> what is missing
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from probata.assessment.answers import Entry
from probata.assessment.completion import Missing, sections_in
from probata.assessment.form import Form
from probata.assessment.log_events import entry_of
from probata.service.cases.models import Assessment, Event


def changed_answers(
    assessment: Assessment, entries: Mapping[str, Entry]
) -> dict[str, Entry]:
    """The answers that stood when the assessment was last opened again, and stand no more.

    Nothing for an assessment that was never opened again.
    """
    if assessment.reopened_at is None:
        return {}
    before = _entries_when_opened(assessment)
    nothing = Entry()
    return {
        name: before.get(name, nothing)
        for name, entry in entries.items()
        if _judgement(entry) != _judgement(before.get(name, nothing))
    }


def _judgement(entry: Entry) -> Entry:
    return replace(entry, change_reason="")


def _entries_when_opened(assessment: Assessment) -> dict[str, Entry]:
    events = Event.objects.filter(assessment=assessment)
    opened = events.filter(kind="unlocked").order_by("-number").first()
    if opened is None:
        return {}
    saved = events.filter(kind="answer_saved", number__lt=opened.number)
    return {
        event.question: entry_of(event.body)
        for event in saved.order_by("number")
        if event.body is not None
    }


def reasons_for_change_missing(
    form: Form, entries: Mapping[str, Entry], changed: Mapping[str, Entry], scope: str
) -> Iterator[Missing]:
    """Changed answers of a scope that say nothing of why, or only what an earlier change said."""
    for section in sections_in(form, scope):
        for name in section.ids:
            if name not in changed:
                continue
            told = entries[name].change_reason.strip()
            if not told or told == changed[name].change_reason.strip():
                short = form.question(name).short.text()
                yield Missing(name, f"Say why “{short}” was changed after signing")
