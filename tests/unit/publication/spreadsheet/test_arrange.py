"""The plan of a workbook: tidy tables, notes counted once, symbols explained."""

from dataclasses import replace
from decimal import Decimal

import pytest

from probata.analysis.results import Share
from probata.publication.accessibility.spreadsheet import check_xlsx
from probata.publication.cells import (
    MARK,
    Cell,
    Shorthand,
    column_headers,
    head_limits,
    show_count,
    show_interval,
    show_none,
    show_share,
)
from probata.publication.document import ListBlock, Notice, Quote, Section
from probata.publication.language import read_language, speaking
from probata.publication.spreadsheet.arrange import arrange_workbook
from probata.publication.spreadsheet.grid import tidy_table
from probata.publication.spreadsheet.names import name_columns, name_sheet
from probata.publication.spreadsheet.xlsx import write_xlsx

NONE = Shorthand.NOT_APPLICABLE
SUPPRESSED = Share(n=None, positive=None, percent=None, ci_low=None, ci_high=None)


def sheet_of(workbook, name):
    return next(sheet for sheet in workbook.sheets if sheet.name == name)


def texts(sheet):
    return [line.text for line in sheet.lines]


def test_groups_become_columns_and_intervals_two():
    rows = [
        (Cell("All", "row_header"), show_count(3), show_none("none", columns=2)),
        (Cell("Sex * yes", "group_header", values=("Sex", "Yes")),),
        (
            Cell("Male", "row_header"),
            show_count(2),
            show_interval(Decimal("1.0"), Decimal("2.5")),
        ),
    ]
    header = column_headers("Category", "n", head_limits("95%"))
    grid = tidy_table("T", ("Variable", "Marked"), header, rows)
    assert [column.name for column in grid.columns] == [
        "Variable",
        "Marked",
        "Category",
        "n",
        "95%: lower limit",
        "95%: upper limit",
    ]
    assert grid.rows == (
        (NONE, NONE, "All", Decimal(3), NONE, NONE),
        ("Sex", "Yes", "Male", Decimal(2), Decimal("1.0"), Decimal("2.5")),
    )
    assert [column.numeric for column in grid.columns] == [False] * 3 + [True] * 3


def test_group_headers_without_names_are_a_column():
    rows = [(Cell("One", "group_header"),), (Cell("a", "row_header"), show_count(1))]
    grid = tidy_table("T", (), column_headers("x", "n"), rows)
    assert [column.name for column in grid.columns] == ["Group", "x", "n"]
    assert grid.rows == (("One", "a", Decimal(1)),)


def test_a_remark_becomes_the_last_column():
    rows = [
        (Cell("a", "row_header"), show_none("", remark="no case")),
        (Cell("b", "row_header"), show_count(1)),
    ]
    grid = tidy_table("T", (), column_headers("x", "n"), rows)
    assert grid.columns[-1].name == "Remarks"
    assert [row[-1] for row in grid.rows] == ["no case", NONE]


def test_no_cell_is_blank_and_no_text_breaks_the_file():
    rows = [(Cell(" \t", "row_header"), Cell("a\x00b\n\ud800c"))]
    grid = tidy_table("T", (), column_headers("", "x\ny"), rows)
    assert [column.name for column in grid.columns] == ["Column", "x y"]
    assert grid.rows == ((NONE, "a b c"),)


@pytest.mark.parametrize(
    "row",
    [
        (Cell("a"), show_count(1)),  # one value under two columns
        (Cell("a"),),  # a cell too few
    ],
)
def test_a_table_that_does_not_fit_its_header_is_never_written(row):
    with pytest.raises(ValueError, match="values|argument"):
        tidy_table("T", (), column_headers("x", head_limits("i")), [row])


def test_names_are_short_plain_and_given_once():
    assert name_sheet("Table", "B1", []) == "Table_B1"
    assert name_sheet("Table", "b1", ["TABLE_B1"]) == "Table_b1_2"
    assert name_sheet("Table", "1/2: [x]*?", []) == "Table_1_2_x"
    assert name_sheet("Table", "Übersicht", []) == "Table_Übersicht"
    long = name_sheet("Table", "x" * 80, [])
    assert len(long) == 31
    again = name_sheet("Table", "x" * 80, [long])
    assert len(again) == 31
    assert again.endswith("_2")
    assert name_columns(["n", "N", "p", "n (2)", "n"]) == (
        "n",
        "N (2)",
        "p",
        "n (2) (2)",
        "n (3)",
    )


def test_sheets_come_in_order_and_each_table_has_one(document, workbook):
    names = [sheet.name for sheet in workbook.sheets]
    assert names[:4] == ["Cover", "Contents", "Notes", "Figure_1"]
    assert names[4:] == [f"Table_{table.number}" for table in document.tables()]
    contents = sheet_of(workbook, "Contents").grid
    assert [row[0] for row in contents.rows] == names[2:]


def test_a_sheet_says_what_it_is_before_its_table(workbook):
    sheet = sheet_of(workbook, "Table_B1")
    lines = texts(sheet)
    assert lines[0].startswith("Table B1: Sex & <group> [note ")
    assert "This sheet holds one table of 8 rows and 7 columns." in lines
    assert lines[-1] == "Back to the contents."
    symbols = [line for line in lines if line.startswith("[")]
    used = {value for row in sheet.grid.rows for value in row} & set(Shorthand)
    assert [line.split(" ")[0] for line in symbols] == [
        item for item in Shorthand if item in used
    ]


def test_significance_is_a_column_of_words(workbook):
    sheet = sheet_of(workbook, "Table_B1")
    at = [column.name for column in sheet.grid.columns].index("Significant")
    words = {row[0]: row[at] for row in sheet.grid.rows}
    assert words == {NONE: NONE, "sex": "No", "group": "Yes", "twin": "Not tested"}
    everything = [line for item in workbook.sheets for line in texts(item)]
    notes = [str(row[1]) for row in sheet_of(workbook, "Notes").grid.rows]
    assert not any(MARK in text for text in [*everything, *notes])
    assert any(note.startswith("Significant: the joint") for note in notes)


def test_why_there_is_no_estimate_stands_in_the_remarks(document, workbook):
    model = next(table for table in document.tables() if "odds ratios" in table.title)
    grid = sheet_of(workbook, f"Table_{model.number}").grid
    names = [column.name for column in grid.columns]
    row = next(row for row in grid.rows if row[0] == "twin")
    assert row[names.index("Odds ratio")] == Shorthand.NOT_AVAILABLE
    assert row[names.index("95% interval: upper limit")] == Shorthand.NOT_AVAILABLE
    assert row[names.index("Remarks")] == "explained by sex=f<m&"


def test_a_suppressed_number_is_a_symbol_that_the_sheet_explains(document):
    row = (Cell("Few", "row_header"), *show_share(SUPPRESSED))
    table = replace(document.tables()[0], rows=(row,), groups=())
    section = Section("s", "1", "One", (table,))
    made = arrange_workbook(replace(document, sections=(section,)))
    sheet = made.sheets[-1]
    assert sheet.grid.rows == (("Few", *[Shorthand.CONFIDENTIAL] * 4),)
    assert any(line.startswith("[c] means confidential") for line in texts(sheet))
    assert any("[c] means confidential" in line for line in texts(made.sheets[0]))
    assert check_xlsx(write_xlsx(made)) == []


def test_a_note_is_numbered_once_and_names_its_sheets(document):
    table = document.tables()[0]
    twice = replace(table, number="B2", notes=(*table.notes, "Of its own."))
    section = Section("s", "9", "More", (twice,))
    made = arrange_workbook(replace(document, sections=(*document.sections, section)))
    notes = sheet_of(made, "Notes").grid.rows
    assert len({row[1] for row in notes}) == len(notes)
    assert [row[0] for row in notes] == [f"note {at + 1}" for at in range(len(notes))]
    shared = next(row for row in notes if str(row[1]).startswith("Significant"))
    assert shared[2] == "Table_B1, Table_B2"
    own = next(row for row in notes if row[1] == "Of its own.")
    assert own[2] == "Table_B2"
    assert texts(sheet_of(made, "Table_B2"))[0].endswith(f"[{own[0]}]")


def test_a_table_without_rows_says_so(document):
    table = replace(document.tables()[0], rows=(), notes=())
    section = Section("s", "1", "One", (table,))
    made = arrange_workbook(replace(document, sections=(section,)))
    assert [sheet.name for sheet in made.sheets] == ["Cover", "Contents", "Table_B1"]
    sheet = made.sheets[-1]
    assert sheet.grid is None
    assert "This sheet holds no table. There was nothing to list." in texts(sheet)


def test_a_bulletin_without_tables_has_a_cover_that_says_so(document):
    made = arrange_workbook(replace(document, sections=()))
    assert [sheet.name for sheet in made.sheets] == ["Cover"]
    assert any("no table and no chart" in line for line in texts(made.sheets[0]))


def test_tables_inside_lists_quotes_and_notices_have_sheets_too(document):
    one, *_ = document.tables()
    inside = [replace(one, number=number) for number in ("1", "2", "3")]
    blocks = (
        ListBlock(False, ((Quote((inside[0],)),), (inside[1],))),
        Notice("Mind", (inside[2],)),
    )
    section = Section("s", "1", "One", blocks)
    made = arrange_workbook(replace(document, sections=(section,)))
    names = [sheet.name for sheet in made.sheets]
    assert names[3:] == ["Table_1", "Table_2", "Table_3"]


def test_made_up_data_say_so_on_each_sheet_and_no_other_do(document, workbook):
    front = replace(document.front, synthetic=True)
    made = arrange_workbook(replace(document, front=front))
    assert "synthetic data" in made.title
    for sheet in made.sheets:
        if sheet.name not in {"Contents", "Notes"}:
            assert any("Synthetic data" in line for line in texts(sheet)), sheet.name
    plain = [line for sheet in workbook.sheets for line in texts(sheet)]
    assert not any("ynthetic" in line for line in plain)


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("Us, us@example.org.", "mailto:us@example.org"),
        ("See https://example.org/a?b=1.", "https://example.org/a?b=1"),
        ("Room 7", ""),
    ],
)
def test_a_contact_leads_to_its_address(document, contact, address):
    front = replace(document.front, contact=contact)
    cover = arrange_workbook(replace(document, front=front)).sheets[0]
    line = next(line for line in cover.lines if line.text.startswith("Contact: "))
    assert (line.text, line.address) == (f"Contact: {contact}", address)


WELSH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Cover"
msgstr "Clawr"

msgid "Notes"
msgstr "Nodiadau"

msgid "note {number}"
msgstr "nodyn {number}"

msgid "Table"
msgstr "Tabl"

msgid "Table {number}: {title}"
msgstr "Tabl {number}: {title}"
"""


def test_sheets_and_notes_speak_the_language_of_the_bulletin(document, tmp_path):
    (tmp_path / "cy.po").write_text(WELSH, encoding="utf-8")
    with speaking(read_language("cy", [tmp_path])):
        made = arrange_workbook(document)
    names = [sheet.name for sheet in made.sheets]
    assert names[:4] == ["Clawr", "Contents", "Nodiadau", "Figure_1"]
    assert names[4] == "Tabl_B1"
    title = made.sheets[4].lines[0].text
    assert title.startswith("Tabl B1: Sex & <group> [nodyn ")
    assert check_xlsx(write_xlsx(made)) == []


def test_a_translation_that_no_sheet_can_be_named_is_made_a_name(document, tmp_path):
    word = "Clawr [1/2]: 'rhestr' o bopeth sydd yma"
    text = WELSH.replace("Clawr", word).replace("Nodiadau", word)
    (tmp_path / "cy.po").write_text(text, encoding="utf-8")
    with speaking(read_language("cy", [tmp_path])):
        made = arrange_workbook(document)
    names = [sheet.name for sheet in made.sheets]
    assert names[0] == "Clawr  1 2  'rhestr' o bopeth s"
    assert names[2] == "Clawr  1 2  'rhestr' o bope (2)"
    assert check_xlsx(write_xlsx(made)) == []
