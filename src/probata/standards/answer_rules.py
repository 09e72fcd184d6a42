"""What must hold for answers and facts: each scale usable, each standard judged."""

from __future__ import annotations

from collections.abc import Iterator

from probata.declarations import Finding, Place
from probata.standards.framework import FrameworkFile


def answer_findings(file: FrameworkFile) -> Iterator[Finding]:
    """Each fault: its place, the problem, what to do."""
    yield from _scales(file)
    yield from _facts(file)
    yield from _units(file)


def _scales(file: FrameworkFile) -> Iterator[Finding]:
    judging = _judging(file)
    for name, answers in file.answers.items():
        ids = [answer.id for answer in answers]
        yield from _repeated(("answers", name), "answer", ids)
        labels = [answer.label.text() for answer in answers]
        yield from _repeated(("answers", name), "label", labels)
        if len(answers) < 2:
            yield (
                ("answers", name),
                "a question needs two answers or more.",
                "Declare each answer that can be given.",
            )
        positive = any(answer.polarity == "positive" for answer in answers)
        if name in judging and not positive:
            yield (
                ("answers", name),
                "no answer is positive.",
                "Mark the answer that counts as meeting the standard.",
            )
        for index, answer in enumerate(answers):
            if answer.id in ("", *MISSING):
                yield (
                    ("answers", name, index),
                    f"`{answer.id}` cannot be the id of an answer.",
                    "It is the mark of a missing value in data files.",
                )


def _judging(file: FrameworkFile) -> set[str]:
    """The sets of answers that judge something; what is asked in an interview need not."""
    talks = {item.id for item in file.standards if item.interview}
    said = {item.answers for item in file.supplementary if item.under in talks}
    others = {
        item.answers
        for _, _, item in file.questions()
        if getattr(item, "under", "") not in talks
    }
    return set(file.answers) - (said - others)


# The codes of missing values in assessment data; an answer of that name would be lost.
MISSING = (
    *("not_asked", "not_applicable", "not_answered"),
    *("unknown", "declined", "not_reached"),
)


def _repeated(place: Place, kind: str, names: list[str]) -> Iterator[Finding]:
    for repeated in sorted({item for item in names if names.count(item) > 1}):
        yield place, f"the {kind} `{repeated}` stands twice.", "Change one of the two."


def _facts(file: FrameworkFile) -> Iterator[Finding]:
    for name, fact in file.facts.items():
        place: Place = ("facts", name)
        if bool(fact.values) == bool(fact.unit):
            yield (
                place,
                f"`{name}` needs either `values` or, for a number, a `unit`.",
                "Give one of the two.",
            )
        if len(fact.values) == 1:
            yield place, f"`{name}` has one value only.", "Declare each that can occur."
        yield from _repeated(place, "value", list(fact.ids))
        labels = [value.label.text() for value in fact.values]
        yield from _repeated(place, "label", labels)


def _units(file: FrameworkFile) -> Iterator[Finding]:
    """What is asked once a unit cannot depend on a case, nor hold what is asked of one."""
    of = {item.id: item.asked_of for item in file.key_questions}
    for part, index, item in file.questions():
        if item.asked_of == "unit" and item.applies_when is not None:
            yield (
                (part, index, "applies_when"),
                f"`{item.id}` is asked once a unit, so no fact of a case can decide.",
                'Drop the condition, or ask it of the "case".',
            )
    for index, prompt in enumerate(file.prompts):
        above = of.get(prompt.key_question, prompt.asked_of)
        if prompt.asked_of != above:
            yield (
                ("prompts", index),
                (
                    f"`{prompt.id}` is asked of the {prompt.asked_of}, its key "
                    f"question of the {above}."
                ),
                "Ask both of the same.",
            )
