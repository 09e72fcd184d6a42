"""Where faults stand in a data file: column, row numbers, how many."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from probata.conditions import Bools
from probata.errors import Fault

SHOWN_ROWS = 5


@dataclass(frozen=True)
class Places:
    """Collects the faults of one column. `numbers` (n,) are spreadsheet rows."""

    column: str
    numbers: NDArray[np.int32]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, rows: Bools, problem: str, mend: str = "") -> None:
        """Add a fault for the cells where `rows` is true, if there are any."""
        if rows.any():
            where = f"column {self.column}, {name_rows(self.numbers, rows)}"
            self.faults.append(Fault(where, problem, mend, cells=int(rows.sum())))


def name_rows(numbers: NDArray[np.int32], rows: Bools) -> str:
    """`row 7`; `rows 7, 9`; `rows 2, 3, 4, 5, 6 and 1,203 more`."""
    found = numbers[rows]
    shown = ", ".join(str(number) for number in found[:SHOWN_ROWS])
    more = len(found) - SHOWN_ROWS
    if more > 0:
        return f"rows {shown} and {more:,} more ({len(found):,} rows in all)"
    return f"row{'s' if len(found) > 1 else ''} {shown}"
