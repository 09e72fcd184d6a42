"""The codebook of an assessment data set, from its framework.

    assessment_codebook(framework) -> CodebookFile

One row a case: who and where, the facts on which routing rests, then each key question
with its prompts and supplementary questions. What is asked once a unit is not in it.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from probata.conditions import parse_condition
from probata.dataset.codebook import (
    MISSING_REASONS,
    Category,
    CodebookFile,
    CodebookHeader,
    Role,
    Variable,
)
from probata.declarations import Place
from probata.errors import DeclarationError
from probata.standards.framework import (
    Fact,
    Framework,
    KeyQuestion,
    Prompt,
    Question,
)

DESIGN: dict[str, Variable] = {
    "case_id": Variable(label="Case reference (pseudonym)", type="id", required=True),
    "record_source": Variable(
        label="Where the record comes from",
        type="categorical",
        role="design",
        optional=True,
        categories=(
            Category(id="synthetic", label="Made up"),
            Category(id="inspection", label="A case inspection"),
        ),
    ),
    "framework_version": Variable(
        label="Version of the framework", type="text", role="design", optional=True
    ),
    "guidance_version": Variable(
        label="Version of the guidance", type="text", role="design", optional=True
    ),
    "region": Variable(label="Region", type="text", role="design", optional=True),
    "delivery_unit": Variable(label="Delivery unit", type="text", role="design"),
    "inspector": Variable(label="Inspector (pseudonym)", type="text", role="design"),
}


def assessment_codebook(framework: Framework, partial: bool = False) -> CodebookFile:
    """Every variable of the framework's assessments, checked and ready to write.

    `partial`: for a file that holds some of the questions, among other columns.
    Raises DeclarationError where an id of the framework is that of a design variable.
    """
    variables = {**DESIGN}
    variables |= {name: _fact(fact) for name, fact in framework.file.facts.items()}
    for question in _in_order(framework):
        variables[question.id] = _question(framework, question)
    _refuse_clashes(framework)
    if partial:
        variables = {
            name: item.model_copy(update={"optional": True, "required": False})
            for name, item in variables.items()
        }
    header = framework.file.framework
    return CodebookFile(
        codebook=CodebookHeader(
            title=f"Case assessments: {header.title}",
            description=(
                f"One row a case. Made from the framework {header.id}, version "
                f"{header.version} (sha256 {framework.sha256[:16]})."
            ),
            source=f"Framework {header.id}",
            missing={"": "unknown", **{reason: reason for reason in MISSING_REASONS}},
            extra_columns="ignore" if partial else "error",
        ),
        variables=variables,
    )


def _refuse_clashes(framework: Framework) -> None:
    """No question or fact may take the name of a design variable."""
    places: list[tuple[str, Place]] = [
        (name, ("facts", name)) for name in framework.file.facts
    ]
    places += [
        (item.id, (part, index, "id"))
        for part, index, item in framework.file.questions()
    ]
    faults = [
        framework.declaration.fault(
            place,
            f"`{name}` is the name of a column that every assessment data set has.",
            "Give it another id.",
        )
        for name, place in places
        if name in DESIGN
    ]
    if faults:
        raise DeclarationError(
            f"{framework.declaration.path}: no codebook can be made.", faults
        )


def _in_order(framework: Framework) -> Iterator[Question]:
    """Key questions by standard, each before its prompts; those asked of a case only."""
    for standard in framework.file.standards:
        for question in framework.key_questions_of(standard.id):
            below = framework.supplementary_under(question.id)
            asked = (question, *framework.prompts_of(question.id), *below)
            yield from (item for item in asked if item.asked_of == "case")
        for item in framework.supplementary_under(standard.id):
            if item.asked_of == "case":
                yield item


def _fact(fact: Fact) -> Variable:
    if not fact.values:
        return Variable(
            label=fact.label.text(),
            type="interval",
            role="characteristic",
            unit=fact.unit,
        )
    return Variable(
        label=fact.label.text(),
        type="categorical",
        role="characteristic",
        categories=tuple(
            Category(id=value.id, label=value.label.text()) for value in fact.values
        ),
    )


def _question(framework: Framework, question: Question) -> Variable:
    answers = framework.answers_to(question)
    key = isinstance(question, KeyQuestion)
    negative = [item.id for item in answers if item.polarity == "negative"]
    return Variable(
        label=_label(framework, question),
        type="categorical",
        role=_role(question),
        question=question.text.text(),
        note=question.note,
        categories=tuple(
            Category(id=item.id, label=item.label.text(), polarity=item.polarity)
            for item in answers
        ),
        reference=negative[0] if key and negative else None,
        applies_when=_applies_when(framework, question),
    )


def _role(question: Question) -> Role:
    if isinstance(question, KeyQuestion):
        return "outcome" if question.outcome else "key_question"
    return "prompt" if isinstance(question, Prompt) else "other"


def _label(framework: Framework, question: Question) -> str:
    """A key question goes by its title, with its standard's where others share it."""
    if not isinstance(question, KeyQuestion):
        return question.short.text()
    if question.label:
        return question.label.text()
    titles = Counter(item.title.text() for item in framework.file.key_questions)
    title = question.title.text()
    if titles[title] == 1:
        return title
    standard = next(
        item for item in framework.file.standards if item.id == question.standard
    )
    return f"{standard.title}: {title[:1].lower()}{title[1:]}"


def _applies_when(framework: Framework, question: Question) -> str | None:
    """A prompt is asked where its key question is, and its own condition holds."""
    own = question.applies_when
    if not isinstance(question, Prompt):
        return own
    above = framework.question(question.key_question).applies_when
    if above is None or own is None:
        return own or above
    return f"{_bracketed(above)} and {_bracketed(own)}"


def _bracketed(condition: str) -> str:
    tree = parse_condition(condition).tree
    either = isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.Or)
    return f"({condition})" if either else condition
