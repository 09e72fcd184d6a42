"""From a document to a workbook: cover, contents, notes, then a sheet a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from probata.publication.cells import MARK, Shorthand, explain_symbol
from probata.publication.document import Document, FigureBlock, TableBlock
from probata.publication.language import translate, translate_count
from probata.publication.spreadsheet.cover import make_cover, title_workbook
from probata.publication.spreadsheet.grid import make_grid, plain_text, tidy_table
from probata.publication.spreadsheet.names import Fronts, name_fronts, name_sheet
from probata.publication.spreadsheet.workbook import Grid, Line, Sheet, Workbook

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
    names = name_fronts()
    exhibits = _collect(document, names)
    notes = _number_notes(exhibits)
    front = document.front
    held = _count(exhibits, names)
    sheets = [
        make_cover(names.cover, document, held, _explain(exhibits), TEXT_WIDTH),
        *([_make_contents(names, exhibits, bool(notes))] if exhibits else []),
        *([_make_notes(names, notes, exhibits)] if notes else []),
        *(_make_sheet(item, names, notes, front.synthetic) for item in exhibits),
    ]
    return Workbook(
        title=title_workbook(front),
        description=plain_text(front.description),
        publisher=plain_text(front.publisher),
        language=front.language,
        day=front.day,
        sheets=tuple(sheets),
    )


def _collect(document: Document, names: Fronts) -> list[_Exhibit]:
    """Figures and then tables, as the contents of the bulletin list them."""
    found: list[_Exhibit] = []
    taken = [names.cover, names.contents, names.notes]
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
    sheet = name_sheet(translate("Table"), table.number, taken)
    title = translate("Table {number}: {title}", number=table.number, title=table.title)
    return _Exhibit(
        sheet,
        plain_text(title),
        tidy_table(sheet, table.groups, table.header, table.rows),
        tuple(_drop_mark(note) for note in table.notes),
        plain_text(table.source),
    )


def _read_figure(block: FigureBlock, taken: Sequence[str]) -> _Exhibit | None:
    """The numbers behind a chart; None for a diagram, which has none."""
    figure = block.figure
    if figure.data is None:
        return None
    sheet = name_sheet(translate("Figure"), figure.number, taken)
    title = translate(
        "Figure {number}: {title}: the numbers behind it",
        number=figure.number,
        title=figure.title,
    )
    return _Exhibit(
        sheet,
        plain_text(title),
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
    return {
        text: translate("note {number}", number=number)
        for number, text in enumerate(texts, 1)
    }


def _make_contents(names: Fronts, exhibits: Sequence[_Exhibit], notes: bool) -> Sheet:
    rows = [(names.notes, translate("Notes to the tables"))] if notes else []
    rows += [(item.sheet, item.title) for item in exhibits]
    lines = (
        Line(names.contents, "title"),
        Line(
            translate(
                "This sheet holds one table. Each name in its first column is a link."
            )
        ),
    )
    heads = (translate("Sheet"), translate("What it holds"))
    grid = make_grid("Contents_list", heads, rows, TEXT_WIDTH)
    return Sheet(names.contents, lines, replace(grid, leads=True))


def _make_notes(
    names: Fronts, notes: dict[str, str], exhibits: Sequence[_Exhibit]
) -> Sheet:
    rows = []
    for text, name in notes.items():
        used = ", ".join(item.sheet for item in exhibits if text in item.notes)
        rows.append((name, text, used))
    lines = (
        Line(names.notes, "title"),
        Line(
            translate(
                "This sheet holds one table: the notes that titles refer to in brackets."
            )
        ),
    )
    heads = (translate("Note"), translate("Text"), translate("Sheets"))
    return Sheet(names.notes, lines, make_grid("Notes_list", heads, rows, TEXT_WIDTH))


def _make_sheet(
    item: _Exhibit, names: Fronts, notes: dict[str, str], synthetic: bool
) -> Sheet:
    marks = [f"[{notes[note]}]" for note in item.notes]
    lines = [Line(" ".join([item.title, *marks]), "title")]
    if synthetic:
        lines.append(Line(translate("Synthetic data: made up, no real case")))
    lines.append(Line(_measure(item.grid)))
    lines += [Line(text) for text in _explain([item])]
    if item.source:
        lines.append(Line(item.source))
    if marks:
        text = translate("Notes in brackets are in the sheet {name}.", name=names.notes)
        lines.append(Line(text, sheet=names.notes))
    lines.append(Line(translate("Back to the contents."), sheet=names.contents))
    return Sheet(item.sheet, tuple(lines), item.grid if item.grid.rows else None)


def _measure(grid: Grid) -> str:
    if not grid.rows:
        return translate("This sheet holds no table. There was nothing to list.")
    return translate(
        "This sheet holds one table of {rows} rows and {columns} columns.",
        rows=len(grid.rows),
        columns=len(grid.columns),
    )


def _explain(exhibits: Sequence[_Exhibit]) -> list[str]:
    """What the symbols mean that stand for numbers."""
    used = {symbol for item in exhibits for symbol in item.symbols}
    return [explain_symbol(item) for item in Shorthand if item in used]


def _count(exhibits: Sequence[_Exhibit], names: Fronts) -> list[Line]:
    if not exhibits:
        text = translate(
            "The bulletin has no table and no chart, so there is none here."
        )
        return [Line(text)]
    figures = sum(item.is_figure for item in exhibits)
    tables = len(exhibits) - figures
    texts = [
        translate_count("This workbook holds {count} table.",
                        "This workbook holds {count} tables.", tables),
        translate_count("It holds the numbers behind {count} figure.",
                        "It holds the numbers behind {count} figures.", figures),
        translate("Each stands in a sheet of its own."),
    ]  # fmt: skip
    go = Line(translate("Go to the contents."), sheet=names.contents)
    return [Line(" ".join(texts)), go]
