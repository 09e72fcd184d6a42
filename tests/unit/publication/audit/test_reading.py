"""Published files as people make them: merged cells, footnotes, other separators, damage."""

import contextlib
import io
import time
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook

from probata.errors import DataError, InputMissing
from probata.publication.audit.cells import (
    is_empty,
    is_held_back,
    read_counts,
    read_quantity,
)
from probata.publication.audit.columns import find_level, find_role
from probata.publication.audit.layout import lay_out
from probata.publication.audit.read_docx import read_docx
from probata.publication.audit.read_html import read_html
from probata.publication.audit.read_rows import read_csv
from probata.publication.audit.read_sheets import read_ods, read_xlsx, show_value
from probata.publication.audit.read_source import READERS, read_sources
from probata.publication.audit.read_text import read_markdown, read_plain
from probata.publication.audit.run import Options, audit_sources


@pytest.mark.parametrize(
    ("text", "value", "digits"),
    [("1,539", "1539", 0), ("12 345", "12345", 0), ("53.3%", "53.3", 1),
     ("53.3*", "53.3", 1), ("53.3 [r]", "53.3", 1), ("35.7a", "35.7", 1),
     ("53·3", "53.3", 1), ("53,3", "53.3", 1), ("−0.5", "-0.5", 1), (".000", "0", 3),
     ("1\u202f539", "1539", 0), ("53.30", "53.30", 2), ("12\u2020", "12", 0)],
)  # fmt: skip
def test_a_number_as_printed(text, value, digits):
    found = read_quantity(text)
    assert found is not None
    assert (found.value, found.digits) == (Decimal(value), digits)


@pytest.mark.parametrize(
    "text", ["", "-", "..", "[c]", "n/a", "5–10", "97 (34.5)", "p"]
)
def test_what_is_no_number(text):
    assert read_quantity(text) is None


def test_why_there_is_no_number():
    assert [is_held_back(item) for item in ("[c]", "*", "<5", "c", "-", "")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip
    assert all(is_empty(item) for item in ("", "—", "..", "[x]", "z", "n/a"))
    assert read_quantity("< 0.001").relation == "<"
    assert read_counts("549|550") == (549, 550)
    assert read_counts("53.3") == ()


@pytest.mark.parametrize(
    ("heading", "role"),
    [("n", "n"), ("Cases (n)", "n"), ("Number of cases", "n"), ("Base", "n"),
     ("%", "percent"), ("percent_yes", "percent"), ("Per cent with progress", "percent"),
     ("yes_count", "count"), ("Of these, progress made", "count"),
     ("Odds ratio", "ratio"), ("aOR", "ratio"), ("Exp(B)", "ratio"), ("B", "estimate"),
     ("S.E.", "error"), ("Wald", "chi2"), ("df", "df"), ("Sig.", "p"), ("p (Wald)", "p"),
     ("95% CI", "ci"), ("95% C.I.for EXP(B) Lower", "ci_low"), ("ci_high", "ci_high"),
     ("Upper", "ci_high"), ("Region", None), ("High or very high", None), ("", None),
     ("or more", None), ("Number of key questions judged positive", "count"),
     ("Difference in points", "estimate"), ("Change, percentage points", "estimate")],
)  # fmt: skip
def test_the_role_of_a_heading(heading, role):
    assert find_role(heading) == role


def test_the_level_of_an_interval():
    assert find_level("99% confidence interval") == 0.99
    assert find_level("Interval") is None


HTML = """<html><head><title>T<body>
<table><caption>Table 1: <b>Progress</b></caption>
<thead><tr><th rowspan=2>Group<th colspan=2>Men<th colspan=2>Women
<tr><th>n<th>%<th>n<th>%</thead>
<tr><th colspan=5>Age group
<tr><td>18&ndash;25<td>100<td>50.0<sup>a</sup><td>1&nbsp;050<td>33.3
<tr><td rowspan=2>26+<td>10<td>..<td>5<td>[c]
<tr><td>20<td>5.0<td>6<td>50.0</table>
<p>Before<br>after <script>var x = "<p>no</p>";</script>
<table><tr><td>outer <table><tr><th>Group<th>n<tr><td>x<td>3</table> after</table>
<h2>Heading</h2>"""


def test_html_with_merged_and_nested_cells():
    source = read_html("page.html", HTML.encode())
    first, outer, inner = source.grids
    table = lay_out(first, {})
    assert first.name == "Table 1: Progress"
    assert table.headings[1:4] == ("Men n", "Men %", "Women n")
    assert [dict(item.columns) for item in table.sets] == [
        {"n": 1, "percent": 2},
        {"n": 3, "percent": 4},
    ]
    assert [row.name for row in table.rows] == [
        "Age group: 18–25", "Age group: 26+", "Age group: 26+",
    ]  # fmt: skip
    assert table.rows[0].quantity(table.sets[0], "percent").value == Decimal("50.0")
    assert table.rows[0].n(table.sets[1]) == 1050
    assert outer.rows == (("outer after",),)
    assert inner.rows == (("Group", "n"), ("x", "3"))
    texts = [(item.kind, item.text) for item in source.passages]
    assert texts == [("paragraph", "Before after"), ("heading", "Heading")]


@pytest.mark.parametrize("span", ["999999999", "-1", "0", "x", ""])
def test_a_span_that_is_no_span(span):
    text = f"<table><tr><td colspan={span} rowspan={span}>a<td>b<tr><td>c</table>"
    (grid,) = read_html("page.html", text.encode()).grids
    assert len(grid.rows[0]) <= 1001


def test_what_a_page_hides_is_not_read():
    text = (
        "<p>Half, 50%<span hidden> (10 of <span>20</span> cases)</span> of them."
        "<input hidden> And more.</p>"
    )
    (passage,) = read_html("page.html", text.encode()).passages
    assert passage.text == "Half, 50% of them. And more."


def test_a_table_that_would_fill_the_memory_is_not_read():
    row = "<tr>" + "<td colspan=1000 rowspan=65000>x" * 40
    (grid,) = read_html("page.html", f"<table>{row * 60}</table>".encode()).grids
    assert grid.rows == () and "too large" in grid.name


def test_csv_with_a_mark_semicolons_and_a_title():
    text = "\ufeffTable 4: Progress;;\r\n;;\r\nGroup;Cases;Per cent\r\nYes;866;53,3\r\nAge;;\r\n18-25;10;50,0\r\n;;\r\nNotes;;\r\n"
    source = read_csv("table.csv", text.encode())
    table = lay_out(source.grids[0], {})
    assert [item.text for item in source.passages] == ["Table 4: Progress", "Notes"]
    assert [(row.number, row.name) for row in table.rows] == [
        (4, "Yes"),
        (6, "Age: 18-25"),
    ]
    assert dict(table.sets[0].columns) == {"n": 1, "percent": 2}


def test_a_blank_row_between_groups_does_not_end_a_table():
    text = "Group,n,%\nA,10,50.0\nB,20,50.0\n,,\nC,30,50.0\nD,40,50.0\n"
    (grid,) = read_csv("table.csv", text.encode()).grids
    assert [row.number for row in lay_out(grid, {}).rows] == [2, 3, 5, 6]


def test_pairs_in_one_cell_become_two_columns():
    text = "Group\tYes, n (%)\tOR (95% CI)\nA\t97 (34.5%)\t1.53 (1.10 to 2.12)\nB\t8 (25%)\t0.50 [0.30, 0.80]\n"
    (grid,) = read_csv("table.tsv", text.encode()).grids
    (measures,) = lay_out(grid, {}).sets
    assert set(measures.columns) == {"count", "percent", "ratio", "ci"}
    row = lay_out(grid, {}).rows[0]
    low, high = row.limits(measures)
    assert (str(low), str(high), measures.level) == ("1.10", "2.12", 0.95)


def test_named_columns_win():
    text = "Group,Weight,Share\nA,10,50.0\nB,20,50.0\n"
    (grid,) = read_csv("table.csv", text.encode()).grids
    assert lay_out(grid, {}).sets == ()
    (measures,) = lay_out(grid, {"weight": "n", "Share": "percent"}).sets
    assert dict(measures.columns) == {"n": 1, "percent": 2}


def test_the_last_of_a_list_is_no_total():
    text = "Questions,n\nNone,532\nOne,358\nTwo,256\nAll three,384\nAll cases,1530\n"
    (grid,) = read_csv("table.csv", text.encode()).grids
    assert [row.label for row in lay_out(grid, {}).rows if row.is_total] == []
    (grid,) = read_csv("table.csv", b"Sex,n\nMale,5\nAll others,3\nAll cases,8\n").grids
    assert [row.label for row in lay_out(grid, {}).rows if row.is_total] == [
        "All cases"
    ]


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_of(body: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        text = f"<w:document {W}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", text)
    return stream.getvalue()


def cell(text: str, properties: str = "") -> str:
    inner = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def test_docx_with_merged_cells_and_a_caption():
    down, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="4"/>'
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Findings</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>Table 2: </w:t></w:r><w:r><w:t>Progress</w:t></w:r>"
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
        "<w:sdt><w:sdtContent><w:tbl>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('Group')}{cell('Answer')}{cell('n')}{cell('%')}</w:tr>"
        f"<w:tr>{cell('Sex', down)}{cell('Male')}{cell('10')}{cell('50.0')}</w:tr>"
        f"<w:tr>{cell('', more)}{cell('Female')}{cell('20')}{cell('25.0')}</w:tr>"
        f"<w:tr>{cell('Age', wide)}</w:tr>"
        f"<w:tr>{cell('')}{cell('18-25')}{cell('20')}{cell('25.0')}</w:tr>"
        "</w:tbl></w:sdtContent></w:sdt>"
    )
    source = read_docx("draft.docx", docx_of(body))
    table = lay_out(source.grids[0], {})
    assert table.name == "Table 2: Progress"
    assert [row.name for row in table.rows] == [
        "Sex: Male",
        "Sex: Female",
        "Age: 18-25",
    ]
    assert [(p.kind, p.level) for p in source.passages] == [
        ("heading", 2),
        ("paragraph", 0),
    ]


@pytest.mark.parametrize("reader", [read_docx, read_xlsx, read_ods])
@pytest.mark.parametrize(
    "raw",
    [b"", b"no archive", b"PK\x03\x04 cut short", docx_of("<w:p>"), docx_of("&x;")],
    ids=["empty", "text", "cut", "no XML", "entity"],
)
def test_an_office_file_that_is_none(reader, raw):
    with pytest.raises(DataError, match="file"):
        reader("file", raw)


def test_entities_and_bombs_are_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(DataError, match="entities"):
        read_ods("file.ods", stream.getvalue())
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b" " * 70_000_000)
    with pytest.raises(DataError, match="too large"):
        read_ods("file.ods", stream.getvalue())


def test_xlsx_reads_as_the_sheet_shows():
    book = Workbook()
    sheet = book.active
    sheet.title = "Table 1"
    sheet.append(["Table 1: Progress"])
    sheet.append([])
    sheet.append(["Group", "Answer", "n", "Per cent"])
    sheet.append(["Sex", "Male", 866, 0.53348])
    sheet.append([None, "Female", 672, 0.12797])
    for row in (4, 5):
        sheet.cell(row, 4).number_format = "0.0%"
    sheet.merge_cells("A4:A5")
    stream = io.BytesIO()
    book.save(stream)
    source = read_xlsx("tables.xlsx", stream.getvalue())
    table = lay_out(source.grids[0], {})
    assert [row.name for row in table.rows] == ["Sex: Male", "Sex: Female"]
    assert [row.cells[3] for row in table.rows] == ["53.3%", "12.8%"]
    assert source.passages[0].text == "Table 1: Progress"


@pytest.mark.parametrize(
    ("value", "shape", "shown"),
    [(53.348, "General", "53.348"), (53.35, "0.0", "53.4"), (1539, "#,##0", "1,539"),
     (0.5, "0%", "50%"), (5, '0" cases"', "5"), (1.5, "0.00_ ;[Red]-0.00", "1.50"),
     ("x", "0.0", "x"), (None, "0", ""), (True, "0", "True")],
)  # fmt: skip
def test_a_number_in_its_format(value, shape, shown):
    assert show_value(value, shape) == shown


def test_ods_with_repeated_and_covered_cells():
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )

    tall = 'table:number-rows-spanned="2"'
    twice = 'table:number-columns-repeated="2"'

    def put(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    rows = (
        f"<table:table-row>{put('Group')}{put('n')}{put('%')}</table:table-row>"
        f"<table:table-row>{put('A', tall)}{put('10')}{put('50.0')}</table:table-row>"
        f"<table:table-row><table:covered-table-cell/>{put('20', twice)}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    )
    text = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="T">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", text)
    (grid,) = read_ods("tables.ods", stream.getvalue()).grids
    assert [row[:3] for row in grid.rows] == [
        ("Group", "n", "%"), ("A", "10", "50.0"), ("A", "20", "20"),
    ]  # fmt: skip


def test_markdown_and_plain_text():
    text = '# One\n\nA *word* of {{ n("x") }} and\nmore.\n\n| g | n |\n| - | - |\n| a | 3 |\n'
    source = read_markdown("draft.md", text.encode())
    assert [(p.where, p.kind, p.text) for p in source.passages] == [
        ("line 1", "heading", "One"),
        ("line 3", "paragraph", "A word of … and more."),
    ]
    assert source.grids[0].rows == (("g", "n"), ("a", "3"))
    plain = read_plain("draft.txt", b"Findings\r\n\r\nA sentence\nof two lines.\r\n")
    assert [(p.where, p.kind) for p in plain.passages] == [
        ("line 1", "heading"),
        ("line 3", "paragraph"),
    ]


def test_every_file_that_cannot_be_read_is_named(tmp_path):
    good = tmp_path / "good.csv"
    good.write_text("Group,n\nA,3\n")
    (tmp_path / "empty.html").write_text("  ")
    (tmp_path / "bad.csv").write_bytes(b"a,\xff\xfe\xfa\n")
    wrong = [tmp_path / name for name in ("none.csv", "empty.html", "bad.csv", "x.pdf")]
    with pytest.raises(DataError) as caught:
        read_sources([good, *wrong])
    assert len(caught.value.faults) == 4
    assert "the document that it was made from" in str(caught.value)
    with pytest.raises(InputMissing, match="none.csv"):
        read_sources([tmp_path / "none.csv"])
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputMissing, match="is a folder"):
        read_sources([tmp_path / "folder.csv"])


HUGE = "9" * 5000


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        (".csv", f"Group,n,%\nA,{HUGE},53.3\nB,{'9' * 30},50.0\nC,10,50.0\n"),
        (".csv", "Group,n\n" + "x" * 200_000 + ",1\n"),
        (".csv", 'Group,n\n"never closed,1\n'),
        (".html", f"<table><tr><td colspan={HUGE}>n (n = {HUGE})<td>%<tr><td>1<td>2</table>"),
        (".md", f"{HUGE} of {HUGE} (53.3%), n = {HUGE}, 54 per cent, t({HUGE}) = 2, p = .1"),
        (".md", "t(1.2.3) = 2.1, p = .04 and F(..., 2) = 3, p = .2; r(5) = 1.5, p = .01."),
        (".md", "(" * 3000 + "Smith 2020" + ")" * 3000),
        (".txt", "A" * 300_000 + " 2020"),
        (".txt", "Aa " * 100_000 + "(2020)"),
        (".md", "(" + "Smith 2020 " * 20_000),
        (".csv", f"Group,n,%\nA,{'1' * 100_000},{'1 ' * 50_000}(\n"),
        (".csv", f"Group,{'ci ' * 50_000},{'n = ' * 50_000}\nA,1,2\n"),
        (".html", "<div>" * 5000 + "x 54 per cent"),
    ],
    ids=range(13),
)  # fmt: skip
def test_hostile_input_ends_soon_and_quietly(ending, text):
    # Processor time, so that a busy machine fails nothing; the slowest takes under 2 s,
    # and an expression that backtracks over such input takes hours.
    started = time.process_time()
    with contextlib.suppress(DataError):
        source = READERS[ending](f"file{ending}", text.encode())
        table = READERS[".csv"]("t.csv", b"Group,n,%\nA,900000000000,53.3\n")
        audit_sources([source, table], Options(names={"a": "a"}))
    assert time.process_time() - started < 60
