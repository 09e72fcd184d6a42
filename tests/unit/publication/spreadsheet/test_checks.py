"""Each check of a finished workbook finds what it is for, in either format."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from probata.publication.accessibility.spreadsheet import check_ods, check_xlsx
from probata.publication.archive import pack_archive, unpack_archive

SHEET = "Table_B1"


def save(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def break_xlsx(xlsx) -> Callable[..., list[str]]:
    """Change the workbook with openpyxl, and say what is found then."""

    def broken(change) -> list[str]:
        book = openpyxl.load_workbook(io.BytesIO(xlsx))
        change(book)
        return [str(fault) for fault in check_xlsx(save(book))]

    return broken


@pytest.fixture
def break_ods(ods) -> Callable[..., list[str]]:
    """Change a part of the file by a regular expression, and say what is found then."""

    def broken(part: str, old: str, new: str, count: int = 1) -> list[str]:
        parts = unpack_archive(ods)
        text, times = re.subn(old, new, parts[part].decode(), count=count)
        assert times, f"{old} is not in {part}"
        parts[part] = text.encode()
        return [str(fault) for fault in check_ods(pack_archive(parts))]

    return broken


def test_a_workbook_that_openpyxl_saved_again_is_still_in_order(break_xlsx):
    assert break_xlsx(lambda book: None) == []


def heading(book) -> int:
    """The number of the header row of the table."""
    (table,) = book[SHEET].tables.values()
    return int(re.match(r"A([0-9]+):", table.ref)[1])


def put(place: str, value: object):
    def change(book):
        book[SHEET][place.format(top=heading(book), row=heading(book) + 2)] = value

    return change


def change_property(name: str, value: object):
    return lambda book: setattr(book.properties, name, value)


def add_table(book):
    sheet = book[SHEET]
    sheet["K1"], sheet["K2"] = "x", "y"
    sheet.add_table(Table(displayName="Another", ref="K1:K2"))


def rename_table(book):
    (table,) = book[SHEET].tables.values()
    table.displayName = table.name = "Table1"


def drop_table(book):
    book[SHEET].tables.clear()


def drop_header(book):
    (table,) = book[SHEET].tables.values()
    table.headerRowCount = 0


def add_filter(book):
    from openpyxl.worksheet.filters import AutoFilter

    (table,) = book[SHEET].tables.values()
    table.autoFilter = AutoFilter(ref=table.ref)


def shrink(book):
    book[SHEET]["A1"].font = Font(size=9)


def hide(what: str):
    def change(book):
        sheet = book[SHEET]
        if what == "sheet":
            sheet.sheet_state = "hidden"
        elif what == "row":
            sheet.row_dimensions[2].hidden = True
        else:
            sheet.column_dimensions["B"].hidden = True

    return change


def link_badly(book):
    cell = book["Cover"]["A1"]
    cell.value, cell.hyperlink = "Click here", "https://example.org"


def drop_note(book):
    sheet = book["Notes"]
    sheet.cell(4, 1).value = "note 99"


def number_as_text(book):
    sheet = book[SHEET]
    row = heading(book) + 1
    place = next(cell for cell in sheet[row] if isinstance(cell.value, int))
    place.value = "1,234"


def blank_row(book):
    top = heading(book)
    drop_table(book)
    for cell in book[SHEET][top]:
        cell.value = None


BROKEN_XLSX = [
    ("the file has no title", change_property("title", None)),
    ("the file names no language", change_property("language", None)),
    ("opens on Contents", lambda book: setattr(book, "active", 1)),
    ("the sheet is blank", lambda book: book.create_sheet("Empty")),
    (
        "name of the sheet says nothing",
        lambda book: setattr(book[SHEET], "title", "Sheet1"),
    ),
    ("cell A1 is blank", put("A1", None)),
    ("cells are merged", lambda book: book[SHEET].merge_cells("A2:B2")),
    ("the sheet is hidden", hide("sheet")),
    ("rows or columns are hidden", hide("row")),
    ("rows or columns are hidden", hide("column")),
    ("panes are frozen", lambda book: setattr(book[SHEET], "freeze_panes", "B2")),
    (
        "there is a page header",
        lambda book: setattr(book[SHEET].oddFooter.center, "text", "page"),
    ),
    (
        "the cursor is not in cell A1",
        lambda book: setattr(book[SHEET].sheet_view.selection[0], "activeCell", "B3"),
    ),
    ("1 cells have letters of 9 points", shrink),
    ("a link is called “Click here”", link_badly),
    ("the row is blank", blank_row),
    ("there are 2 tables", add_table),
    ("no marked table", drop_table),
    ("something below the table", put("A99", "words")),
    ("is explained nowhere", put("A{row}", "[q]")),
    ("no row is marked as header", drop_header),
    ("filter buttons", add_filter),
    ("the name of a table says nothing", rename_table),
    ("cells are blank, the first in row", put("A{row}", None)),
    ("1 numbers under", number_as_text),
    ("is not among the notes", drop_note),
    ("note 99 is referred to nowhere", drop_note),
]


@pytest.mark.filterwarnings("ignore:File may not be readable")
@pytest.mark.parametrize(("said", "change"), BROKEN_XLSX)
def test_a_broken_xlsx_is_named(break_xlsx, said, change):
    found = break_xlsx(change)
    assert any(said in fault for fault in found), found


NOTHING = ""
CONTENT, STYLES = "content.xml", "styles.xml"
BROKEN_ODS = {
    "the file has no title": ("meta.xml", "<dc:title>.*?</dc:title>", NOTHING),
    "the file names no language": ("meta.xml", "<dc:language>.*?</dc:language>", ""),
    "opens on Notes": ("settings.xml", ">Cover<", ">Notes<"),
    "the cursor is not in cell A1": (
        "settings.xml",
        '(CursorPositionY" config:type="int">)0',
        r"\g<1>3",
    ),
    "panes are frozen": (
        "settings.xml",
        '"CursorPositionX" config:type="int">0',
        '"HorizontalSplitMode" config:type="int">2',
    ),
    "cells are merged": (
        CONTENT,
        "<table:table-cell ",
        '<table:table-cell table:number-columns-spanned="2" ',
    ),
    "the sheet is hidden": (CONTENT, 'table:display="true"', 'table:display="false"'),
    "rows or columns are hidden": (
        CONTENT,
        "<table:table-row ",
        '<table:table-row table:visibility="collapse" ',
    ),
    "there is a page header": (STYLES, 'style:display="false"', 'style:display="true"'),
    "letters of 8 points": (STYLES, 'fo:font-size="16pt"', 'fo:font-size="8pt"'),
    "there are pictures": (
        CONTENT,
        "</text:p></table:table-cell>",
        '</text:p><draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"/></table:table-cell>',
    ),
    "no marked table": (
        CONTENT,
        f'<table:database-range table:name="{SHEET}".*?/>',
        NOTHING,
    ),
    "no row is marked as header": (
        CONTENT,
        'contains-header="true"',
        'contains-header="false"',
    ),
    "Contents_list: no row is marked": (
        CONTENT,
        "<table:table-header-rows>(.*?)</table:table-header-rows>",
        r"\1",
    ),
    "filter buttons": (
        CONTENT,
        'filter-buttons="false"',
        'filter-buttons="true"',
    ),
    "columns are called": (CONTENT, "What it holds", "Sheet"),
    "a column has no heading": (CONTENT, "<text:p>What it holds</text:p>", NOTHING),
    "cells are blank, the first in row": (
        CONTENT,
        "<text:p>Notes to the tables</text:p>",
        NOTHING,
    ),
    "is explained nowhere": (CONTENT, r"\[z\] means", "It means", 0),
    "numbers under": (
        CONTENT,
        'office:value-type="float" office:value="[0-9]+"',
        'office:value-type="string"',
    ),
    "is not among the notes": (
        CONTENT,
        "<text:p>note 1</text:p>",
        "<text:p>note 77</text:p>",
    ),
}


@pytest.mark.parametrize("said", BROKEN_ODS)
def test_a_broken_ods_is_named(break_ods, said):
    found = break_ods(*BROKEN_ODS[said])
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize("check", [check_xlsx, check_ods])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not really",
        pack_archive({"readme.txt": b"hello"}),
        pack_archive({"content.xml": b"<a", "xl/workbook.xml": b"<a"}),
    ],
    ids=["empty", "cut", "other", "no XML"],
)
def test_what_is_no_workbook_is_a_fault_and_no_traceback(check, content):
    (fault,) = check(content)
    assert "cannot be read as a workbook" in str(fault)


def test_repeated_rows_and_columns_are_counted(ods):
    """LibreOffice writes runs of like cells once, with a number."""
    parts = unpack_archive(ods)
    text = parts[CONTENT].decode()
    first = text.index("<table:table-row ", text.index(f'table:name="{SHEET}"'))
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    parts[CONTENT] = f"{text[:first]}{blank}{text[first:]}".encode()
    found = [str(fault) for fault in check_ods(pack_archive(parts))]
    assert any(f"{SHEET}: cell A1 is blank" in fault for fault in found)
    assert sum("the row is blank" in fault for fault in found) == 3


@pytest.mark.parametrize(
    ("check", "file", "part"),
    [
        (check_xlsx, "xlsx", "xl/vbaProject.bin"),
        (check_ods, "ods", "Basic/Standard/Module1.xml"),
    ],
)
def test_macros_are_found(request, check, file, part):
    parts = unpack_archive(request.getfixturevalue(file)) | {part: b"x"}
    (fault,) = check(pack_archive(parts))
    assert "holds macros" in str(fault)
