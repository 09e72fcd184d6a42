"""What is odd or wrong with a case list, told to the person who can mend it.

A finding names rows and headings and says what to do. It shows no cell of a row, save
codes so short that they cannot name a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from probata.errors import Fault

Rows = NDArray[np.int32]
# set_aside: the case leaves the list; blank: the cell is read as unknown; accept: the
# list is used as it is. All three need the user's word. A note needs none.
Consequence = Literal["set_aside", "blank", "accept", "note"]
SHOWN_RUNS = 12
_SHORT = re.compile(r"[A-Za-z0-9_/-]{1,3}")
_NUMBERED = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9_/-]{1,5}")


@dataclass(frozen=True, eq=False)
class Finding:
    """One kind of thing in one column: `rows` are numbers as a spreadsheet shows them."""

    kind: str
    column: str
    rows: Rows
    problem: str
    mend: str
    consequence: Consequence

    @property
    def fault(self) -> Fault:
        return Fault(self.where, self.problem, self.mend)

    @property
    def where(self) -> str:
        """The place in words: rows and column."""
        column = f"column `{self.column}`" if self.column else ""
        rows = say_rows(self.rows) if len(self.rows) else ""
        return ", ".join(part for part in (rows, column) if part) or "the list"


def say_rows(rows: Rows) -> str:
    """Row numbers as runs: `rows 5, 9, 12 to 15 and 230 more`."""
    numbers = np.unique(rows)
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    breaks = np.flatnonzero(np.diff(numbers) > 1) + 1
    runs = np.split(numbers, breaks)
    shown = [_say_run(run) for run in runs[:SHOWN_RUNS]]
    left = sum(len(run) for run in runs[SHOWN_RUNS:])
    return f"rows {', '.join(shown)}" + (f" and {left:,} more" if left else "")


def _say_run(run: Rows) -> str:
    if len(run) == 1:
        return f"{run[0]}"
    joint = "to" if len(run) > 2 else "and"
    return f"{run[0]} {joint} {run[-1]}"


def say_count(count: int, thing: str) -> str:
    """A number and its noun: `1 row`, `2,000 rows`."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def show_codes(texts: Sequence[str]) -> str:
    """Codes that may be shown, in quotes; other texts are only counted.

    Short letters are shown only where every text is as short: beside longer ones the
    column may hold names.
    """
    short = all(_SHORT.fullmatch(text) or _NUMBERED.fullmatch(text) for text in texts)
    codes = sorted({text for text in texts if short or _NUMBERED.fullmatch(text)})
    others = len(set(texts)) - len(codes)
    shown = [f"`{code}`" for code in codes[:10]]
    if len(codes) > 10:
        shown.append(f"{len(codes) - 10} more codes")
    if others:
        shown.append(f"{say_count(others, 'text')} not shown here")
    return ", ".join(shown)


def needs_consent(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that the user has to mend or agree to."""
    return [item for item in findings if item.consequence != "note"]
