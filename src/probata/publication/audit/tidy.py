"""Tables of one number a row, with a column that says what it measures."""

from __future__ import annotations

from probata.publication.audit.cells import read_quantity
from probata.publication.audit.columns import find_role
from probata.publication.audit.source import Grid, Passage

MEASURE = {"measure", "indicator", "statistic"}
VALUE = {"value", "figure", "published", "number"}


def list_statements(grid: Grid) -> list[Passage]:
    """Rows of such a table that give a percentage, as sentences; none of another table."""
    headings = [cell.casefold() for cell in grid.rows[0]] if grid.rows else []
    measure = next((at for at, cell in enumerate(headings) if cell in MEASURE), None)
    value = next((at for at, cell in enumerate(headings) if cell in VALUE), None)
    if measure is None or value is None:
        return []
    passages = []
    for number, row in list(zip(grid.numbers, grid.rows, strict=True))[1:]:
        if find_role(row[measure]) == "percent" and read_quantity(row[value]):
            words = ", ".join(
                cell
                for at, cell in enumerate(row)
                if at not in (measure, value) and cell
            )
            text = f"{words}: {row[value].rstrip('%')} per cent"
            where = f"{grid.name}, row {number}"
            passages.append(Passage(where, text, "statement"))
    return passages
