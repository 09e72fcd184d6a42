"""Each barrier that a PDF can have is found; a bulletin without any is clean."""

import io
import sys

import pikepdf
import pytest

from probata.errors import ExtraMissing
from probata.publication.accessibility.pdf import check_pdf
from probata.publication.accessibility.report import check_files
from probata.publication.pdf.structure import children, kind, table_attributes, walk
from probata.publication.pdf.write import write_pdf


@pytest.fixture(scope="module")
def content(document) -> bytes:
    return write_pdf(document)


def first(pdf, wanted):
    return next(item for item in walk(pdf.Root.StructTreeRoot) if kind(item) == wanted)


def links(pdf):
    found = [item for page in pdf.pages for item in page.obj.get("/Annots", ())]
    assert found
    return found


def metadata_without(pdf, name):
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as data:
        del data[name]


def drop_tags(pdf):
    del pdf.Root["/StructTreeRoot"]


def unmark(pdf):
    pdf.Root.MarkInfo["/Marked"] = False


def drop_language(pdf):
    del pdf.Root["/Lang"]


def empty_language(pdf):
    pdf.Root["/Lang"] = pikepdf.String(" ")


def drop_title(pdf):
    metadata_without(pdf, "{http://purl.org/dc/elements/1.1/}title")


def hide_title(pdf):
    pdf.Root.ViewerPreferences["/DisplayDocTitle"] = False


def drop_bookmarks(pdf):
    del pdf.Root["/Outlines"]


def drop_mark(pdf):
    metadata_without(pdf, "{http://www.aiim.org/pdfua/ns/id/}part")


def drop_font(pdf):
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
            del item["/FontFile2"]
            return


def skip_level(pdf):
    first(pdf, "H2")["/S"] = pikepdf.Name.H4


def begin_low(pdf):
    first(pdf, "H1")["/S"] = pikepdf.Name.H2


def drop_headings(pdf):
    for item in walk(pdf.Root.StructTreeRoot):
        if kind(item).startswith("H"):
            item["/S"] = pikepdf.Name.P


def drop_alternative(pdf):
    del first(pdf, "Figure")["/Alt"]


def empty_alternative(pdf):
    first(pdf, "Figure")["/Alt"] = pikepdf.String("  ")


def drop_headers(pdf):
    for item in walk(first(pdf, "Table")):
        if kind(item) == "TH":
            item["/S"] = pikepdf.Name.TD


def drop_scope(pdf):
    del table_attributes(first(pdf, "TH"))["/Scope"]


def drop_cell(pdf):
    rows = [item for item in walk(first(pdf, "Table")) if kind(item) == "TR"]
    rows[2]["/K"] = pikepdf.Array(children(rows[2])[:-1])


def rename_header(pdf):
    first(pdf, "TH")["/ID"] = pikepdf.String("another")


def untag_link(pdf):
    del links(pdf)[0]["/StructParent"]


def empty_link(pdf):
    del links(pdf)[0]["/Contents"]


def lose_target(pdf):
    link = next(item for item in links(pdf) if "/Dest" in item)
    link["/Dest"] = pikepdf.String("nowhere")


def lose_address(pdf):
    link = next(item for item in links(pdf) if "/URI" in item.get("/A", {}))
    del link["/A"]["/URI"]


BROKEN = {
    drop_tags: "is not tagged",
    unmark: "is not tagged",
    drop_language: "names no language",
    empty_language: "names no language",
    drop_title: "has no title",
    hide_title: "shows the name of the file",
    drop_bookmarks: "has no bookmarks",
    drop_mark: "keeps to PDF/UA",
    drop_font: "is not in the file",
    skip_level: "a heading of level 4 follows one of level 1",
    begin_low: "a heading of level 2 follows one of level 0",
    drop_headings: "has no headings",
    drop_alternative: "has no text alternative",
    empty_alternative: "has no text alternative",
    drop_headers: "has no header cell",
    drop_scope: "do not say what they head",
    drop_cell: "rows are of different length",
    rename_header: "name a header that is not there",
    untag_link: "a link is not tagged",
    empty_link: "has no words that say where it leads",
    lose_target: "a link leads nowhere",
    lose_address: "a link leads nowhere",
}


@pytest.mark.parametrize(
    ("break_it", "said"), BROKEN.items(), ids=[item.__name__ for item in BROKEN]
)
def test_each_barrier_is_found(content, break_it, said):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        break_it(pdf)
        stream = io.BytesIO()
        pdf.save(stream)
    found = check_pdf(stream.getvalue())
    assert any(said in fault.problem for fault in found), found


def test_saving_alone_makes_no_barrier(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        stream = io.BytesIO()
        pdf.save(stream)
    assert check_pdf(stream.getvalue()) == []


def test_a_document_of_another_program_is_judged_and_not_trusted():
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        stream = io.BytesIO()
        pdf.save(stream)
    said = {fault.problem for fault in check_pdf(stream.getvalue())}
    assert len(said) == 6  # language, title twice, bookmarks, PDF/UA, tags


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_said(content):
    (fault,) = check_pdf(content)
    assert "is not a PDF" in fault.problem


def test_a_pdf_with_a_password_is_no_pdf_that_can_be_read(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        stream = io.BytesIO()
        pdf.save(stream, encryption=pikepdf.Encryption(user="a", owner="b"))
    assert "can be read" in check_pdf(stream.getvalue())[0].problem


def test_without_the_extra_the_message_names_it(content, monkeypatch):
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(ExtraMissing, match=r"probata\[publish\]"):
        check_pdf(content)


def test_the_report_of_a_build_has_it(content):
    (checked,) = check_files({"bulletin.pdf": content})
    assert str(checked) == "bulletin.pdf, structure: nothing found."
