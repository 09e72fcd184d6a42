"""Publishes guidance to a question after its framework; what is published does not change.

publish_guidance(framework_id, ..., at=) -> LaterGuidance
"""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction

from probata.errors import AnswerError, Fault
from probata.service.fieldwork.frameworks import form_of, later_guidance
from probata.service.fieldwork.models import FrameworkVersion, LaterGuidance

LONGEST_TEXT = 20_000  # characters


def publish_guidance(
    framework_id: str,
    *,
    question: str,
    version: str,
    valid_from: str,
    text: str,
    source: str,
    at: datetime.datetime,
    today: datetime.date,
) -> LaterGuidance:
    """Publish it; answers saved from its day on carry its version.

    Raises AnswerError with every fault. It cannot be in force from a day that is over, as
    answers of that day are stamped already.
    """
    framework = FrameworkVersion.objects.get(pk=framework_id)
    given = {
        name: value.replace("\0", "").replace("\r\n", "\n").strip()
        for name, value in (
            ("question", question),
            ("version", version),
            ("text", text),
            ("source", source),
        )
    }
    day = _day(valid_from)
    faults = _faults(framework_id, given)
    if day is None or day < today:
        faults.append(Fault("valid_from", "Give today or a later day, as 2026-11-24."))
    if faults or day is None:
        raise AnswerError("The guidance was not published.", faults)
    try:
        with transaction.atomic():
            return LaterGuidance.objects.create(
                framework=framework, valid_from=day, published_at=at, **given
            )
    except IntegrityError:
        # Somebody else published it at the same moment.
        raise AnswerError("The guidance was not published.", [_TAKEN]) from None


_TAKEN = Fault("version", "This version of it is published already.")


def _day(words: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(words.strip())
    except ValueError:
        return None


def _faults(framework_id: str, given: dict[str, str]) -> list[Fault]:
    form = form_of(framework_id)
    faults = []
    if given["question"] not in form:
        faults.append(Fault("question", "Choose a question."))
    if not 0 < len(given["version"]) <= 50:
        faults.append(Fault("version", "Give a version, such as 1.2."))
    elif given["version"] in _versions(framework_id, given["question"]):
        faults.append(_TAKEN)
    if not 0 < len(given["text"]) <= LONGEST_TEXT:
        words = f"Give the text, of {LONGEST_TEXT:,} characters at the most."
        faults.append(Fault("text", words))
    if not 0 < len(given["source"]) <= 300:
        faults.append(Fault("source", "Say who decided it, in 300 characters."))
    return faults


def _versions(framework_id: str, question: str) -> set[str]:
    file = form_of(framework_id).framework.file
    known = (*file.guidance, *later_guidance(framework_id))
    return {item.version for item in known if item.question == question}
