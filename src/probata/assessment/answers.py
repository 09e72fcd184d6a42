"""What an inspector enters for a question, and what the form does not take."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from probata.assessment.form import Form
from probata.declarations import suggest
from probata.errors import AnswerError, Fault

# About forty pages: more is a pasted file, which belongs in the case record.
LONGEST_NOTE = 100_000

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")

FactOfCase = str | float | None
Facts = Mapping[str, FactOfCase]


@dataclass(frozen=True)
class Entry:
    """What stands for one question, finished or not.

    value             the id of an answer, None while there is none
    note              evidence, in the inspector's words
    declined          the inspector cannot judge this; `declined_because` says why
    reasoning         one sentence on why a key question's answer stands against its prompts
    change_reason     why the answer was changed after the assessment had been signed
    """

    value: str | None = None
    note: str = ""
    declined: bool = False
    declined_because: str = ""
    reasoning: str = ""
    change_reason: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Entry()


Entries = Mapping[str, Entry]


def check_entry(form: Form, question: str, entry: Entry) -> None:
    """Raise AnswerError, with all faults, for an entry that the form can never take.

    What is merely unfinished (no answer yet, declined without a reason) is taken, so
    that it can be saved; `probata.assessment.completion` asks for it.
    """
    faults = list(_choice_faults(form, question, entry))
    for name in ("note", "declined_because", "reasoning", "change_reason"):
        faults += _text_faults(f"question {question}, {name}", getattr(entry, name))
    if faults:
        raise AnswerError("This answer cannot be saved.", faults)


def check_choices(form: Form, entries: Entries) -> None:
    """Raise AnswerError where saved answers are none of this form, with all of them."""
    faults = [
        fault
        for question, entry in entries.items()
        for fault in _choice_faults(form, question, entry)
    ]
    if faults:
        raise AnswerError("These answers belong to another form.", faults)


def _choice_faults(form: Form, question: str, entry: Entry) -> Iterator[Fault]:
    where = f"question {question}"
    if question not in form:
        words = f"{form.framework_id} {form.version} asks no such question of a case."
        yield Fault(where, words, suggest(question, form.by_id))
        return
    known = form.codes[question] or {}
    if entry.value is not None and entry.value not in known:
        words = f"`{entry.value}` is none of its answers."
        yield Fault(where, words, f"Choose one of {', '.join(known)}.")
    if entry.declined and entry.value is not None:
        yield Fault(where, "is answered and declined at once.", "Keep one of the two.")


def _text_faults(where: str, text: str) -> Iterator[Fault]:
    if len(text) > LONGEST_NOTE:
        yield Fault(
            where,
            f"has {len(text):,} characters; {LONGEST_NOTE:,} are the most.",
            "Keep what the judgement rests on, and leave the rest in the case record.",
        )
    if not can_be_stored(text):
        yield Fault(
            where,
            "holds characters that cannot be stored as text.",
            "Type the passage again, or paste it as plain text.",
        )


def can_be_stored(text: str) -> bool:
    """False for the null character and for halves of characters, which no file keeps."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def check_facts(form: Form, facts: Facts) -> None:
    """Raise AnswerError, with all faults, for facts that have no meaning in the form.

    A fact that the framework does not name is no fault: more is known of a case than
    routing asks. None, or an empty text, is a fact that is not known.
    """
    faults = []
    for name, fact in form.framework.file.facts.items():
        value = facts.get(name)
        if value is None or value == "":
            continue
        if fact.values and value not in fact.ids:
            words = f"has a value that is none of {', '.join(fact.ids)}."
            faults.append(Fault(f"fact {name}", words, "Correct the case record."))
        elif not fact.values and number_of_fact(value) is None:
            words = f"is no number of {fact.unit or 'anything'}."
            faults.append(Fault(f"fact {name}", words, "Correct the case record."))
    if faults:
        raise AnswerError("The facts of this case cannot be used.", faults)


def number_of_fact(value: FactOfCase) -> float | None:
    """The number that a fact stands for, None where it is not one."""
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value) else None
    return value if value is not None and math.isfinite(value) else None
