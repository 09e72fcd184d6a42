"""Tables: every cell, what heads it, what stays together, and pages wide enough."""

from dataclasses import replace

from docx.enum.section import WD_ORIENT

from probata.publication.accessibility.docx import check_docx
from probata.publication.document import ListBlock
from probata.publication.docx.pages import LANDSCAPE_WIDTH, PORTRAIT_WIDTH

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_every_cell_is_in_its_table(opened, document):
    tables = {title_of(table): table for table in opened.view.tables}
    expected = {
        f"Table {block.number}: {block.title}": (block.header, block.rows)
        for block in document.tables()
    }
    for block in document.figures():
        if block.figure.data:
            name = (
                f"The numbers behind figure {block.figure.number}: {block.figure.title}"
            )
            expected[name] = (block.figure.data.columns, block.figure.data.rows)
    assert len(expected) == 5
    assert set(tables) == {*expected, "What made this document"}
    for name, (header, rows) in expected.items():
        shown = [[cell.text for cell in row.cells] for row in tables[name].rows]
        width = len(header)
        wanted = [
            [cell.text for cell in row] + [""] * (width - len(row))
            for row in (header, *rows)
        ]
        assert shown == wanted


def title_of(table) -> str:
    return table._tbl.tblPr.find(f"{WORD}tblCaption").get(f"{WORD}val")


def test_tables_say_what_heads_them_and_stay_whole(opened):
    for table in opened.body.iter(f"{WORD}tbl"):
        rows = table.findall(f"{WORD}tr")
        marks = [row.find(f"{WORD}trPr/{WORD}tblHeader") is not None for row in rows]
        assert marks == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{WORD}trPr/{WORD}cantSplit") is not None for row in rows)
        look = table.find(f"{WORD}tblPr/{WORD}tblLook")
        assert (
            look.attrib[f"{WORD}firstRow"] == look.attrib[f"{WORD}firstColumn"] == "1"
        )
        assert table.find(f"{WORD}tblPr/{WORD}tblDescription").attrib[f"{WORD}val"]
        widths = [int(item.attrib[f"{WORD}w"]) for item in table.iter(f"{WORD}gridCol")]
        assert all(len(row.findall(f"{WORD}tc")) == len(widths) for row in rows)
        assert table.find(f".//{WORD}gridSpan") is None


def find_table(opened, begins: str):
    return next(
        item for item in opened.view.tables if title_of(item).startswith(begins)
    )


def test_marked_rows_are_shaded_and_numbers_stand_right(opened):
    rows = find_table(opened, "Table B1").rows
    shaded = [
        [cell._tc.tcPr.find(f"{WORD}shd") is not None for cell in row.cells]
        for row in rows
    ]
    assert shaded == [[False] * 3, [False] * 3, [True] * 3, [True] * 3, [True] * 3]
    styles = [[cell.paragraphs[0].style.name for cell in row.cells] for row in rows]
    number = "Table number"
    assert styles == [
        ["Table heading", "Table number heading", "Table number heading"],
        ["Table text", number, number],
        ["Table group", "Table text", "Table text"],
        ["Table text indented", number, number],
        ["Table text indented", number, number],
    ]
    assert opened.view.styles[number].paragraph_format.alignment is not None


def test_notes_stay_with_their_table(opened):
    last = find_table(opened, "Table B1").rows[-1]
    assert all(
        cell.paragraphs[0].paragraph_format.keep_with_next for cell in last.cells
    )
    foot = [item for item in opened.view.paragraphs if item.style.name == "Note"]
    at = [item.text for item in foot].index("A note.")
    kept = [bool(item.paragraph_format.keep_with_next) for item in foot[at : at + 3]]
    assert kept[0] and kept[1]
    assert "keepNext" not in foot[at + 2]._p.xml


def test_wide_tables_have_pages_of_their_own_laid_on_their_side(opened):
    sides = [section.orientation for section in opened.view.sections]
    upright = WD_ORIENT.PORTRAIT
    assert sides == [upright, WD_ORIENT.LANDSCAPE, upright]
    heading, caption, *_ = opened.view.sections[1].iter_inner_content()
    assert heading.text == "A wide table"
    assert caption.text == "Table A1: More columns than an upright page holds"
    assert opened.paragraphs("SectionEnd") == []


def test_a_wide_table_without_a_source_still_ends_its_pages(
    document, open_docx, find_faults
):
    wide = next(block for block in document.tables() if block.number == "A1")
    bare = replace(document.sections[0], blocks=(replace(wide, source=""),))
    made = open_docx(replace(document, sections=(bare,)))
    assert made.paragraphs("SectionEnd") == [""]
    assert len(made.view.sections) == 3
    assert find_faults(made.content) == []
    assert check_docx(made.content) == []


def test_a_table_that_no_page_holds_has_small_letters(document, open_docx, find_faults):
    wide = next(block for block in document.tables() if block.number == "A1")
    rows = tuple((*row, *row[1:5]) for row in wide.rows)
    wider = replace(wide, header=(*wide.header, *wide.header[1:5]), rows=rows)
    widest = replace(
        wide,
        anchor="b",
        number="A9",
        header=wide.header[:1] + wide.header[1:] * 4,
        rows=tuple(row[:1] + row[1:] * 4 for row in wide.rows),
    )
    section = replace(document.sections[0], blocks=(wider, widest))
    made = open_docx(replace(document, sections=(section,)))
    for name in ("Table A1", "Table A9"):
        table = find_table(made, name)
        assert table.style.name == "Bulletin table small"
        assert table.rows[1].cells[1].paragraphs[0].style.name == "Table number small"
        widths = [int(item.get(f"{WORD}w")) for item in table._tbl.tblGrid]
        assert LANDSCAPE_WIDTH - 60 < sum(widths) <= LANDSCAPE_WIDTH
    assert find_faults(made.content) == []


def test_a_table_without_rows_is_its_header_row(document, open_docx, find_faults):
    table = replace(document.tables()[0], rows=())
    made = open_docx(
        replace(document, sections=(replace(document.sections[0], blocks=(table,)),))
    )
    assert [len(item.rows) for item in made.view.tables] == [1, 3]
    assert find_faults(made.content) == []


def test_a_list_may_begin_with_a_list_and_a_table_stand_in_it(document, open_docx):
    table = document.tables()[0]
    inner = ListBlock(False, ((table,), ()))
    section = replace(document.sections[0], blocks=(ListBlock(True, ((inner,),)),))
    made = open_docx(replace(document, sections=(section,)))
    assert title_of(made.view.tables[0]) == "Table B1: Answers by group"


def test_what_made_the_document_fits_an_upright_page_with_its_checksums(
    document, open_docx
):
    checksum = "0123456789abcdef" * 4
    made_of = (("text/annex_b_tables.md", f"1,539 rows, SHA-256 {checksum}"),)
    table = open_docx(replace(document, provenance=made_of)).view.tables[-1]
    widths = [int(item.get(f"{WORD}w")) for item in table._tbl.tblGrid]
    assert sum(widths) <= PORTRAIT_WIDTH
    shown = table.rows[1].cells[1].text
    assert shown.startswith("1,539 rows, SHA-256 01234567 89abcdef 01234567 ")
    assert shown.replace(" ", "").endswith(checksum)
