"""From a document to a workbook: cover, contents, notes, then a sheet a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from probata.publication.cells import MARK, MEANINGS, Shorthand
from probata.publication.document import Document, FigureBlock, TableBlock
from probata.publication.spreadsheet.cover import make_cover
from probata.publication.spreadsheet.grid import make_grid, plain_text, tidy_table
from probata.publication.spreadsheet.names import CONTENTS, COVER, NOTES, name_sheet
from probata.publication.spreadsheet.workbook import Grid, Line, Sheet, Workbook

SYNTHETIC = "Synthetic data: made up, no real case."
# In points: where long texts wrap, after about 100 letters.
TEXT_WIDTH = 600.0


@dataclass(frozen=True)
class _Exhibit:
    """A table, or the numbers behind a figure."""

    sheet: str
    title: str
    grid: Grid
    notes: tuple[str, ...]
    source: str
    is_figure: bool = False

    @property
    def symbols(self) -> list[Shorthand]:
        used = {value for row in self.grid.rows for value in row}
        return [symbol for symbol in Shorthand if symbol in used]


def arrange_workbook(document: Document) -> Workbook:
    """Every table of the bulletin, and the numbers behind every figure."""
    exhibits = _collect(document)
    notes = _number_notes(exhibits)
    front = document.front
    sheets = [
        make_cover(document, _count(exhibits), _explain(exhibits), TEXT_WIDTH),
        *([_make_contents(exhibits, bool(notes))] if exhibits else []),
        *([_make_notes(notes, exhibits)] if notes else []),
        *(_make_sheet(item, notes, front.synthetic) for item in exhibits),
    ]
    synthetic = " (synthetic data)" if front.synthetic else ""
    return Workbook(
        title=plain_text(f"{front.title}: tables{synthetic}"),
        description=plain_text(front.description),
        publisher=plain_text(front.publisher),
        language=front.language,
        day=front.day,
        sheets=tuple(sheets),
    )


def _collect(document: Document) -> list[_Exhibit]:
    """Figures and then tables, as the contents of the bulletin list them."""
    found: list[_Exhibit] = []
    taken = [COVER, CONTENTS, NOTES]
    for block in document.figures():
        exhibit = _read_figure(block, taken)
        if exhibit is not None:
            found.append(exhibit)
            taken.append(exhibit.sheet)
    for table in document.tables():
        found.append(_read_table(table, taken))
        taken.append(found[-1].sheet)
    return found


def _read_table(table: TableBlock, taken: Sequence[str]) -> _Exhibit:
    sheet = name_sheet("Table", table.number, taken)
    return _Exhibit(
        sheet,
        plain_text(f"Table {table.number}: {table.title}"),
        tidy_table(sheet, table.groups, table.header, table.rows),
        tuple(_drop_mark(note) for note in table.notes),
        plain_text(table.source),
    )


def _read_figure(block: FigureBlock, taken: Sequence[str]) -> _Exhibit | None:
    """The numbers behind a chart; None for a diagram, which has none."""
    figure = block.figure
    if figure.data is None:
        return None
    sheet = name_sheet("Figure", figure.number, taken)
    return _Exhibit(
        sheet,
        plain_text(f"Figure {figure.number}: {figure.title}: the numbers behind it"),
        tidy_table(sheet, (), figure.data.columns, figure.data.rows),
        (plain_text(figure.note),) if figure.note else (),
        plain_text(block.source),
        is_figure=True,
    )


def _drop_mark(note: str) -> str:
    """A mark beside a label on a page is a column of words in a spreadsheet."""
    text = plain_text(note.removeprefix(MARK))
    return text[:1].upper() + text[1:]


def _number_notes(exhibits: Sequence[_Exhibit]) -> dict[str, str]:
    """Each note once, with its name: `note 1`."""
    texts = dict.fromkeys(note for item in exhibits for note in item.notes)
    return {text: f"note {number}" for number, text in enumerate(texts, 1)}


def _make_contents(exhibits: Sequence[_Exhibit], notes: bool) -> Sheet:
    rows = [(NOTES, "Notes to the tables")] if notes else []
    rows += [(item.sheet, item.title) for item in exhibits]
    lines = (
        Line(CONTENTS, "title"),
        Line("This sheet holds one table. Each name in its first column is a link."),
    )
    grid = make_grid("Contents_list", ("Sheet", "What it holds"), rows, TEXT_WIDTH)
    return Sheet(CONTENTS, lines, replace(grid, leads=True))


def _make_notes(notes: dict[str, str], exhibits: Sequence[_Exhibit]) -> Sheet:
    rows = []
    for text, name in notes.items():
        used = ", ".join(item.sheet for item in exhibits if text in item.notes)
        rows.append((name, text, used))
    lines = (
        Line(NOTES, "title"),
        Line("This sheet holds one table: the notes that titles refer to in brackets."),
    )
    grid = make_grid("Notes_list", ("Note", "Text", "Sheets"), rows, TEXT_WIDTH)
    return Sheet(NOTES, lines, grid)


def _make_sheet(item: _Exhibit, notes: dict[str, str], synthetic: bool) -> Sheet:
    marks = [f"[{notes[note]}]" for note in item.notes]
    lines = [Line(" ".join([item.title, *marks]), "title")]
    if synthetic:
        lines.append(Line(SYNTHETIC))
    rows, columns = len(item.grid.rows), len(item.grid.columns)
    held = f"one table of {rows} rows and {columns} columns" if rows else "no table"
    nothing = "" if rows else " There was nothing to list."
    lines.append(Line(f"This sheet holds {held}.{nothing}"))
    lines += [Line(text) for text in _explain([item])]
    if item.source:
        lines.append(Line(item.source))
    if marks:
        lines.append(Line("Notes in brackets are in the sheet Notes.", sheet=NOTES))
    lines.append(Line("Back to the contents.", sheet=CONTENTS))
    return Sheet(item.sheet, tuple(lines), item.grid if rows else None)


def _explain(exhibits: Sequence[_Exhibit]) -> list[str]:
    """What the symbols mean that stand for numbers."""
    used = {symbol for item in exhibits for symbol in item.symbols}
    return [f"{item} means {MEANINGS[item]}." for item in Shorthand if item in used]


def _count(exhibits: Sequence[_Exhibit]) -> list[Line]:
    if not exhibits:
        return [Line("The bulletin has no table and no chart, so there is none here.")]
    figures = sum(item.is_figure for item in exhibits)
    text = (
        f"This workbook holds {len(exhibits) - figures} tables, and the numbers behind "
        f"{figures} figures, each in a sheet of its own."
    )
    return [Line(text), Line("Go to the contents.", sheet=CONTENTS)]
