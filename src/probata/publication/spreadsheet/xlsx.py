"""Writes a workbook as XLSX."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from probata.publication.archive import pack_archive, unpack_archive
from probata.publication.spreadsheet.layout import Placed, lay_rows, list_widths
from probata.publication.spreadsheet.look import (
    FONT,
    LINK_COLOUR,
    STYLES,
    count_decimals,
)
from probata.publication.spreadsheet.workbook import Grid, Sheet, Workbook

if TYPE_CHECKING:
    from openpyxl import Workbook as Book
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

A4 = 9
_DATES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")
# The unit of widths: a digit of Calibri 11, the typeface of the program itself.
POINTS_OF_A_DIGIT = 5.25


def write_xlsx(workbook: Workbook) -> bytes:
    """The file. The same workbook gives the same bytes."""
    from openpyxl import Workbook as Book
    from openpyxl.writer.excel import ExcelWriter
    from openpyxl.xml.constants import ARC_CORE

    book = Book()
    book.remove(book.worksheets[0])
    _describe(book, workbook)
    _add_styles(book)
    for sheet in workbook.sheets:
        _write_sheet(book.create_sheet(sheet.name), sheet)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        # Not book.save(), which gives the time of day as the time of change.
        ExcelWriter(book, archive).save()
    parts = unpack_archive(stream.getvalue())
    if workbook.day is None:
        parts[ARC_CORE] = _DATES.sub(b"", parts[ARC_CORE])
    return pack_archive(parts)


def _describe(book: Book, workbook: Workbook) -> None:
    properties = book.properties
    properties.title = workbook.title
    properties.description = workbook.description
    properties.creator = properties.lastModifiedBy = workbook.publisher
    properties.language = workbook.language
    day = workbook.day
    moment = datetime.datetime.combine(day or datetime.date.min, datetime.time())
    properties.created = properties.modified = moment


def _add_styles(book: Book) -> None:
    from openpyxl.styles import Alignment, Font, NamedStyle

    for style in STYLES.values():
        made = NamedStyle(style.name)
        made.font = Font(
            name=FONT,
            size=style.size,
            bold=style.bold,
            color=LINK_COLOUR if style.link else None,
            underline="single" if style.link else None,
        )
        made.alignment = Alignment(
            horizontal=style.side,
            vertical="top",
            wrap_text=style.wrap,
            indent=int(style.side == "right"),
        )
        book.add_named_style(made)


def _write_sheet(target: Worksheet, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = A4
    target.page_setup.fitToHeight = 0
    for at, width in enumerate(list_widths(sheet), 1):
        dimension = target.column_dimensions[get_column_letter(at)]
        dimension.width = width / POINTS_OF_A_DIGIT
    for down, row in enumerate(lay_rows(sheet), 1):
        target.row_dimensions[down].height = row.height
        for across, placed in enumerate(row.cells, 1):
            _write_cell(cast("Cell", target.cell(down, across)), placed)
    if sheet.grid is not None:
        _mark_table(target, sheet.grid, len(sheet.lines) + 1)


def _write_cell(cell: Cell, placed: Placed) -> None:
    """A number with its decimals, or text that is never taken for a formula."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.style = placed.style
    value = placed.value
    if isinstance(value, Decimal):
        digits = count_decimals(value)
        cell.value = float(value) if digits else int(value)
        cell.number_format = f"#,##0.{'0' * digits}" if digits else "#,##0"
    else:
        cell.value = str(value)
        cell.data_type = "s"
    if placed.sheet:
        place = f"'{placed.sheet}'!A1"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
    elif placed.address:
        cell.hyperlink = Hyperlink(ref=cell.coordinate, target=placed.address)


def _mark_table(target: Worksheet, grid: Grid, top: int) -> None:
    """A table of its own name, with a header row and without filter buttons."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

    last = get_column_letter(len(grid.columns))
    area = f"A{top}:{last}{top + len(grid.rows)}"
    table = Table(displayName=grid.name, name=grid.name, ref=area)
    table.tableColumns = [
        TableColumn(id=at, name=column.name)
        for at, column in enumerate(grid.columns, 1)
    ]
    table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=False)
    target.add_table(table)
