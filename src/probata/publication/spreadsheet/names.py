"""Names of sheets, tables and columns: short, plain and each given once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from probata.publication.language import translate

# The most that a spreadsheet takes.
LONGEST_SHEET_NAME = 31
LONGEST_COLUMN_NAME = 255
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\]+")


@dataclass(frozen=True)
class Fronts:
    """The names of the sheets before the tables, in the language of the bulletin."""

    cover: str
    contents: str
    notes: str


def name_fronts() -> Fronts:
    """Whatever a translation holds, it is made a name that a spreadsheet takes."""
    found: list[str] = []
    for text in (translate("Cover"), translate("Contents"), translate("Notes")):
        plain = _NOT_IN_NAME.sub(" ", text)[:LONGEST_SHEET_NAME].strip(" '")
        found.append(_make_unique(plain, found, " ({})", LONGEST_SHEET_NAME))
    return Fronts(*found)


def name_sheet(kind: str, number: str, taken: Iterable[str]) -> str:
    """`Table_B1`: also the name of the table in it, so letters, digits and `_` alone."""
    plain = re.sub(r"\W+", "_", f"{kind}_{number}").strip("_")
    return _make_unique(plain[:LONGEST_SHEET_NAME], taken, "_{}", LONGEST_SHEET_NAME)


def name_columns(names: Iterable[str]) -> tuple[str, ...]:
    """Column names as they are, but the second of a name is `name (2)`."""
    found: list[str] = []
    for name in names:
        given = (name or translate("Column"))[:LONGEST_COLUMN_NAME]
        found.append(_make_unique(given, found, " ({})", LONGEST_COLUMN_NAME))
    return tuple(found)


def _make_unique(name: str, taken: Iterable[str], ending: str, longest: int) -> str:
    """Upper and lower case are the same to a spreadsheet."""
    known = {item.casefold() for item in taken}
    found, number = name, 1
    while found.casefold() in known:
        number += 1
        last = ending.format(number)
        found = name[: longest - len(last)] + last
    return found
