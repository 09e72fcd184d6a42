"""The sheets of an OpenDocument spreadsheet: cells, header rows, named ranges."""

from __future__ import annotations

from decimal import Decimal

from probata.publication.spreadsheet.layout import Placed, Row, lay_rows, list_widths
from probata.publication.spreadsheet.look import count_decimals, print_value
from probata.publication.spreadsheet.ods.markup import element, write_part, write_text
from probata.publication.spreadsheet.ods.styles import (
    PAGE,
    name_number_style,
    name_style,
    number_styles,
    size_style,
    table_style,
)
from probata.publication.spreadsheet.workbook import Sheet, Workbook


class _Used:
    """The automatic styles that cells, rows and columns ask for, in their order."""

    def __init__(self) -> None:
        self.sizes: dict[tuple[str, float], str] = {}
        self.numbers: dict[tuple[str, int], None] = {}

    def size(self, family: str, points: float) -> str:
        return self.sizes.setdefault((family, points), f"size{len(self.sizes)}")

    def number(self, style: str, digits: int) -> str:
        self.numbers[style, digits] = None
        return name_number_style(style, digits)

    def written(self) -> list[str]:
        sizes = [
            size_style(name, family, points)
            for (family, points), name in self.sizes.items()
        ]
        return [*number_styles(list(self.numbers)), *sizes, table_style()]


def write_content(workbook: Workbook) -> bytes:
    """Every sheet, then the areas of the tables by name."""
    used = _Used()
    tables = [_table(sheet, used) for sheet in workbook.sheets]
    areas = [_area(sheet) for sheet in workbook.sheets if sheet.grid is not None]
    ranges = element("table:database-ranges", {}, *areas) if areas else ""
    return write_part(
        "office:document-content",
        element("office:automatic-styles", {}, *used.written()),
        element("office:body", {}, element("office:spreadsheet", {}, *tables, ranges)),
    )


def _table(sheet: Sheet, used: _Used) -> str:
    columns = [
        element(
            "table:table-column", {"table:style-name": used.size("table-column", width)}
        )
        for width in list_widths(sheet)
    ]
    rows = [_row(row, used) for row in lay_rows(sheet)]
    if sheet.grid is not None:
        top = len(sheet.lines)
        rows[top] = element("table:table-header-rows", {}, rows[top])
    named = {"table:name": sheet.name, "table:style-name": PAGE}
    return element("table:table", named, *columns, *rows)


def _row(row: Row, used: _Used) -> str:
    style = {"table:style-name": used.size("table-row", row.height)}
    return element("table:table-row", style, *(_cell(cell, used) for cell in row.cells))


def _cell(placed: Placed, used: _Used) -> str:
    """A number with its decimals, or text that is never taken for a formula."""
    value = placed.value
    if isinstance(value, Decimal):
        kind = {
            "table:style-name": used.number(placed.style, count_decimals(value)),
            "office:value-type": "float",
            "office:value": f"{value:f}",
        }
    else:
        kind = {
            "table:style-name": name_style(placed.style),
            "office:value-type": "string",
        }
    shown = write_text(print_value(value))
    address = f"#{placed.sheet}.A1" if placed.sheet else placed.address
    if address:
        link = {"xlink:type": "simple", "xlink:href": address}
        shown = element("text:a", link, shown)
    return element("table:table-cell", kind, element("text:p", {}, shown))


def _area(sheet: Sheet) -> str:
    """A table's name, its cells, and that its first row is its header."""
    grid = sheet.grid
    assert grid is not None
    top = len(sheet.lines) + 1
    last = f"{_letters(len(grid.columns))}${top + len(grid.rows)}"
    return element(
        "table:database-range",
        {
            "table:name": grid.name,
            "table:target-range-address": f"'{sheet.name}'.$A${top}:'{sheet.name}'.${last}",
            "table:contains-header": "true",
            "table:display-filter-buttons": "false",
        },
    )


def _letters(column: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
