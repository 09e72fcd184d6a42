"""Checks a condition against the variables it names, before any data are at hand.

condition_problems(text, variables) -> list[(problem, mend)]
"""

from __future__ import annotations

from collections.abc import Mapping

from probata.conditions import (
    ConditionError,
    category_id,
    compared_by_size,
    parse_condition,
)
from probata.dataset.codebook import Variable
from probata.declarations import suggest

Problem = tuple[str, str]


def condition_problems(text: str, variables: Mapping[str, Variable]) -> list[Problem]:
    """Everything wrong with a condition: unknown names, categories, kinds of comparison."""
    try:
        condition = parse_condition(text)
    except ConditionError as error:
        return [(f"{error}.", "")]
    problems: list[Problem] = [
        (f"`{name}` is not a variable of the codebook.", suggest(name, variables))
        for name in sorted(condition.names - set(variables))
    ]
    for name, value in condition.comparisons:
        if name in variables:
            problems += _comparison(name, variables[name], value)
    for name in compared_by_size(condition):
        if name in variables and variables[name].type == "categorical":
            problems.append(
                (
                    (
                        f"`{name}` has categories without an order, so <, <=, > and >= "
                        "say nothing."
                    ),
                    'Use ==, != or in, or declare it as type = "ordinal".',
                )
            )
    return problems


def _comparison(name: str, variable: Variable, value: str | float) -> list[Problem]:
    shown = category_id(value)
    if variable.is_categorical:
        ids = [item.id for item in variable.categories]
        if shown in ids:
            return []
        return [(f"`{shown}` is not a category of `{name}`.", suggest(shown, ids))]
    if variable.type != "interval":
        return [
            (
                f"`{name}` is of type {variable.type}, which cannot be compared.",
                f"Only missing({name}) can be asked of it.",
            )
        ]
    if isinstance(value, str):
        return [(f"`{name}` is a number, so `{value}` cannot be its value.", "")]
    return []
