"""A framework as a tree to read: domains, standards, key questions, prompts, guidance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from probata.standards.framework import Framework, Question, Standard
from probata.standards.origin import Sourced

Node = dict[str, Any]
SIGN = {"positive": "+", "negative": "-", "neutral": "0"}


def outline_framework(framework: Framework, language: str = "en") -> Node:
    """The framework as nested records, in one language."""
    header, file = framework.file.framework, framework.file
    return {
        "framework": header.id,
        "title": header.title.text(language),
        "version": header.version,
        "valid_from": header.valid_from.isoformat(),
        "valid_to": header.valid_to.isoformat() if header.valid_to else None,
        "languages": list(header.languages),
        "sha256": framework.sha256,
        "sources": dict(header.sources),
        "facts": [
            {
                "id": name,
                "label": fact.label.text(language),
                "values": list(fact.ids),
                "unit": fact.unit,
            }
            for name, fact in file.facts.items()
        ],
        "domains": [
            {
                "id": domain.id,
                "title": domain.title.text(language),
                "standards": [
                    _standard(framework, item, language)
                    for item in file.standards
                    if item.domain == domain.id
                ],
            }
            for domain in file.domains
        ],
        "ratings": file.ratings and file.ratings.model_dump(mode="json", by_alias=True),
    }


def _rule(framework: Framework, item: Standard) -> str | None:
    rule = framework.ratings.rule_of(item.id)
    return rule.id if rule else None


def _standard(framework: Framework, item: Standard, language: str) -> Node:
    return {
        "id": item.id,
        "number": item.number,
        "title": item.title.text(language),
        "rated": item.rated,
        "rule": _rule(framework, item),
        "assessed": item.assessed,
        "published": item.published,
        **_origin(item),
        "key_questions": [
            {
                "title": question.title.text(language),
                "outcome": question.outcome,
                **_question(framework, question, language),
                "prompts": [
                    _question(framework, prompt, language)
                    for prompt in framework.prompts_of(question.id)
                ],
                "supplementary": _supplementary(framework, question.id, language),
            }
            for question in framework.key_questions_of(item.id)
        ],
        "supplementary": _supplementary(framework, item.id, language),
    }


def _supplementary(framework: Framework, under: str, language: str) -> list[Node]:
    found = framework.supplementary_under(under)
    return [_question(framework, item, language) for item in found]


def _question(framework: Framework, item: Question, language: str) -> Node:
    guidance = framework.guidance_for(item.id)
    return {
        "id": item.id,
        "label": item.short.text(language),
        "text": item.text.text(language),
        "asked_of": item.asked_of,
        "applies_when": item.applies_when,
        "applies_confidence": item.applies_confidence or item.confidence,
        "answers": [
            {
                "id": answer.id,
                "label": answer.label.text(language),
                "polarity": answer.polarity,
            }
            for answer in framework.answers_to(item)
        ],
        "guidance": guidance
        and {"version": guidance.version, "text": guidance.text.text(language)},
        **_origin(item),
    }


def _origin(item: Sourced) -> Node:
    return {"source": item.source, "confidence": item.confidence, "note": item.note}


def outline_lines(tree: Node) -> Iterator[str]:
    """The tree as indented lines."""
    until = f" to {tree['valid_to']}" if tree["valid_to"] else ", in force"
    yield tree["title"]
    yield (
        f"{tree['framework']}, version {tree['version']}, valid from "
        f"{tree['valid_from']}{until}"
    )
    if tree["facts"]:
        yield ""
        yield "Facts of a case"
    for fact in tree["facts"]:
        values = ", ".join(fact["values"]) or f"a number of {fact['unit']}"
        yield f"  {fact['id']}: {fact['label']} ({values})"
    for domain in tree["domains"]:
        yield ""
        yield domain["title"]
        for standard in domain["standards"]:
            yield from _standard_lines(standard)
    if tree["ratings"]:
        yield ""
        yield from _rating_lines(tree["ratings"])
    yield ""
    yield "Answers: + positive, - negative, 0 neither."


def _standard_lines(standard: Node) -> Iterator[str]:
    rule = f" by {standard['rule']}" if standard["rule"] else ""
    flags = [f"rated{rule}" if standard["rated"] else "not rated"]
    flags += [f"not {name}" for name in ("assessed", "published") if not standard[name]]
    number = f"{standard['number']} " if standard["number"] else ""
    yield (
        f"  {number}{standard['title']} [{standard['id']}: {', '.join(flags)}; "
        f"{standard['confidence']}]"
    )
    for question in standard["key_questions"]:
        outcome = ", outcome" if question["outcome"] else ""
        yield f"    {question['title']}{outcome}: {question['text']}"
        yield from _details(question, 6)
        for prompt in question["prompts"]:
            yield f"      - {prompt['text']}"
            yield from _details(prompt, 8)
        yield from _extra_lines(question, 6)
    yield from _extra_lines(standard, 4)


def _rating_lines(ratings: Node) -> Iterator[str]:
    yield "Ratings"
    grades = [f"{item['id']} {item['points']}" for item in ratings["grades"]]
    yield f"  points: {', '.join(grades)}"
    for rule in ratings["rules"]:
        parts = [rule["kind"], *_band_words(rule["bands"], "%")]
        if rule["kind"] == "bands":
            parts.append(f"{rule['combine']} of the key questions")
            digits = rule["round_to"]
            parts.append(
                "not rounded"
                if digits is None
                else f"rounded to {digits} decimals before"
            )
        if rule["discretion"]:
            parts.append(f"a panel may decide within {rule['discretion']:g} points")
        yield f"  {rule['id']}: {', '.join(parts)} ({rule['confidence']})"
    if overall := ratings["overall"]:
        kind = overall["kind"]
        scale = [f"{overall['scale']} of points"] if overall["bands"] else []
        parts = [kind, *scale, *_band_words(overall["bands"], "")]
        if overall["leave_out"]:
            parts.append(f"without {', '.join(overall['leave_out'])}")
        yield f"  overall: {', '.join(parts)} ({overall['confidence']})"


def _band_words(bands: list[Node], unit: str) -> list[str]:
    return [
        f"{band['grade']} from {band['from']:g}{unit}"
        if band["from"] is not None
        else f"{band['grade']} above {band['above']:g}{unit}"
        for band in bands[1:]
    ]


def _extra_lines(above: Node, indent: int) -> Iterator[str]:
    for item in above["supplementary"]:
        yield f"{' ' * indent}- supplementary: {item['text']}"
        yield from _details(item, indent + 2)


def _details(question: Node, indent: int) -> Iterator[str]:
    space = " " * indent
    answers = ", ".join(
        f"{answer['id']} {SIGN[answer['polarity']]}" for answer in question["answers"]
    )
    unit = ", once a unit" if question["asked_of"] == "unit" else ""
    yield f"{space}[{question['id']}: {answers}{unit}; {question['confidence']}]"
    if question["applies_when"]:
        sure = question["applies_confidence"]
        yield f"{space}asked when {question['applies_when']} ({sure})"
    if question["guidance"]:
        yield f"{space}guidance {question['guidance']['version']}"
