"""The PDF as its readers meet it: words, bookmarks, properties, tags."""

import gettext
import io
import re
import sys
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader

from probata.errors import ExtraMissing, OutputError
from probata.publication import typesetting
from probata.publication.accessibility.pdf import check_pdf
from probata.publication.cells import Cell, column_headers
from probata.publication.document import (
    Document,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    Section,
    Text,
)
from probata.publication.language import Language, speaking
from probata.publication.pdf.structure import children, kind, walk
from probata.publication.pdf.write import write_pdf

from .conftest import FRONT, bookmarks, make_table, read_pages, say


@pytest.fixture(scope="module")
def content(document) -> bytes:
    return write_pdf(document)


@pytest.fixture(scope="module")
def pages(content) -> list[str]:
    return read_pages(content)


def with_blocks(*blocks) -> Document:
    return Document(FRONT, (Section("section-1", "1", "One", blocks),))


def test_the_same_document_gives_the_same_bytes(document, content):
    assert write_pdf(document) == content


def test_a_bulletin_has_no_barrier(content):
    assert check_pdf(content) == []


def test_the_properties_come_from_the_study_and_not_from_the_clock(content):
    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Supervision and progress (synthetic data)"
    assert reader.metadata.author == "A. Author, B. Author"
    assert reader.metadata.subject == "What it is about."
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == FRONT.day
    assert reader.trailer["/Root"]["/Lang"] == "cy-GB"


def test_bookmarks_are_the_headings_with_their_numbers(content):
    assert bookmarks(content) == [
        (1, "Contents"),
        (1, "Summary"),
        (1, "1 Findings"),
        (2, "1.1 First heading"),
        (3, "A third level"),
        (1, "Annex A: Method"),
        (1, "The numbers behind the figures"),
        (1, "About this document"),
        (2, "What made this document"),
    ]


def test_every_word_of_the_document_is_there(document, pages):
    text = " ".join(pages)
    for words in (
        "Series 7 Supervision and progress A subtitle",
        "1,539 cases 36% progress made",
        "A. Author, B. Author The publisher 23 November 2026",
        "someone@example.org",
        "Plain, strong and stressedcodeout and Table B153% more likely",
        "1. First item 2. Second item",
        "A point",
        "A quotation",
        "Take care A warning",
        "Figure 3 Reasonable progress by engagement",
        "Table B1 A table",
        "Group Number 1 Number 2",
        "First row 1 1.1 1.2",
        "A note. Source: us.",
        "Free to use.",
        "Made with Probata",
    ):
        assert words in text, words


def test_the_numbers_behind_a_chart_stand_at_the_end_and_are_linked(
    document, pages, content
):
    (figure,) = [item.figure for item in document.figures() if item.figure.data]
    place = next(
        number
        for number, text in enumerate(pages, 1)
        if "The numbers behind figure 3: Reasonable progress" in text
    )
    assert f"The numbers behind this figure: page {place}" in " ".join(pages)
    for row in figure.data.rows:
        words = " ".join(cell.text.replace("\u00a0", " ") for cell in row)
        assert words in pages[place - 1]


def test_figures_are_drawings_whose_words_can_be_searched(content, pages):
    assert not any(page.images for page in PdfReader(io.BytesIO(content)).pages)
    text = " ".join(pages)
    for words in ("Yes (n = 866)", "53%", "95% confidence interval"):
        assert words in text.replace("\u00a0", " "), words


def test_headings_and_paragraphs_are_told_apart(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        elements = list(walk(pdf.Root.StructTreeRoot))
        for element in elements:
            if re.fullmatch("H[1-6]", kind(element)):
                assert "P" not in map(kind, children(element))
        top = next(item for item in elements if kind(item) == "Document")
        assert "Span" not in map(kind, children(top))


def test_contents_name_the_page_of_each_section(pages):
    for name in ("Summary", "1 Findings", "1.1 First heading", "Annex A: Method"):
        page = int(re.search(rf"{name} (\d+)", pages[1])[1])
        assert name.split(" ")[-1] in pages[page - 1]
    assert re.search(r"Figure 3 Reasonable .*? \d+", pages[1])
    assert re.search(r"Table B1 A table \d+", pages[1])


def test_synthetic_data_say_so_on_every_page_and_real_data_nowhere(document, pages):
    assert len(pages) > 5
    assert all("Synthetic data" in text for text in pages)
    real = replace(document, front=replace(FRONT, synthetic=False))
    text = " ".join(read_pages(write_pdf(real)))
    # The alternative of a figure and the like stay as they are; only our words go.
    assert "Synthetic data" not in text and "(synthetic data)" not in text


@pytest.mark.parametrize(
    "words",
    [
        '#panic("no")',
        "$x^2$ *no* _no_ `no` = no",
        '\\ \\" " \' -- --- ... ~ @ref <label> // no',
        "[square] {curly} (round)",
        '{"json": "no\\n"}',
    ],
)
def test_words_are_never_read_as_markup(words):
    document = with_blocks(
        say(words),
        Heading(2, (Text(words),), "1.1", "section-1-1"),
        make_table(title=words, notes=(words,)),
    )
    document = replace(document, front=replace(FRONT, title=words, contact=words))
    text = " ".join(read_pages(write_pdf(document)))
    plain = " ".join(words.split())
    # Paragraph, heading (contents too), title of the table (contents too), note,
    # title and contact on the cover.
    assert text.count(plain) >= 8
    assert f"1.1 {words}" in [name for _, name in bookmarks(write_pdf(document))]


def test_control_characters_do_not_stop_it():
    assert "a\ufffdb" in " ".join(read_pages(write_pdf(with_blocks(say("a\x00b")))))


def test_characters_of_no_typeface_are_named_together():
    with pytest.raises(OutputError, match="漢 字"):
        write_pdf(with_blocks(say("Plain 漢字 and Łódź, Ελλάδα, Москва")))
    assert "Ελλάδα" in " ".join(read_pages(write_pdf(with_blocks(say("Łódź Ελλάδα")))))


def test_a_word_that_is_longer_than_a_line_breaks_and_an_address_stays_whole(document):
    word = "Wort" * 75
    link = Paragraph((Link((Text(word),), f"https://example.org/{word}"),))
    table = make_table(title=word, notes=(word,), source=word)
    row = (Cell(word, "row_header"), Cell(word, "number"), Cell(word, "number"))
    table = replace(table, rows=(row,))
    front = replace(FRONT, title=word, subtitle=word)
    section = Section("s", "1", word, (say(word), link, table))
    made = write_pdf(replace(document, front=front, sections=(section,)))
    text = "".join("".join(read_pages(made)).split())
    assert text.count("Wort") >= 10 * 75
    # Set without a break, a word would have one line; the column holds 70 letters.
    paragraph = PdfReader(io.BytesIO(made)).pages[2].extract_text().splitlines()
    assert paragraph.count("Wort" * 10) >= 7
    with pikepdf.open(io.BytesIO(made)) as pdf:
        addresses = [
            str(item["/A"]["/URI"])
            for page in pdf.pages
            for item in page.obj.get("/Annots", ())
            if "/URI" in item.get("/A", {})
        ]
    assert f"https://example.org/{word}" in addresses


def test_a_level_that_the_text_skips_is_closed_up():
    made = write_pdf(
        with_blocks(
            Heading(3, (Text("Deep"),)),
            Heading(2, (Text("Higher"),), "1.1", "a"),
            Heading(3, (Text("Deeper"),)),
            Heading(2, (), "", ""),
        )
    )
    assert check_pdf(made) == []
    assert bookmarks(made)[2:6] == [
        (2, "Deep"),
        (2, "1.1 Higher"),
        (3, "Deeper"),
        (2, "\u2013"),
    ]


class Welsh(gettext.NullTranslations):
    def gettext(self, message):
        found = {"Table {number}": "Tabl {number}", "Contents": "Cynnwys"}
        return found.get(message, message)


def test_fixed_words_are_those_of_the_language():
    with speaking(Language("cy-GB", Welsh())):
        made = write_pdf(with_blocks(make_table()))
    text = " ".join(read_pages(made))
    assert text.count("Tabl B1 A table") == 2  # contents and caption
    assert "Cynnwys" in text and "Contents" not in text


def test_a_bulletin_with_next_to_nothing():
    bare = replace(
        FRONT,
        **dict.fromkeys(
            ("subtitle", "series", "number", "date", "publisher", "contact"), ""
        ),
        licence="",
        description="",
        language="en",
        authors=(),
        facts=(),
        day=None,
    )
    document = Document(bare, (Section("s", "", "", (), "summary"),))
    made = write_pdf(document)
    assert check_pdf(made) == []
    assert "CreationDate" not in str(PdfReader(io.BytesIO(made)).metadata)


def test_blocks_inside_a_list(figure_blocks):
    made = write_pdf(with_blocks(ListBlock(False, ((make_table(), figure_blocks[3]),))))
    assert check_pdf(made) == []
    assert "First row 1 1.1 1.2" in " ".join(read_pages(made))


def test_a_table_of_many_columns_turns_the_page():
    made = write_pdf(with_blocks(say("Before."), make_table(columns=18)))
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(made)).pages]
    turned = [at for at, box in enumerate(boxes) if box.width > box.height]
    assert len(turned) == 1
    assert "Number 17" in read_pages(made)[turned[0]]
    assert check_pdf(made) == []


def test_a_long_table_repeats_its_header_and_its_group():
    made = write_pdf(with_blocks(make_table(rows=60)))
    pages = [
        text for text in read_pages(made) if re.search(r"(First|Second) row", text)
    ]
    assert len(pages) > 2
    for text in pages:
        assert "Group Number 1 Number 2" in text
    middle = next(text for text in pages if "First row 50" in text)
    assert "First group" in middle
    with pikepdf.open(io.BytesIO(made)) as pdf:  # what is repeated is read once
        tags = [str(item.get("/S")) for item in pdf.objects if hasattr(item, "get")]
    assert tags.count("/TR") == 1 + 2 + 120


def test_a_drawing_that_is_too_tall_is_set_smaller(figure_blocks):
    block = figure_blocks[2]
    svg = re.sub(
        r'viewBox="0 0 720 \S+" width="720" height="\S+"',
        'viewBox="0 0 720 4000" width="720" height="4000"',
        block.figure.svg_wide,
    )
    assert 'height="4000"' in svg
    tall = replace(block, figure=replace(block.figure, svg_wide=svg))
    made = write_pdf(with_blocks(tall))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        boxes = [
            [float(part) for part in item["/A"][0]["/BBox"]]
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    ((left, bottom, right, top),) = boxes
    assert 400 < top - bottom < 842 - 140
    assert bottom > 60 and left > 0 and right < 595


def test_a_row_that_is_too_short_is_filled():
    rows = (
        (Cell("a", "row_header"), Cell("1", "number")),
        (Cell("b", "row_header"),),
        (Cell("c", "row_header"), Cell("3", "number"), Cell("4", "number")),
    )
    header = column_headers("Name", "n", "p")
    table = replace(make_table(), header=header, rows=rows)
    made = write_pdf(with_blocks(table))
    assert check_pdf(made) == []
    assert "a 1 b c 3 4" in " ".join(read_pages(made))


def test_an_empty_paragraph_and_an_empty_link_do_not_stop_it():
    assert (
        check_pdf(write_pdf(with_blocks(Paragraph(()), ListBlock(False, ((),))))) == []
    )


@pytest.mark.parametrize("library", ["typst", "pikepdf", "fontpkg_source_sans_3"])
def test_without_the_extra_the_message_names_it(document, monkeypatch, library):
    typesetting._load_fonts.cache_clear()
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ExtraMissing, match=r"probata\[publish\]"):
        write_pdf(document)
