"""Published counts that a synthetic twin must meet."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from probata.declarations import Declaration, suggest
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
    if not (PUBLISHED / published / "tables.csv").exists():
        known = sorted(path.name for path in PUBLISHED.iterdir() if path.is_dir())
        raise DeclarationError(
            f"{declaration.path}: cannot be used.",
            [
                declaration.fault(
                    ("twin", "published"),
                    f"there are no published figures `{published}`.",
                    suggest(published, known),
                )
            ],
        )
    rows = read_table(published, "tables.csv")
    total = next(row for row in rows if row["role"] == "total")
    names = dict.fromkeys(row["variable"] for row in rows if row["role"] != "total")
    faults: list[str] = []
    for positive in _counts(total):
        negative = int(total["n"]) - positive
        variables: dict[str, dict[str, Counts]] = {}
        missing: dict[str, Counts] = {}
        faults = []
        for name in names:
            cells = [row for row in rows if row["variable"] == name]
            found = _resolve(cells, positive, negative)
            if found is None:
                faults.append(name)
            else:
                variables[name], missing[name] = found
        if not faults:
            return Margins(positive, negative, variables, missing)
    raise DeclarationError(
        f"{published}/tables.csv: the published counts contradict the total for "
        f"{', '.join(faults)}."
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
