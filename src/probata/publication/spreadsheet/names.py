"""Names of sheets, tables and columns: short, plain and each given once."""

from __future__ import annotations

import re
from collections.abc import Iterable

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"

# The most that a spreadsheet takes.
LONGEST_SHEET_NAME = 31


def name_sheet(kind: str, number: str, taken: Iterable[str]) -> str:
    """`Table_B1`: also the name of the table in it, so letters, digits and `_` alone."""
    plain = re.sub(r"\W+", "_", f"{kind}_{number}").strip("_")
    return _make_unique(plain[:LONGEST_SHEET_NAME], taken, "_{}", LONGEST_SHEET_NAME)


def name_columns(names: Iterable[str]) -> tuple[str, ...]:
    """Column names as they are, but the second of a name is `name (2)`."""
    found: list[str] = []
    for name in names:
        found.append(_make_unique(name or "Column", found, " ({})"))
    return tuple(found)


def _make_unique(
    name: str, taken: Iterable[str], ending: str, longest: int | None = None
) -> str:
    """Upper and lower case are the same to a spreadsheet."""
    known = {item.casefold() for item in taken}
    found, number = name, 1
    while found.casefold() in known:
        number += 1
        last = ending.format(number)
        found = (name if longest is None else name[: longest - len(last)]) + last
    return found
