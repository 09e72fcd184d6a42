"""Each barrier that a Word document can have is found; one without any is clean."""

import re

import pytest

from probata.publication.accessibility.docx import check_docx
from probata.publication.accessibility.report import check_files
from probata.publication.archive import pack_archive, unpack_archive

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{WORD}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
)
DRAWING = '<w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="Two bars."/></wp:inline></w:drawing>'
ROW = "<w:tr>{0}<w:tc><w:tcPr/><w:p/></w:tc><w:tc><w:tcPr/><w:p/></w:tc></w:tr>"
PARTS = {
    "word/document.xml": f"""<w:document {NAMESPACES}><w:body>
<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>A part</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="H2"/></w:pPr><w:bookmarkStart w:id="1" w:name="here"/>
<w:r><w:t>A detail</w:t></w:r></w:p>
<w:p><w:hyperlink w:anchor="here"><w:r><w:t>There</w:t></w:r></w:hyperlink></w:p>
<w:p><w:hyperlink r:id="out"><w:r><w:t>Outside</w:t></w:r></w:hyperlink></w:p>
<w:p><w:r>{DRAWING}</w:r></w:p>
<w:tbl><w:tblPr><w:tblCaption w:val="Table 1"/></w:tblPr>
{ROW.format("<w:trPr><w:tblHeader/></w:trPr>")}{ROW.format("")}</w:tbl>
<w:sectPr/></w:body></w:document>""",
    "word/styles.xml": f"""<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>
<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="H3"><w:name w:val="heading 3"/></w:style></w:styles>""",
    "word/_rels/document.xml.rels": '<Relationships><Relationship Id="out"/></Relationships>',
    "docProps/core.xml": '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A title</dc:title></c>',
}
EMPTY = "<w:p><w:r><w:t> </w:t></w:r></w:p>"
BROKEN = {
    "has no title": ("A title", " "),
    "names no language": ('<w:lang w:val="en-GB"/>', ""),
    "a heading of level 3 follows one of level 1": ('"H2"/>', '"H3"/>'),
    "a heading of level 2 is the first": ('"H1"/>', '"H2"/>'),
    "has no text alternative": ("Two bars.", " "),
    "floats beside the text": ("wp:inline", "wp:anchor"),
    "has no title.": ('w:val="Table 1"', 'w:val=""'),
    "has no header row": ("<w:tblHeader/>", ""),
    "has no header row.": ("<w:tblHeader/>", '<w:tblHeader w:val="0"/>'),
    "has merged cells": ("<w:tcPr/>", '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'),
    "has merged cells.": ("<w:tcPr/>", "<w:tcPr><w:vMerge/></w:tcPr>"),
    "rows of different length": (ROW.format(""), "<w:tr><w:tc><w:p/></w:tc></w:tr>"),
    "holds another table": ("<w:tcPr/><w:p/>", f"<w:tbl>{ROW}</w:tbl><w:p/>"),
    "has no words": ("<w:t>There</w:t>", "<w:t> </w:t>"),
    "leads to `gone`": ('w:anchor="here"', 'w:anchor="gone"'),
    "leads to `here`": ('r:id="out"', 'r:id="here"'),
    "an empty paragraph": ("<w:sectPr/>", f"{EMPTY}<w:sectPr/>"),
}


def pack(change=("", "")):
    text = "\0".join(PARTS.values())
    assert change[0] in text
    changed = text.replace(*change) if change[0] else text
    contents = (part.encode() for part in changed.split("\0"))
    return pack_archive(dict(zip(PARTS, contents, strict=True)))


def test_a_document_in_order_has_no_fault():
    assert check_docx(pack()) == []


@pytest.mark.parametrize(("said", "change"), BROKEN.items())
def test_each_barrier_is_found(said, change):
    found = check_docx(pack(change))
    assert any(said in fault.problem for fault in found), found


def test_no_heading_at_all_is_one_fault():
    styled = re.findall(r'<w:pStyle w:val="H."/>', PARTS["word/document.xml"])
    content = unpack_archive(pack())
    for style in styled:
        main = content["word/document.xml"].replace(style.encode(), b"")
        content["word/document.xml"] = main
    found = check_docx(pack_archive(content))
    assert [fault.problem for fault in found] == ["has no heading."]


def test_a_drawing_that_only_decorates_needs_no_words():
    mark = '<wp:docPr id="1" name="x"><adec:decorative val="1"/></wp:docPr>'
    plain = '<wp:docPr id="1" name="Picture 1" descr="Two bars."/>'
    assert check_docx(pack((plain, mark))) == []
    assert check_docx(pack((plain, mark.replace('"1"/></', '"0"/></'))))


def test_faults_name_a_place_that_a_person_can_find():
    found = check_docx(pack(('w:anchor="here"', 'w:anchor="gone"')))
    assert str(found[0]).startswith("the link “There”: leads to `gone`")
    found = check_docx(pack(("<w:tblHeader/>", "")))
    assert found[0].where == "Table 1"


@pytest.mark.parametrize(
    "content",
    [b"", b"not a zip", pack_archive({"a": b""}), pack(("</w:body>", "<"))],
)
def test_what_cannot_be_read_is_one_fault(content):
    (fault,) = check_docx(content)
    assert "not a Word document" in fault.problem


def test_word_documents_are_in_the_report():
    (checked,) = check_files({"bulletin.docx": pack()})
    assert str(checked) == "bulletin.docx, structure: nothing found."
