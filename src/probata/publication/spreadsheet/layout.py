"""Where each value of a sheet stands, in what style, and how high its row is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from probata.publication.cells import Value
from probata.publication.spreadsheet.look import fit_height
from probata.publication.spreadsheet.workbook import Grid, Line, Sheet


@dataclass(frozen=True)
class Placed:
    """A cell. `sheet` or `address` is where it leads to, if anywhere."""

    value: Value
    style: str
    sheet: str = ""
    address: str = ""


@dataclass(frozen=True)
class Row:
    """Cells from column A on. `height` is in points."""

    cells: tuple[Placed, ...]
    height: float


def list_widths(sheet: Sheet) -> list[float]:
    """The widths of the columns in points."""
    if sheet.grid is None:
        return [sheet.width]
    return [column.width for column in sheet.grid.columns]


def lay_rows(sheet: Sheet) -> list[Row]:
    """The lines and then, without a gap, the table."""
    rows = [_lay_line(sheet, line) for line in sheet.lines]
    if sheet.grid is not None:
        rows += _lay_grid(sheet.grid)
    return rows


def _lay_line(sheet: Sheet, line: Line) -> Row:
    # Beside a table column A is narrow, and a line runs over the cells on its right.
    how = "wrapped" if sheet.grid is None else "line"
    style = f"{how} {'link' if line.sheet or line.address else line.kind}"
    placed = Placed(line.text, style, line.sheet, line.address)
    return Row((placed,), fit_height([(line.text, style, sheet.width)]))


def _lay_grid(grid: Grid) -> Iterator[Row]:
    sides = ["right" if column.numeric else "left" for column in grid.columns]
    heads = [
        Placed(column.name, f"head {side}")
        for column, side in zip(grid.columns, sides, strict=True)
    ]
    yield _lay_row(grid, heads)
    for row in grid.rows:
        cells = [
            Placed(value, f"cell {side}")
            for value, side in zip(row, sides, strict=True)
        ]
        if grid.leads:
            cells[0] = Placed(row[0], "cell link", sheet=str(row[0]))
        yield _lay_row(grid, cells)


def _lay_row(grid: Grid, cells: list[Placed]) -> Row:
    wide = [
        (cell.value, cell.style, column.width)
        for cell, column in zip(cells, grid.columns, strict=True)
    ]
    return Row(tuple(cells), fit_height(wide))
