"""Reads workbooks as other programs do (openpyxl, odfpy), and pages beside them."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import openpyxl
from odf import opendocument
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.teletype import extractText

Value = float | str | None
Sheets = dict[str, list[list[tuple[Value, str]]]]

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def read_xlsx(content: bytes) -> Sheets:
    """Sheet -> rows of (value, text as shown); short rows are as long as they are filled."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [
            [(cell.value, _show(cell)) for cell in row if cell.value is not None]
            for row in sheet.iter_rows()
        ]
        for sheet in book.worksheets
    }


def _show(cell) -> str:
    if isinstance(cell.value, str):
        return cell.value
    match = re.fullmatch(r"#,##0(?:\.(0+))?", cell.number_format)
    assert match, cell.number_format
    return f"{cell.value:,.{len(match[1] or '')}f}"


def read_ods(content: bytes) -> Sheets:
    """Sheet -> rows of (value, text as shown), by odfpy."""
    book = opendocument.load(io.BytesIO(content))
    found: Sheets = {}
    for sheet in book.spreadsheet.getElementsByType(Table):
        assert not sheet.getElementsByType(CoveredTableCell)
        rows = [
            [_read_cell(cell) for cell in row.getElementsByType(TableCell)]
            for row in sheet.getElementsByType(TableRow)
        ]
        found[sheet.getAttribute("name")] = rows
    return found


def _read_cell(cell) -> tuple[Value, str]:
    shown = extractText(cell)
    if cell.getAttrNS(_OFFICE, "value-type") == "float":
        return float(cell.getAttrNS(_OFFICE, "value")), shown
    return shown, shown


@dataclass
class PageTable:
    """A table of a page: caption, and rows of the texts of its cells."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)
    spans: list[bool] = field(default_factory=list)


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[PageTable] = []
        self.open = False
        self.text: list[str] | None = None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append(PageTable())
        elif tag == "tr":
            self.tables[-1].rows.append([])
            self.tables[-1].spans.append(False)
        elif tag in {"td", "th", "caption"}:
            self.text = []
            if tag == "th" and dict(attrs).get("scope") == "rowgroup":
                self.tables[-1].spans[-1] = True

    def handle_data(self, data):
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag):
        if tag in {"td", "th", "caption"} and self.text is not None:
            words = " ".join("".join(self.text).split())
            if tag == "caption":
                self.tables[-1].caption = words
            else:
                self.tables[-1].rows[-1].append(words)
            self.text = None


def read_page(content: bytes) -> dict[str, PageTable]:
    """Sheet name -> the table of the page that it must agree with."""
    reader = _PageReader()
    reader.feed(content.decode())
    found: dict[str, PageTable] = {}
    for table in reader.tables:
        if match := re.match(r"Table (\S+) ", table.caption):
            found[f"Table_{match[1]}"] = table
        elif match := re.fullmatch(r"The numbers behind figure (\S+)", table.caption):
            found[f"Figure_{match[1]}"] = table
    return found


_NUMBER = re.compile(r"(?<![\w.])-?[0-9][0-9,]*(?:\.[0-9]+)?(?!\w)")


def printed_numbers(texts: Iterable[str]) -> list[str]:
    """The numbers in the words of a page or a sheet, in order of size as text."""
    words = " ".join(texts).replace("\N{NO-BREAK SPACE}", " ").replace("< 0.001", "")
    return sorted(_NUMBER.findall(words))


def differing_rows(page: bytes, sheets: Sheets) -> list[str]:
    """Rows whose printed numbers are not those of the page, and tables that lack rows."""
    tables = read_page(page)
    exhibits = [name for name in sheets if name.startswith(("Table_", "Figure_"))]
    assert exhibits == sorted(tables, key=exhibits.index)
    wrong = []
    for name in exhibits:
        table = tables[name]
        if not table.rows[1:]:
            continue
        grid = [row for row in sheets[name] if len(row) > 1][1:]
        rows = [row for row, spans in _with_groups(table) if not spans]
        if len(grid) != len(rows):
            wrong.append(f"{name}: {len(grid)} rows, on the page {len(rows)}")
            continue
        for shown, row in zip(rows, grid, strict=True):
            if printed_numbers(shown) != printed_numbers(text for _, text in row):
                wrong.append(f"{name}: {row}, on the page {shown}")
    return wrong


def _with_groups(table: PageTable) -> Iterator[tuple[list[str], bool]]:
    """Each row with the words of its group header before it, and whether it is one."""
    group: list[str] = []
    for row, spans in zip(table.rows[1:], table.spans[1:], strict=True):
        if spans:
            group = row
        yield (row if spans else [*group, *row]), spans
