"""Published counts that a synthetic twin must meet."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from probata.declarations import Declaration, Place, suggest
from probata.errors import DeclarationError

PUBLISHED = Path(__file__).parent / "published"
Counts = tuple[int, int]  # cases with the positive outcome, cases with the other


@dataclass(frozen=True)
class Margins:
    """Cases by outcome, and for each variable by category and (last) missing."""

    positive: int
    negative: int
    variables: Mapping[str, Mapping[str, Counts]]
    missing: Mapping[str, Counts]


def read_table(published: str, name: str) -> list[dict[str, str]]:
    """The rows of one published file."""
    with (PUBLISHED / published / name).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def read_margins(published: str, declaration: Declaration) -> Margins:
    """Counts from `tables.csv`; raises DeclarationError when they contradict themselves.

    Where a percentage fits two counts (`549|550`) the first combination is taken that
    leaves every variable a possible number of missing cases.
    """
    place: Place = ("twin", "published")
    known = sorted(path.name for path in PUBLISHED.iterdir() if path.is_dir())
    if published not in known:
        problem = f"there are no published figures `{published}`."
        faults = [declaration.fault(place, problem, suggest(published, known))]
        raise DeclarationError(f"{declaration.path}: cannot be used.", faults)
    rows = read_table(published, "tables.csv")
    total = next(row for row in rows if row["role"] == "total")
    names = dict.fromkeys(row["variable"] for row in rows if row["role"] != "total")
    wrong: list[str] = []
    for positive in _counts(total):
        negative = int(total["n"]) - positive
        variables: dict[str, dict[str, Counts]] = {}
        missing: dict[str, Counts] = {}
        wrong = []
        for name in names:
            cells = [row for row in rows if row["variable"] == name]
            found = _resolve(cells, positive, negative)
            if found is None:
                wrong.append(name)
            else:
                variables[name], missing[name] = found
        if not wrong:
            return Margins(positive, negative, variables, missing)
    raise DeclarationError(
        f"{declaration.path}: cannot be used.",
        [
            declaration.fault(
                place,
                f"the published counts of `{name}` contradict the total.",
                f"Correct them in {published}/tables.csv.",
            )
            for name in wrong
        ],
    )


def _counts(row: Mapping[str, str]) -> list[int]:
    return [int(part) for part in row["yes_count"].split("|")]


def _resolve(
    cells: list[dict[str, str]], positive: int, negative: int
) -> tuple[dict[str, Counts], Counts] | None:
    for chosen in itertools.product(*map(_counts, cells)):
        counts = {
            row["category"]: (yes, int(row["n"]) - yes)
            for row, yes in zip(cells, chosen, strict=True)
        }
        left = (
            positive - sum(yes for yes, _ in counts.values()),
            negative - sum(no for _, no in counts.values()),
        )
        if min(left) >= 0 and min(min(pair) for pair in counts.values()) >= 0:
            return counts, left
    return None
