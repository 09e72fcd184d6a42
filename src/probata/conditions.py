"""A small safe language for conditions on the facts of a case.

`case_type == "post_release" and age >= 18`, `offence in ("Drug", "Property")`,
`not exempt == "yes"`. A name stands for a variable; a missing value makes a
comparison undecided, and undecided answers follow Kleene's three-valued logic
(`false and undecided` is false, `true or undecided` is true).
`missing(name)` is always decided. The same rules serve routing of questions, derived
variables and exclusions.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Verdict:
    """For each case: `true` where the condition holds, `known` where that can be said."""

    true: Bools
    known: Bools

    @property
    def false(self) -> Bools:
        return self.known & ~self.true


@dataclass(frozen=True)
class Operand:
    """What a name stands for: values (n,), which of them are known, and allowed codes.

    `codes` maps category ids to the numbers in `values`; None for an interval variable.
    """

    values: NDArray[Any]
    known: Bools
    codes: dict[str, int] | None = None


class ConditionError(ValueError):
    """The condition is not in the language; the message says what is."""


@dataclass(frozen=True)
class Condition:
    """A parsed condition and the variables it names."""

    text: str
    tree: ast.expr
    names: frozenset[str]
    comparisons: tuple[tuple[str, str | float], ...]


_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
}


def parse_condition(text: str) -> Condition:
    """Parse a condition; raises ConditionError saying what cannot be used."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        raise ConditionError(
            f"`{text}` cannot be read as a condition; write it like "
            '`sex == "female" and age >= 18`'
        ) from None
    names: set[str] = set()
    comparisons: list[tuple[str, str | float]] = []
    _collect(tree, names, comparisons)
    return Condition(text, tree, frozenset(names), tuple(comparisons))


def _collect(
    node: ast.expr, names: set[str], comparisons: list[tuple[str, str | float]]
) -> None:
    if isinstance(node, ast.BoolOp):
        for part in node.values:
            _collect(part, names, comparisons)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        _collect(node.operand, names, comparisons)
    elif isinstance(node, ast.Call):
        names.add(_missing_name(node))
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        if not isinstance(node.left, ast.Name):
            raise ConditionError("a comparison starts with the name of a variable")
        names.add(node.left.id)
        for value in _constants(node.ops[0], node.comparators[0]):
            comparisons.append((node.left.id, value))
    else:
        raise ConditionError(
            f"`{ast.unparse(node)}` cannot be used; a condition is made of "
            "comparisons (==, !=, <, <=, >, >=, in, not in) of a variable with a "
            "value, joined by and, or, not; missing(variable) asks for a missing value"
        )


def _missing_name(node: ast.Call) -> str:
    if (
        isinstance(node.func, ast.Name)
        and node.func.id == "missing"
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Name)
        and not node.keywords
    ):
        return node.args[0].id
    raise ConditionError(f"`{ast.unparse(node)}` cannot be used; try missing(variable)")


def _constants(operator: ast.cmpop, node: ast.expr) -> list[str | float]:
    if isinstance(operator, ast.In | ast.NotIn):
        if not isinstance(node, ast.Tuple | ast.List | ast.Set):
            raise ConditionError('`in` needs a list, such as ("a", "b")')
        return [_constant(item) for item in node.elts]
    if type(operator) not in _COMPARE:
        raise ConditionError("only ==, !=, <, <=, >, >=, in and not in compare")
    return [_constant(node)]


def _constant(node: ast.expr) -> str | float:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = _constant(node.operand)
        if isinstance(value, str):
            raise ConditionError("only a number can be negative")
        return -value
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    number = node.value if isinstance(node, ast.Constant) else None
    if isinstance(number, int | float) and not isinstance(number, bool):
        return float(number)
    raise ConditionError(f"`{ast.unparse(node)}` is not a number or a quoted category")


def compared_by_size(condition: Condition) -> list[str]:
    """The names that a condition compares with <, <=, > or >=."""
    return sorted(
        {
            node.left.id
            for node in ast.walk(condition.tree)
            if isinstance(node, ast.Compare)
            and isinstance(node.left, ast.Name)
            and isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE)
        }
    )


def evaluate_condition(
    condition: Condition, operand: Callable[[str], Operand]
) -> Verdict:
    """Decide a condition for every case; `operand` gives what a name stands for."""
    return _evaluate(condition.tree, operand)


def _evaluate(node: ast.expr, operand: Callable[[str], Operand]) -> Verdict:
    if isinstance(node, ast.BoolOp):
        parts = [_evaluate(part, operand) for part in node.values]
        join = _both if isinstance(node.op, ast.And) else _either
        result = parts[0]
        for part in parts[1:]:
            result = join(result, part)
        return result
    if isinstance(node, ast.UnaryOp):
        inner = _evaluate(node.operand, operand)
        return Verdict(inner.false, inner.known)
    if isinstance(node, ast.Call):
        known = operand(_missing_name(node)).known
        return Verdict(~known, np.ones_like(known))
    assert isinstance(node, ast.Compare) and isinstance(node.left, ast.Name)
    return _compare(operand(node.left.id), node.ops[0], node.comparators[0])


def _both(a: Verdict, b: Verdict) -> Verdict:
    return Verdict(a.true & b.true, (a.known & b.known) | a.false | b.false)


def _either(a: Verdict, b: Verdict) -> Verdict:
    return Verdict(a.true | b.true, (a.known & b.known) | a.true | b.true)


def _compare(left: Operand, operator: ast.cmpop, right: ast.expr) -> Verdict:
    wanted = [_number(left, value) for value in _constants(operator, right)]
    if isinstance(operator, ast.In | ast.NotIn):
        found = np.isin(left.values, wanted)
        true = found if isinstance(operator, ast.In) else ~found
    else:
        with np.errstate(invalid="ignore"):
            true = _COMPARE[type(operator)](left.values, wanted[0])
    return Verdict(np.asarray(true, dtype=bool) & left.known, left.known)


def _number(operand: Operand, value: str | float) -> float:
    if operand.codes is None:
        if isinstance(value, str):
            raise ConditionError(f"a number was expected, not `{value}`")
        return value
    key = category_id(value)
    if key not in operand.codes:
        raise ConditionError(f"`{key}` is not one of {', '.join(operand.codes)}")
    return operand.codes[key]


def category_id(value: str | float) -> str:
    """The category id that a constant of a condition means: 1 and "1" are the same."""
    if isinstance(value, str):
        return value
    return str(int(value)) if value.is_integer() else repr(value)
