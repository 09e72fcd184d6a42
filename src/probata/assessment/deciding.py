"""What a condition says of one case, and the facts and answers that it rests on."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace

from probata.conditions import Condition, Operand, evaluate_condition

# What a name stands for in one case: arrays of one value.
OperandOf = Callable[[str], Operand]


def decide(condition: Condition, operand: OperandOf) -> bool | None:
    """True or False, None where a value that matters is missing."""
    verdict = evaluate_condition(condition, operand)
    return bool(verdict.true[0]) if verdict.known[0] else None


def deciding_names(condition: Condition, operand: OperandOf) -> tuple[str, ...]:
    """The names that the verdict rests on, in the order of the condition's text.

    Where one part is enough (an `and` that fails, an `or` that holds) it is the first
    such part; for an undecided condition they are the names whose values are missing.
    """

    def rest(node: ast.expr) -> Iterator[str]:
        if isinstance(node, ast.BoolOp):
            yield from parts_that_decide(node)
        elif isinstance(node, ast.UnaryOp):
            yield from rest(node.operand)
        else:
            named = node.args[0] if isinstance(node, ast.Call) else node
            name = named.left if isinstance(named, ast.Compare) else named
            assert isinstance(name, ast.Name)
            yield name.id

    def parts_that_decide(node: ast.BoolOp) -> Iterator[str]:
        says = decide(replace(condition, tree=node), operand)
        alike = [
            part
            for part in node.values
            if decide(replace(condition, tree=part), operand) is says
        ]
        one_is_enough = says is isinstance(node.op, ast.Or)
        for part in alike[:1] if one_is_enough else alike:
            yield from rest(part)

    return tuple(dict.fromkeys(rest(condition.tree)))
