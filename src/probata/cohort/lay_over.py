"""Lays a declaration over a packaged one that it is based on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from probata.cohort.places import packaged_file
from probata.declarations import Declaration, read_declaration, suggest
from probata.errors import DeclarationError


def lay_over(
    declaration: Declaration, header: str, packaged: Sequence[str]
) -> Declaration:
    """The declaration over the one that `based_on` in its header table names.

    Tables are joined, lists replace the list below; lines are those of the upper file.
    Raises DeclarationError where no declaration of that name comes with Probata.
    """
    table = declaration.data.get(header)
    base = table.get("based_on") if isinstance(table, dict) else None
    if base is None:
        return declaration
    if base not in packaged:
        fault = declaration.fault(
            (header, "based_on"),
            f"`{base}` does not come with Probata.",
            suggest(str(base), packaged),
        )
        raise DeclarationError(f"{declaration.path}: cannot be used.", [fault])
    below = read_declaration(packaged_file(str(base))).data
    return replace(declaration, data=_join(below, declaration.data))


def _join(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    joined = dict(below)
    for key, value in above.items():
        under = below.get(key)
        if isinstance(under, dict) and isinstance(value, dict):
            value = _join(under, value)
        joined[key] = value
    return joined
