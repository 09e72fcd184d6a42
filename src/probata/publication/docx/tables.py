"""Tables without merged cells: marked header rows, rows that stay whole, words for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from probata.publication.cells import Cell
from probata.publication.document import TableBlock
from probata.publication.docx.column_widths import choose_form
from probata.publication.docx.markup import Paragraph, word, write_run
from probata.publication.docx.table_style import Form
from probata.publication.docx.theme import Palette, Place
from probata.publication.language import translate

# First row and first column are headers; no bands.
_LOOK = word(
    "tblLook",
    val="06A0",
    firstRow=1,
    lastRow=0,
    firstColumn=1,
    lastColumn=0,
    noHBand=1,
    noVBand=1,
)
# Groups of so many rows stay on one page; of longer ones, so many at the beginning.
_WHOLE_GROUP = 9
_HELD_ROWS = 2


@dataclass(frozen=True)
class Row:
    """A row of as many cells as the table has columns."""

    cells: tuple[Cell, ...]
    keep_next: bool = False
    indented: bool = False


@dataclass(frozen=True)
class Table:
    """A written table. `turned` says that it needs a page laid on its side."""

    text: str
    turned: bool = False


def write_table(
    table: TableBlock, name: str, palette: Palette, *, followed: bool
) -> Table:
    """A table by its name; with `followed`, its last row stays with the notes after it.

    The name of a group stands in the first cell of a row of its own, beside empty
    cells: a grid without merged cells is what screen readers and Word's own check ask.
    """
    rows = _lay_rows(table, followed)
    form, widths = choose_form(table.header, [row.cells for row in rows])
    right = {
        at for row in table.rows for at, cell in enumerate(row) if cell.kind == "number"
    }
    ground = palette.write_ground(Place.MARKED)
    text = word(
        "tbl",
        _properties(table, name, form.style, sum(widths)),
        word("tblGrid", *(word("gridCol", w=width) for width in widths)),
        _header_row(table.header, widths, right, form),
        *(_body_row(row, widths, ground, form) for row in rows),
    )
    return Table(text, form.turned)


def _lay_rows(table: TableBlock, followed: bool) -> list[Row]:
    """Every row filled up to the width of the table, with what keeps it in company."""
    rows = []
    for group in _split(table.rows):
        headed = group[0][0].kind == "group_header"
        for at, cells in enumerate(group):
            blank = Cell("", marked=cells[0].marked)
            filled = cells + (blank,) * (len(table.header) - len(cells))
            keep = _stays(at, len(group), headed)
            rows.append(Row(filled, keep, indented=headed and at > 0))
    if rows:
        rows[-1] = replace(rows[-1], keep_next=followed)
    return rows


def _split(rows: Sequence[tuple[Cell, ...]]) -> list[list[tuple[Cell, ...]]]:
    """The rows by group; those before the first group header are one too."""
    groups: list[list[tuple[Cell, ...]]] = []
    for row in rows:
        if not groups or row[0].kind == "group_header":
            groups.append([])
        groups[-1].append(row)
    return groups


def _stays(at: int, rows: int, headed: bool) -> bool:
    """Whether a row stays with the next: short groups are whole, long ones have no
    row of theirs alone on a page.
    """
    if headed and rows <= _WHOLE_GROUP:
        return at < rows - 1
    return at < _HELD_ROWS or at == rows - 2


def _properties(table: TableBlock, name: str, style: str, width: int) -> str:
    listed = ", ".join(cell.text for cell in table.header)
    description = translate("Columns: {names}.", names=listed)
    return word(
        "tblPr",
        word("tblStyle", val=style),
        word("tblW", w=width, type="dxa"),
        word("tblLayout", type="fixed"),
        _LOOK,
        word("tblCaption", val=name),
        word("tblDescription", val=description),
    )


def _header_row(
    header: Sequence[Cell], widths: Sequence[int], right: set[int], form: Form
) -> str:
    styles = [
        "TableNumberHeading" if at in right else "TableHeading"
        for at in range(len(header))
    ]
    cells = [
        _cell(Paragraph(style + form.end, write_run(cell.text)), width)
        for cell, style, width in zip(header, styles, widths, strict=True)
    ]
    return word("tr", word("trPr", word("cantSplit"), word("tblHeader")), *cells)


def _body_row(row: Row, widths: Sequence[int], ground: str, form: Form) -> str:
    """A row; `ground` is what stands behind the cells of a marked one."""
    cells = [
        _cell(
            Paragraph(
                _style(cell, row) + form.end, write_run(cell.text), row.keep_next
            ),
            width,
            ground if cell.marked else "",
        )
        for cell, width in zip(row.cells, widths, strict=True)
    ]
    return word("tr", word("trPr", word("cantSplit")), *cells)


def _style(cell: Cell, row: Row) -> str:
    if cell.kind == "group_header":
        return "TableGroup"
    if cell.kind == "number":
        return "TableNumber"
    return "TableIndented" if row.indented and cell is row.cells[0] else "TableText"


def _cell(paragraph: Paragraph, width: int, ground: str = "") -> str:
    properties = word("tcPr", word("tcW", w=width, type="dxa"), ground)
    return word("tc", properties, paragraph.write())
