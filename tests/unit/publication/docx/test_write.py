"""What a Word document holds: the words and numbers of the document, and real styles."""

import datetime
import gettext
import itertools
import re
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from docx.image.image import Image

from probata.errors import ExtraMissing
from probata.publication.archive import pack_archive
from probata.publication.docx.pages import PORTRAIT_WIDTH, TEXT_HEIGHT
from probata.publication.docx.write import write_docx
from probata.publication.language import Language, speaking
from probata.publication.theme import read_theme

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ANCHOR = re.compile(r'w:anchor="([^"]*)"')


def test_the_file_follows_the_schemas_of_word(opened, find_faults):
    assert find_faults(opened.content) == []


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("document", ('<w:pStyle w:val="TableGroup"/><w:keepNext/>', '<w:keepNext/><w:pStyle w:val="TableGroup"/>')),
        ("document", ('<w:cols w:space="720"/><w:titlePg/>', '<w:titlePg/><w:cols w:space="720"/>')),
        ("styles", ("<w:b/>", '<w:sz w:val="2"/><w:b/>')),
        ("numbering", ('<w:numFmt w:val="bullet"/>', '<w:start w:val="2"/><w:numFmt w:val="bullet"/>')),
        ("document", ('r:embed="picture1png"', 'r:embed="gone"')),
    ],
)  # fmt: skip
def test_the_schemas_notice_what_word_would_repair(opened, find_faults, part, change):
    name = f"word/{part}.xml"
    text = opened.files[name].decode()
    assert change[0] in text
    broken = opened.files | {name: text.replace(*change, 1).encode()}
    assert find_faults(pack_archive(broken))


def test_headings_have_the_styles_and_numbers_of_the_document(opened):
    assert [
        (item.style.name, item.text)
        for item in opened.view.paragraphs
        if item.style.name.startswith("Heading")
    ] == [
        ("Heading 1", "Summary"),
        ("Heading 1", "1. Findings"),
        ("Heading 2", "1.1 Sex & age"),
        ("Heading 3", "A detail"),
        ("Heading 1", "Annex A: Method"),
        ("Heading 2", "A wide table"),
        ("Heading 1", "The numbers behind the figures"),
        ("Heading 1", "About this document"),
    ]
    assert [item.text for item in opened.view.paragraphs[:6]] == [
        "Test series 7",
        "A bulletin",
        "About a test",
        "A. Author, B. Author | The department | 23 November 2026",
        "help@example.org",
        "Synthetic data.",
    ]
    assert opened.view.paragraphs[1].style.name == "Title"


def test_sentences_are_plain_text_with_links(opened):
    said = "It was 35.7% (Figure 1, the source): more likelyx=1"
    line = next(item for item in opened.view.paragraphs if item.text == said)
    inside, outside = line.hyperlinks
    assert inside.fragment == "figure_1" and inside.text == "Figure 1"
    assert outside.address == "https://example.org/a?b=1&c=2"
    assert [run.style.name for run in line.runs][-3:] == ["Strong", "Emphasis", "Code"]
    assert line.runs[-2].bold  # strong within which there is emphasis


def test_letters_that_xml_refuses_are_replaced(opened):
    said = 'Café ≥ 5 & <b> "quoted" \ufffd العربية \U0001f600'
    assert said in opened.paragraphs("BodyText")


def test_each_numbered_list_begins_at_one(opened):
    listed = [
        (item.text, item._p.pPr.numPr.numId.val, item._p.pPr.numPr.ilvl.val)
        for item in opened.view.paragraphs
        if item.style.name.startswith("List Number")
    ]
    assert [text for text, _, _ in listed] == [
        "One",
        "Two",
        "Third",
        "Fourth",
        "Again one",
    ]
    numbers = [number for _, number, _ in listed]
    assert numbers[0] == numbers[1] and len(set(numbers)) == 4
    assert [level for _, _, level in listed] == [0, 0, 2, 2, 0]
    restarts = opened.files["word/numbering.xml"].decode().count("<w:num ")
    assert restarts == 2 + 4
    assert opened.paragraphs("ListBullet2") == ["Second"]
    assert opened.paragraphs("ListContinue") == ["More on one"]


def test_contents_are_filled_in_and_lead_somewhere(opened):
    contents = opened.paragraphs("TOC1") + opened.paragraphs("TOC2")
    headings = opened.paragraphs("Heading1") + opened.paragraphs("Heading2")
    assert contents == headings
    assert opened.paragraphs("TOC3") == opened.paragraphs("Caption")
    assert len(opened.paragraphs("Caption")) == 6
    main = opened.files["word/document.xml"].decode()
    marks = [
        item.attrib[f"{WORD}name"] for item in opened.body.iter(f"{WORD}bookmarkStart")
    ]
    assert len(marks) == len(set(marks))
    assert set(ANCHOR.findall(main)) <= set(marks)
    assert set(re.findall(r"PAGEREF (\S+)", main)) <= set(marks)
    assert re.findall(r"TOC [^<]*", main) == [
        "TOC \\o &quot;1-2&quot; \\h \\z \\u ",
        "TOC \\h \\z \\t &quot;Caption,3&quot; ",
    ]


def test_word_does_not_ask_to_update_fields(opened):
    assert b"updateFields" not in opened.files["word/settings.xml"]
    assert b"w:dirty" not in opened.files["word/document.xml"]


def test_figures_are_pixels_for_print_with_svg_beside_them(opened):
    assert [item._inline.docPr.get("descr") for item in opened.view.inline_shapes] == [
        "Twelve men and seven women."
    ] * 2
    wide, tall = opened.view.inline_shapes
    assert wide.width == PORTRAIT_WIDTH * 635
    assert round(wide.width / wide.height, 2) == round(720 / 300, 2)
    assert tall.width < wide.width and tall.height < TEXT_HEIGHT * 635
    for name in ("picture1", "picture2"):
        assert opened.files[f"word/media/{name}.svg"].startswith(b"<svg")
    for name, shape in (("picture1", wide), ("picture2", tall)):
        pixels = Image.from_blob(opened.files[f"word/media/{name}.png"])
        assert pixels.px_width / (shape.width / 914400) == pytest.approx(300, abs=1)
    main = opened.files["word/document.xml"].decode()
    assert main.count("<asvg:svgBlip") == 2
    assert opened.paragraphs("Note")[:3] == [
        "Left out: 3 cases.",
        "Source: a test.",
        "The numbers behind figure 1",
    ]


def test_every_page_says_that_the_data_are_synthetic(opened, document, open_docx):
    names = [name for name in opened.files if name.startswith("word/head")]
    assert len(names) == 3
    assert all(b"Synthetic data" in opened.files[name] for name in names)
    real = open_docx(replace(document, front=replace(document.front, synthetic=False)))
    said = b"".join(real.files[name] for name in real.files if name.endswith(".xml"))
    assert b"ynthetic" not in said.replace(b"synthetic cases", b"")


def test_properties_come_from_the_study(opened):
    properties = opened.view.core_properties
    assert properties.title == "A bulletin (synthetic data)"
    assert properties.subject == "About a test"
    assert properties.author == "A. Author, B. Author"
    assert properties.language == "en-GB"
    day = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
    assert properties.created == properties.modified == day
    assert b'<w:lang w:val="en-GB"' in opened.files["word/styles.xml"]


def test_a_front_page_of_a_title_alone_is_enough(document, open_docx):
    bare = replace(
        document.front, subtitle="", series="", number="", date="", publisher="",
        authors=(), contact="", licence="", description="x" * 300, facts=(), day=None,
    )  # fmt: skip
    made = open_docx(replace(document, front=bare, sections=(), provenance=()))
    assert made.paragraphs("Title") == ["A bulletin"]
    assert len(made.view.core_properties.comments) == 255
    assert made.paragraphs("TOC1") == ["About this document"]


def test_colours_come_from_the_theme(document, open_docx, tmp_path):
    moss = replace(document, theme=read_theme("moss", tmp_path))
    files = open_docx(moss).files
    assert b'<a:accent1><a:srgbClr val="1F5A3C"/>' in files["word/theme.xml"]
    heading = re.search(rb'styleId="Heading1".*?</w:style>', files["word/styles.xml"])
    assert b'w:val="1F5A3C" w:themeColor="accent1"' in heading[0]
    assert b"12436D" not in files["word/styles.xml"]
    assert b'w:fill="E2EEE6" w:themeFill="accent3"' in files["word/document.xml"]


def test_text_carries_no_formatting_that_a_style_could(opened):
    direct = {
        item.tag.removeprefix(WORD)
        for kind in ("pPr", "rPr")
        for place in opened.body.iter(f"{WORD}{kind}")
        for item in place
    }
    kept = {"pStyle", "keepNext", "numPr", "sectPr", "rStyle", "b"}
    assert direct <= kept
    used = set(
        re.findall(
            rb'<w:[prt]\w*Style w:val="(\w+)"', opened.files["word/document.xml"]
        )
    )
    defined = set(re.findall(rb'w:styleId="(\w+)"', opened.files["word/styles.xml"]))
    assert used <= defined


def test_the_same_document_gives_the_same_bytes(opened, document):
    assert write_docx(document) == opened.content


def test_anchors_that_word_cannot_tell_apart_get_names_of_their_own(
    document, open_docx
):
    section = document.sections[0]
    long = "section-" + "x" * 50
    anchors = [long + "1", long + "2", "section-.61", "section_.61", "SECTION-.61"]
    many = [replace(section, anchor=anchor, title=anchor) for anchor in anchors]
    made = open_docx(replace(document, sections=tuple(many)))
    marks = [
        item.attrib[f"{WORD}name"] for item in made.body.iter(f"{WORD}bookmarkStart")
    ]
    assert len({mark.lower() for mark in marks}) == len(marks)
    assert max(map(len, marks)) <= 40
    assert all(re.fullmatch(r"[A-Za-z]\w*", mark, re.ASCII) for mark in marks)
    for one, other in itertools.pairwise(made.paragraphs("Heading1")[:5]):
        assert one != other


def test_without_the_extra_the_message_names_it(document, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx.package", None)
    with pytest.raises(ExtraMissing, match=r"probata\[publish\]"):
        write_docx(document)


class Marked(gettext.NullTranslations):
    """Every fixed text with a mark before it."""

    def gettext(self, message: str) -> str:
        return f"~{message}"


def test_fixed_words_follow_the_language(document, open_docx):
    with speaking(Language("cy", Marked())):
        made = open_docx(document)
    assert made.paragraphs("TOCHeading") == ["~Contents", "~Figures and tables"]
    assert all(text.startswith("~") for text in made.paragraphs("Caption"))
    assert made.paragraphs("NoticeTitle")[0] == "~Synthetic data."
    foot = ElementTree.fromstring(made.files["word/foot.xml"])
    assert "".join(foot.itertext()).endswith("~Page  PAGE 1 of  NUMPAGES 1")
    assert made.paragraphs("Heading1")[-1] == "~About this document"
