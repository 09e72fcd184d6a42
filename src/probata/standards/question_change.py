"""What changed in a question: its words, answers, routing, place or guidance."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from probata.conditions import parse_condition
from probata.standards.change import Change, Versions, same_words
from probata.standards.framework import (
    Answer,
    Framework,
    KeyQuestion,
    Prompt,
    Question,
    Supplementary,
)

# `==` is `in` a list of one.
SPELLING: dict[type[ast.cmpop], str] = {
    ast.Eq: "in",
    ast.In: "in",
    ast.NotEq: "not in",
    ast.NotIn: "not in",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


def question_changes(
    before: Question, after: Question, versions: Versions
) -> Iterator[Change]:
    """Every change that a reader of a time series of this question should know."""
    yield from _moved(before, after, versions)
    if not same_words(before.text.text(), after.text.text()):
        yield Change("reworded", "with_care", "its words changed.")
    yield from _answers(before, after, versions)
    yield from _routing(before, after, versions)
    yield from _guidance(before, after, versions)


def _parent(question: Question) -> str:
    if isinstance(question, KeyQuestion):
        return question.standard
    if isinstance(question, Prompt):
        return question.key_question
    assert isinstance(question, Supplementary)
    return question.under


def _moved(before: Question, after: Question, versions: Versions) -> Iterator[Change]:
    if before.asked_of != after.asked_of:
        yield Change(
            "moved",
            "not_comparable",
            f"it was asked of the {before.asked_of} and is asked of the {after.asked_of}.",
        )
    if versions.walk.get(_parent(before)) != _parent(after):
        yield Change(
            "moved",
            "comparable",
            f"it stood under `{_parent(before)}` and stands under `{_parent(after)}`; "
            "the question is the same.",
        )


def _answers(before: Question, after: Question, versions: Versions) -> Iterator[Change]:
    old = {answer.id: answer for answer in versions.old.answers_to(before)}
    kept: set[str] = set()
    for answer in versions.new.answers_to(after):
        names = [name for name in answer.was or (answer.id,) if name in old]
        kept.update(names)
        yield from _answer(answer, [old[name] for name in names])
    for name in old:
        if name not in kept:
            yield Change(
                "recoded",
                "not_comparable",
                f"the answer `{name}` is gone, so its cases give another.",
            )


def _answer(answer: Answer, before: list[Answer]) -> Iterator[Change]:
    if not before:
        yield Change(
            "recoded",
            "not_comparable",
            f"the answer `{answer.id}` ({answer.polarity}) is new; it takes cases from "
            "the others.",
        )
    for earlier in before:
        if earlier.polarity != answer.polarity:
            yield Change(
                "recoded",
                "not_comparable",
                f"`{answer.id}` counted as {earlier.polarity} and counts as "
                f"{answer.polarity}.",
            )
        elif earlier.id != answer.id:
            yield Change(
                "recoded",
                "comparable",
                f"the answer `{earlier.id}` is now `{answer.id}`; map the codes.",
            )
        if not same_words(earlier.label.text(), answer.label.text()):
            yield Change(
                "recoded",
                "with_care",
                f"the words of the answer `{answer.id}` changed.",
            )


def _routing(before: Question, after: Question, versions: Versions) -> Iterator[Change]:
    was = _rules(versions.old, before, _Rename(versions))
    now = _rules(versions.new, after, None)
    if was != now:
        yield Change(
            "rerouted",
            "with_care",
            f"it was asked {_when(versions.old, before)} and is asked "
            f"{_when(versions.new, after)}; compare the cases that both versions ask.",
        )
    for name in _facts(versions.old, before):
        old, new = versions.old.file.facts[name], versions.new.file.facts.get(name)
        if new is not None and (set(old.ids) != set(new.ids) or old.unit != new.unit):
            yield Change(
                "rerouted",
                "with_care",
                f"the fact `{name}`, on which it depends, has other values.",
            )


def _conditions(framework: Framework, question: Question) -> list[str]:
    """The conditions under which it is asked: its key question's and its own."""
    found = [question.applies_when]
    if isinstance(question, Prompt):
        found.insert(0, framework.question(question.key_question).applies_when)
    return [item for item in found if item is not None]


def _when(framework: Framework, question: Question) -> str:
    conditions = _conditions(framework, question)
    return f"when {' and '.join(conditions)}" if conditions else "of all"


def _facts(framework: Framework, question: Question) -> list[str]:
    names = {
        name
        for item in _conditions(framework, question)
        for name in parse_condition(item).names
    }
    return sorted(names & set(framework.file.facts))


def _rules(
    framework: Framework, question: Question, rename: _Rename | None
) -> frozenset[str]:
    """The conditions in one spelling: old names renamed, order of parts set aside."""
    found: set[str] = set()
    for item in _conditions(framework, question):
        tree = parse_condition(item).tree
        tree = rename.visit(tree) if rename else tree
        parts = (
            tree.values
            if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And)
            else [tree]
        )
        found.update(_spell(part) for part in parts)
    return frozenset(found)


def _spell(node: ast.expr) -> str:
    if isinstance(node, ast.BoolOp):
        joined = sorted(_spell(part) for part in node.values)
        return f"{type(node.op).__name__}({', '.join(joined)})"
    if isinstance(node, ast.Compare):
        right = node.comparators[0]
        listed = (
            right.elts if isinstance(right, ast.Tuple | ast.List | ast.Set) else [right]
        )
        values = sorted(ast.unparse(item) for item in listed)
        return f"{ast.unparse(node.left)} {SPELLING[type(node.ops[0])]} {values}"
    return ast.unparse(node)


class _Rename(ast.NodeTransformer):
    """Puts the ids of the later version into a condition of the earlier."""

    def __init__(self, versions: Versions) -> None:
        self.walk = versions.walk
        self.answers: dict[str, dict[str, str]] = {
            item.id: {
                earlier: answer.id
                for answer in versions.new.answers_to(item)
                for earlier in answer.was
            }
            for _, _, item in versions.new.file.questions()
        }

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.walk.get(node.id, node.id))

    def visit_Compare(self, node: ast.Compare) -> Any:
        assert isinstance(node.left, ast.Name)
        name = self.walk.get(node.left.id, node.left.id)
        values = self.answers.get(name, {})
        right = [_with_answers(item, values) for item in node.comparators]
        return ast.Compare(ast.Name(name), node.ops, right)


def _with_answers(node: ast.expr, values: dict[str, str]) -> ast.expr:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return ast.Constant(values.get(node.value, node.value))
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return ast.Tuple([_with_answers(item, values) for item in node.elts])
    return node


def _guidance(
    before: Question, after: Question, versions: Versions
) -> Iterator[Change]:
    was = versions.old.guidance_for(before.id)
    now = versions.new.guidance_for(after.id)
    texts = [item.text.text() if item else "" for item in (was, now)]
    if not same_words(*texts):
        yield Change("guidance", "with_care", "assessors read other guidance to it.")
