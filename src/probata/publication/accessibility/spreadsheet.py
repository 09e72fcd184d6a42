"""Structural checks of finished workbooks, by the rules on statistics in spreadsheets.

docs/reference/spreadsheet-checklist.md names each rule and the function that checks it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from probata.errors import Fault
from probata.publication.accessibility.read_ods import read_ods
from probata.publication.accessibility.read_xlsx import read_xlsx
from probata.publication.accessibility.seen_workbook import (
    SeenSheet,
    SeenTable,
    SeenWorkbook,
    Unreadable,
)

# In points; smaller letters are hard to read.
SMALLEST_LETTERS = 12
_SYMBOL = re.compile(r"\[[a-z]+\]")
_NUMBER = re.compile(r"[-\N{MINUS SIGN}]?[0-9][0-9,]*(\.[0-9]+)?%?")
_PLAIN_NAME = re.compile(r"(Sheet|Table|Tabelle)[0-9]*", re.IGNORECASE)
_EMPTY_WORDS = {"here", "click here", "link", "this link", "more", "read more"}
# The name of the table of notes, in every language.
NOTES = "Notes_list"


def check_xlsx(content: bytes) -> list[Fault]:
    """What in an XLSX file would stop a reader who uses an aid."""
    return _check(content, read_xlsx)


def check_ods(content: bytes) -> list[Fault]:
    """What in an ODS file would stop a reader who uses an aid."""
    return _check(content, read_ods)


def _check(content: bytes, read: Callable[[bytes], SeenWorkbook]) -> list[Fault]:
    try:
        book = read(content)
    except Unreadable as error:
        return [Fault("the file", f"cannot be read as a workbook ({error}).")]
    faults = [fault for rule in BOOK_RULES for fault in rule(book)]
    for sheet in book.sheets:
        faults += [fault for rule in SHEET_RULES for fault in rule(sheet)]
        for table in sheet.tables:
            faults += [fault for tell in TABLE_RULES for fault in tell(sheet, table)]
    return faults


# --- the whole workbook -----------------------------------------------------------------


def check_properties(book: SeenWorkbook) -> Iterator[Fault]:
    if not book.title.strip():
        yield Fault("properties", "the file has no title.", "Set `title` in [study].")
    if not book.language.strip():
        mend = "Set `language` in [study]."
        yield Fault("properties", "the file names no language.", mend)
    if book.macros:
        yield Fault("the file", "holds macros.", "Take them out.")


def check_opening(book: SeenWorkbook) -> Iterator[Fault]:
    if not book.sheets:
        yield Fault("the file", "has no sheet.")
        return
    first = book.sheets[0].name
    if book.opens_on != first:
        problem = f"opens on {book.opens_on} and not on its first sheet."
        yield Fault("the file", problem, f"Save it with {first} in front.")


def check_table_names(book: SeenWorkbook) -> Iterator[Fault]:
    names = Counter(table.name for sheet in book.sheets for table in sheet.tables)
    for name, times in names.items():
        if times > 1:
            yield Fault(name, f"{times} tables have this name.", "Name each once.")
        if not name or _PLAIN_NAME.fullmatch(name):
            problem = "the name of a table says nothing."
            yield Fault(name or "a table", problem, "Name it after what it holds.")


def check_notes(book: SeenWorkbook) -> Iterator[Fault]:
    """Every note that a sheet refers to is in the table of notes, and the other way."""
    given = {
        sheet.text(row, 1)
        for sheet in book.sheets
        for table in sheet.tables
        if table.name == NOTES
        for row in range(table.top + 1, table.bottom + 1)
    }
    # The word for a note is in the language of the bulletin.
    words = "|".join({re.escape(note.rpartition(" ")[0]) for note in given} or {"note"})
    used: dict[str, str] = {}
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            for note in re.findall(rf"\[((?:{words}) [0-9]+)\]", cell.text):
                used.setdefault(note, sheet.name)
    for note, where in used.items():
        if note not in given:
            yield Fault(where, f"[{note}] is not among the notes.", "Add it.")
    for note in sorted(given - set(used)):
        problem = f"{note} is referred to nowhere."
        yield Fault(NOTES, problem, "Refer to it in a title, or take it out.")


# --- a sheet ----------------------------------------------------------------------------


def check_presence(sheet: SeenSheet) -> Iterator[Fault]:
    if not sheet.cells:
        yield Fault(sheet.name, "the sheet is blank.", "Take it out.")
    elif not sheet.text(1, 1):
        yield Fault(
            sheet.name, "cell A1 is blank.", "Put the title of the sheet there."
        )
    if _PLAIN_NAME.fullmatch(sheet.name):
        problem = "the name of the sheet says nothing."
        yield Fault(sheet.name, problem, "Name it after what it holds.")


def check_layout(sheet: SeenSheet) -> Iterator[Fault]:
    """Nothing that a reader who hears the sheet would not come upon."""
    wrong = {
        "cells are merged.": (sheet.merged, "Split them."),
        "the sheet is hidden.": (sheet.hidden, "Show it, or take it out."),
        "rows or columns are hidden.": (sheet.hides, "Show them, or take them out."),
        "panes are frozen.": (sheet.frozen, "Unfreeze them."),
        "there is a page header or footer.": (sheet.margins, "Put it in cells."),
        "there are pictures or boxes.": (sheet.drawings, "Say it in cells."),
    }
    for problem, (found, mend) in wrong.items():
        if found:
            yield Fault(sheet.name, problem, mend)
    if sheet.cursor != (1, 1):
        yield Fault(sheet.name, "the cursor is not in cell A1.", "Save it there.")


def check_letters(sheet: SeenSheet) -> Iterator[Fault]:
    small = [cell.size for cell in sheet.cells.values() if cell.size < SMALLEST_LETTERS]
    if small:
        problem = f"{len(small)} cells have letters of {min(small):g} points or more."
        yield Fault(sheet.name, problem, f"Use {SMALLEST_LETTERS} points or more.")


def check_links(sheet: SeenSheet) -> Iterator[Fault]:
    for cell in sheet.cells.values():
        if cell.links and cell.text.strip(" .").casefold() in _EMPTY_WORDS:
            problem = f"a link is called “{cell.text}”."
            yield Fault(sheet.name, problem, "Say where it leads.")


def check_blank_rows(sheet: SeenSheet) -> Iterator[Fault]:
    filled = {row for row, _ in sheet.cells}
    for row in range(1, sheet.last_row):
        if row not in filled:
            yield Fault(f"{sheet.name}, row {row}", "the row is blank.", "Take it out.")


def check_marking(sheet: SeenSheet) -> Iterator[Fault]:
    """One table, marked, and nothing beside or below it."""
    if len(sheet.tables) > 1:
        problem = f"there are {len(sheet.tables)} tables."
        yield Fault(sheet.name, problem, "Give each a sheet of its own.")
    for row, column in sorted(sheet.cells):
        inside = any(_holds(table, row, column) for table in sheet.tables)
        if not inside and column > 1:
            problem = "there is something outside column A and no marked table."
            mend = "Mark the table, or put the words in column A."
            yield Fault(f"{sheet.name}, row {row}", problem, mend)
            return
        if not inside and any(row > table.bottom for table in sheet.tables):
            problem = "there is something below the table."
            yield Fault(f"{sheet.name}, row {row}", problem, "Put it above.")
            return


def check_symbols(sheet: SeenSheet) -> Iterator[Fault]:
    """Every symbol that stands for a number is explained above its table."""
    above = " ".join(sheet.lines())
    used = {cell.text for cell in sheet.cells.values() if _SYMBOL.fullmatch(cell.text)}
    for symbol in sorted(used):
        if symbol not in above:
            problem = f"{symbol} is explained nowhere on the sheet."
            yield Fault(sheet.name, problem, "Say above the table what it means.")


# --- a table ----------------------------------------------------------------------------


def check_header(sheet: SeenSheet, table: SeenTable) -> Iterator[Fault]:
    if not table.header:
        yield Fault(table.name, "no row is marked as header.", "Mark the first.")
    if table.left != 1:
        yield Fault(table.name, "the table does not start in column A.", "Move it.")
    if table.filters:
        yield Fault(table.name, "the table has filter buttons.", "Switch them off.")
    heads = [sheet.text(table.top, column) for column in _columns(table)]
    if not all(heads):
        yield Fault(table.name, "a column has no heading.", "Give it one.")
    for head, times in Counter(filter(None, heads)).items():
        if times > 1:
            problem = f"{times} columns are called “{head}”."
            yield Fault(table.name, problem, "Name each column once.")


def check_blank_cells(sheet: SeenSheet, table: SeenTable) -> Iterator[Fault]:
    blank = [
        row
        for row in range(table.top + 1, table.bottom + 1)
        for column in _columns(table)
        if (row, column) not in sheet.cells
    ]
    if blank:
        problem = f"{len(blank)} cells are blank, the first in row {blank[0]}."
        mend = "Put a symbol there, and say what it means."
        yield Fault(table.name, problem, mend)


def check_numbers(sheet: SeenSheet, table: SeenTable) -> Iterator[Fault]:
    """A column of numbers holds no number that is text."""
    for column in _columns(table):
        cells = [
            sheet.cells[row, column]
            for row in range(table.top + 1, table.bottom + 1)
            if (row, column) in sheet.cells
        ]
        written = [
            cell for cell in cells if not cell.number and _NUMBER.fullmatch(cell.text)
        ]
        if written and any(cell.number for cell in cells):
            head = sheet.text(table.top, column)
            problem = f"{len(written)} numbers under “{head}” are text."
            yield Fault(table.name, problem, "Store them as numbers.")


def _holds(table: SeenTable, row: int, column: int) -> bool:
    across = table.left <= column <= table.right
    return across and table.top <= row <= table.bottom


def _columns(table: SeenTable) -> range:
    return range(table.left, table.right + 1)


BOOK_RULES = (check_properties, check_opening, check_table_names, check_notes)
SHEET_RULES = (
    check_presence,
    check_layout,
    check_letters,
    check_links,
    check_blank_rows,
    check_marking,
    check_symbols,
)
TABLE_RULES = (check_header, check_blank_cells, check_numbers)
