"""Reads a save from what a browser sent: the script's JSON, or an ordinary form."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from probata.assessment.answers import LONGEST_NOTE, Entry
from probata.service.cases.case_state import CaseState
from probata.service.cases.save_answer import Save

# Read beyond the limit, so that the form can say how long the text is.
_Text = Annotated[str, Field(max_length=25 * LONGEST_NOTE)]
DECLINED = "__declined"


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(max_length=100)]
    base: Annotated[int, Field(ge=0, le=2_000_000_000)]
    operation: uuid.UUID
    value: Annotated[str, Field(max_length=100)] | None
    note: _Text = ""
    because: _Text = ""
    reasoning: _Text = ""
    change: _Text = ""


class BadSave(ValueError):
    """What was sent is no save at all."""


def read_json_save(body: bytes) -> Save:
    """A save as the page's script sends it. Raises BadSave."""
    try:
        sent = _Sent.model_validate_json(body)
    except ValidationError as error:
        problems = {".".join(map(str, item["loc"])) for item in error.errors()}
        raise BadSave(f"Not a save: {', '.join(sorted(problems))}") from None
    entry = _entry(sent.value, sent.note, sent.because, sent.reasoning, sent.change)
    return Save(sent.question, sent.base, entry, sent.operation)


def _entry(
    value: str | None, note: str, because: str, reasoning: str, change: str
) -> Entry:
    """Line ends as the screen shows them, whichever way they were sent."""
    texts = [
        text.replace("\r\n", "\n").replace("\r", "\n")
        for text in (note, because, reasoning, change)
    ]
    declined = value == DECLINED
    return Entry(None if declined else value or None, texts[0], declined, *texts[1:])


def read_form_saves(
    state: CaseState, names: tuple[str, ...], sent: Mapping[str, Any]
) -> list[Save]:
    """The saves of an ordinary form: one for each question whose entry has changed.

    Each gets an operation id of its own from that of the page and what is sent, so that a
    form sent twice is saved once. What a form does not name, because it was cut short or
    made by hand, stays as it stands. Raises BadSave.
    """
    nothing = Entry()
    try:
        page = uuid.UUID(sent.get("operation", ""))
        saves = [
            _form_save(page, name, sent, state.entries.get(name, nothing))
            for name in names
        ]
    except ValueError:
        raise BadSave("Not a page of this service") from None
    return [
        save
        for save in saves
        if save.entry != state.entries.get(save.question, nothing)
    ]


def _form_save(
    page: uuid.UUID, name: str, sent: Mapping[str, Any], stands: Entry
) -> Save:
    entry = _entry(
        sent.get(f"value-{name}", DECLINED if stands.declined else stands.value),
        sent.get(f"note-{name}", stands.note),
        sent.get(f"because-{name}", stands.declined_because),
        sent.get(f"reasoning-{name}", stands.reasoning),
        sent.get(f"change-{name}", stands.change_reason),
    )
    base = int(sent.get(f"base-{name}", "0"))
    return Save(name, base, entry, uuid.uuid5(page, f"{name}:{base}:{entry!r}"))
