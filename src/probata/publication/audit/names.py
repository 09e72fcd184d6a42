"""Names in a table against a list of names that are right."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable

from probata.publication.audit.findings import Audit
from probata.publication.audit.read_rows import decode
from probata.publication.audit.source import Grid, tidy

# A column holds the listed names when this share of its cells is in the list.
MOST = 0.5
FEWEST = 3
LONGEST = 1000  # characters of a line that are read for several names


def read_names(name: str, raw: bytes) -> dict[str, str]:
    """Every line, and every cell of a line, by its folded spelling."""
    names = {}
    for line in decode(name, raw).splitlines():
        for cell in (line, *next(csv.reader([line[:LONGEST]]), [])):
            if tidy(cell):
                names[_fold(cell)] = tidy(cell)
    return names


def check_names(grids: Iterable[Grid], names: dict[str, str], audit: Audit) -> bool:
    """Cells that are not in the list, in columns most of whose cells are; were there any?"""
    found = False
    for grid in grids:
        for at in range(len(grid.rows[0]) if grid.rows else 0):
            places: dict[str, int] = {}
            for number, row in list(zip(grid.numbers, grid.rows, strict=True))[
                grid.headers or 1 :
            ]:
                if row[at]:
                    places.setdefault(row[at], number)
            known = [cell for cell in places if _fold(cell) in names]
            if len(known) < max(FEWEST, MOST * len(places)):
                continue
            found = True
            audit.count("names compared with the list", len(places))
            for cell, number in places.items():
                if _fold(cell) not in names:
                    message = (
                        f"“{cell}” is not in the list of names{_nearest(cell, names)}."
                    )
                    audit.warn("name", f"{grid.name}, row {number}", message)
    return found


def _nearest(cell: str, names: dict[str, str]) -> str:
    near = difflib.get_close_matches(_fold(cell), names, n=1, cutoff=0.75)
    return f"; the nearest is “{names[near[0]]}”" if near else ""


def _fold(text: str) -> str:
    return tidy(text).casefold().replace("&", "and").replace("\u2019", "'")
