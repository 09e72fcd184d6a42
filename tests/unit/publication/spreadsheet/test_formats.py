"""XLSX and ODS as other programs read them, beside the page."""

import datetime
import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest
from odf import grammar
from workbooks import differing_rows, read_ods, read_xlsx

from probata.publication.accessibility.spreadsheet import check_ods, check_xlsx
from probata.publication.cells import Cell
from probata.publication.document import Section
from probata.publication.html import write_html
from probata.publication.spreadsheet.arrange import arrange_workbook
from probata.publication.spreadsheet.layout import lay_rows, list_widths
from probata.publication.spreadsheet.look import LINK_COLOUR
from probata.publication.spreadsheet.ods.write import write_ods
from probata.publication.spreadsheet.xlsx import write_xlsx


def test_both_hold_the_same_values_and_show_them_the_same(xlsx, ods):
    sheets = read_xlsx(xlsx)
    assert sheets == read_ods(ods)
    assert list(sheets)[:3] == ["Cover", "Contents", "Notes"]
    numbers = [value for rows in sheets.values() for row in rows for value, _ in row]
    assert sum(not isinstance(value, str) for value in numbers) > 100


def test_every_number_is_the_one_on_the_page(document, xlsx):
    page, sheets = write_html(document), read_xlsx(xlsx)
    assert differing_rows(page, sheets) == []
    changed = page.replace(b">1,200<", b">1,201<")
    assert changed != page
    assert differing_rows(changed, sheets)


def test_thousands_have_a_comma_and_decimals_stay(xlsx):
    rows = read_xlsx(xlsx)["Table_A1"]
    assert "1,223" in {text for row in rows for _, text in row}
    assert 1223 in {value for row in rows for value, _ in row}


def test_a_label_is_never_a_formula(xlsx, ods):
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    kinds = {
        cell.data_type
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == "=SUM(A1)"
    }
    assert kinds == {"s"}
    assert b"table:formula" not in zipfile.ZipFile(io.BytesIO(ods)).read("content.xml")


def test_nothing_is_found_wrong_with_either(xlsx, ods):
    assert check_xlsx(xlsx) == []
    assert check_ods(ods) == []


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
@pytest.mark.parametrize("day", [datetime.date(2026, 11, 23), None])
def test_the_same_workbook_gives_the_same_bytes(workbook, write, day, monkeypatch):
    dated = replace(workbook, day=day)
    first = write(dated)
    # Long after: neither the clock nor the process leaves a trace.
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert write(dated) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    dates = {date for text in texts for date in re.findall(r"20\d\d-\d\d-\d\dT", text)}
    assert dates == ({"2026-11-23T"} if day else set())


def test_the_properties_say_title_language_and_publisher(document):
    front = replace(
        document.front,
        title="A & B",
        publisher="Us",
        language="cy-GB",
        day=datetime.date(2026, 11, 23),
        description="What & why",
    )
    book = arrange_workbook(replace(document, front=front))
    found = openpyxl.load_workbook(io.BytesIO(write_xlsx(book))).properties
    assert (found.title, found.language, found.creator, found.description) == (
        "A & B: tables",
        "cy-GB",
        "Us",
        "What & why",
    )
    assert found.created == found.modified
    assert found.created.isoformat() == "2026-11-23T00:00:00"
    with zipfile.ZipFile(io.BytesIO(write_ods(book))) as archive:
        meta = ElementTree.fromstring(archive.read("meta.xml"))
        styles = archive.read("styles.xml").decode()
    said = {item.tag.split("}")[1]: item.text for item in meta.iter()}
    assert said["title"] == "A & B: tables"
    assert said["language"] == "cy-GB"
    assert said["creator"] == "Us"
    assert said["creation-date"] == said["date"] == "2026-11-23T00:00:00"
    assert 'fo:language="cy" fo:country="GB"' in styles


def test_tables_are_marked_and_named_after_their_sheets(workbook, xlsx):
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    for sheet in workbook.sheets:
        tables = list(book[sheet.name].tables.values())
        if sheet.grid is None:
            assert tables == []
            continue
        (table,) = tables
        assert table.name == table.displayName == sheet.grid.name
        assert table.headerRowCount == 1
        assert table.autoFilter is None
        heads = [column.name for column in table.tableColumns]
        first = table.ref.split(":")[0]
        assert first == f"A{len(sheet.lines) + 1}"
        row = book[sheet.name][int(first[1:])]
        assert heads == [cell.value for cell in row]


def test_links_lead_to_sheets_that_exist(workbook, xlsx, ods):
    names = {sheet.name for sheet in workbook.sheets}
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    found = [
        cell.hyperlink.location
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert {place.split("!")[0].strip("'") for place in found} == names - {"Cover"}
    content = zipfile.ZipFile(io.BytesIO(ods)).read("content.xml").decode()
    links = re.findall(r'xlink:href="#([^"]+)\.A1"', content)
    assert sorted(links) == sorted(place.split("!")[0].strip("'") for place in found)


def test_only_the_header_row_is_marked_as_one(workbook, ods):
    content = zipfile.ZipFile(io.BytesIO(ods)).read("content.xml").decode()
    heads = re.findall(
        r"<table:table-header-rows>(.*?)</table:table-header-rows>", content
    )
    grids = [sheet.grid for sheet in workbook.sheets if sheet.grid]
    assert len(heads) == len(grids) == content.count('table:contains-header="true"')
    for head, grid in zip(heads, grids, strict=True):
        assert head.count("<table:table-row") == 1
        assert head.count("<table:table-cell") == len(grid.columns)


def test_the_type_of_an_ods_comes_first_and_plain(ods):
    assert ods[30:38] == b"mimetype"
    assert ods[38:].startswith(b"application/vnd.oasis.opendocument.spreadsheet")


def test_cells_have_no_fill_and_no_border(xlsx, ods):
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    cells = [
        cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    ]
    assert {cell.fill.fill_type for cell in cells} == {None}
    sides = [
        side
        for cell in cells
        for side in (cell.border.left, cell.border.bottom)
        if side is not None
    ]
    assert {side.style for side in sides} <= {None}
    coloured = [
        cell for cell in cells if cell.font.color and cell.font.color.type == "rgb"
    ]
    assert coloured
    assert all(cell.hyperlink and cell.font.underline for cell in coloured)
    with zipfile.ZipFile(io.BytesIO(ods)) as archive:
        text = (archive.read("styles.xml") + archive.read("content.xml")).decode()
    assert not re.search(r"fo:background-color|fo:border|fo:font-style", text)


def test_links_have_contrast():
    parts = [int(LINK_COLOUR[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    light = sum(
        share * part
        for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
    assert 1.05 / (light + 0.05) >= 7


def test_rows_are_high_enough_for_their_lines(document):
    words = "seventeen letters of a long remark that does not fit its column at all"
    front = replace(document.front, licence=" ".join([words] * 9))
    book = arrange_workbook(replace(document, front=front))
    cover = book.sheets[0]
    row = next(
        row for row in lay_rows(cover) if str(row.cells[0].value).startswith("Licence:")
    )
    # 639 letters of half the size of the letters (12) each, on lines of 600 points.
    assert row.height >= 12 * (639 * 6 / cover.width)
    shown = openpyxl.load_workbook(io.BytesIO(write_xlsx(book)))["Cover"]
    heights = [
        shown.row_dimensions[cell.row].height
        for cell in shown["A"]
        if str(cell.value).startswith("Licence:")
    ]
    assert heights == [row.height]
    assert (
        f'style:row-height="{row.height}pt"'
        in zipfile.ZipFile(io.BytesIO(write_ods(book))).read("content.xml").decode()
    )


# Attributes that OpenDocument 1.3 added to the grammar of 1.2 that odfpy holds.
NEW_IN_1_3 = {"min-decimal-places", "scale-to-X", "scale-to-Y"}


def test_each_element_and_attribute_is_one_of_opendocument(ods):
    wrong = []
    for part in ("content.xml", "styles.xml", "meta.xml", "settings.xml"):
        tree = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(ods)).read(part))
        for item in tree.iter():
            name = split_name(item.tag)
            inside = grammar.allowed_children[name]
            known = grammar.allowed_attributes[name]
            wrong += [
                f"{part}: {child.tag} in {item.tag}"
                for child in item
                if inside is not None and split_name(child.tag) not in inside
            ]
            wrong += [
                f"{part}: {key} of {item.tag}"
                for key in map(split_name, item.attrib)
                if known is not None and key not in known and key[1] not in NEW_IN_1_3
            ]
            wrong += [
                f"{part}: {item.tag} without {key}"
                for key in grammar.required_attributes.get(name, ())
                if f"{{{key[0]}}}{key[1]}" not in item.attrib
            ]
            if (item.text or "").strip() and name not in grammar.allows_text:
                wrong.append(f"{part}: words in {item.tag}")
    assert wrong == []


def split_name(tag: str) -> tuple[str, str]:
    space, _, name = tag[1:].partition("}")
    return space, name


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en-GB", 'fo:language="en" fo:country="GB"'),
        ("cy", 'fo:language="cy" fo:country="none"'),
        ("zh-Hant-TW", 'fo:language="zh" fo:country="TW" fo:script="Hant"'),
    ],
)
def test_an_ods_names_its_language_as_opendocument_does(workbook, tag, said):
    content = write_ods(replace(workbook, language=tag))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert said in archive.read("styles.xml").decode()


def test_the_limits_of_programs_are_kept(document):
    """Excel repairs a file whose rows, columns or headings are larger."""
    endless = "word " * 3000
    front = replace(document.front, description=endless, licence=endless)
    table = replace(
        document.tables()[0],
        title=endless,
        header=(Cell("x" * 999, "column_header"), *document.tables()[0].header[1:]),
        notes=(endless,),
    )
    section = Section("s", "1", "One", (table,))
    made = arrange_workbook(replace(document, front=front, sections=(section,)))
    cover, _, notes, sheet = made.sheets
    assert sum(line.text.count("word") for line in cover.lines) == 6000
    rows = [row for item in made.sheets for row in lay_rows(item)]
    assert max(row.height for row in rows) <= 409
    assert all(row.height < 409 for row in lay_rows(cover))
    assert max(width for item in made.sheets for width in list_widths(item)) <= 1300
    assert max(len(column.name) for column in sheet.grid.columns) == 255
    assert notes.name == "Notes"
    # The title is a single long line, and is not cut.
    assert check_xlsx(write_xlsx(made)) == []
    assert read_xlsx(write_xlsx(made)) == read_ods(write_ods(made))
