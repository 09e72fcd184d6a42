"""One finding under one specification, as a table cell and in words."""

from __future__ import annotations

from collections.abc import Sequence

from probata.analysis.reliability_results import Cell as Estimate
from probata.analysis.reliability_results import Row
from probata.analysis.rounding import ratio_text, rounded_ratio
from probata.publication.cells import Cell, Shorthand, show_none


def show_verdict(cell: Estimate, first: Estimate) -> Cell:
    """The odds ratio and, on a page where it is another than the first, the verdict."""
    if cell.odds_ratio is None:
        gone = Shorthand.NOT_AVAILABLE
        return show_none("none", gone, columns=2)
    shown = ratio_text(cell.odds_ratio)
    words: str = cell.verdict
    if cell.verdict != first.verdict:
        shown += f" ({cell.verdict})"
    elif cell.changed:
        shown += f" (not in {cell.changed})"
        words += f" (not in {cell.changed})"
    return Cell(shown, "number", values=(rounded_ratio(cell.odds_ratio), words))


def show_agreement(row: Row) -> Cell:
    """Under how many of the specifications the verdict is the first one's."""
    text = f"{row.agree} of {row.estimated}"
    return Cell(text, "number", values=(Shorthand.NOT_APPLICABLE, text))


def is_moved(cell: Estimate, first: Estimate) -> bool:
    """Whether an estimate, or one refit or more, has another verdict than the first."""
    numbered = cell.verdict != "none"
    return numbered and (cell.verdict != first.verdict or bool(cell.changed))


def count_steady(rows: Sequence[Row]) -> str:
    """How many findings keep their verdict under all specifications, and which do not."""
    steady = sum(row.agree == row.estimated for row in rows)
    if steady == len(rows):
        return "No finding changes its verdict under any of them."
    moved = [row.label for row in rows if row.agree != row.estimated]
    return (
        f"{steady} of the {len(rows)} keep their verdict under all; it changes at least "
        f"once for: {'; '.join(moved)}."
    )
