"""The Word document of the main job says what the page says, number by number."""

import html
import io
import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from pages import as_read

ROOT = Path(__file__).parents[2]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("word") / "early_outcomes"
    command = ["bulletin", "bulletins/early_outcomes", "--formats", "html,docx"]
    run = subprocess.run(
        [sys.executable, "-m", "probata", *command, "--strict", "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "bulletin.docx, structure: nothing found." in run.stdout
    return out


@pytest.fixture(scope="module")
def page(built) -> str:
    return as_read((built / "bulletin.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def document(built):
    return docx.Document(io.BytesIO((built / "bulletin.docx").read_bytes()))


def strip(markup: str) -> str:
    """The words of a piece of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


def tidy(text: str) -> str:
    return " ".join(text.split())


def test_every_table_of_the_page_has_the_same_cells(page, document):
    shown = {}
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        caption = strip(re.search(r"<caption.*?</caption>", table, re.DOTALL)[0])
        rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in rows]
        shown[caption] = [[strip(cell) for cell in row] for row in cells]
    written = {}
    for table in document.tables:
        name = table._tbl.tblPr.find(f"{WORD}tblCaption").get(f"{WORD}val")
        name = re.sub(r"^(Table \S+):", r"\1", name)
        name = re.sub(r"^(The numbers behind figure \S+):.*", r"\1", name)
        rows = [[tidy(cell.text) for cell in row.cells] for row in table.rows]
        # The empty cells beside the name of a group.
        written[name] = [row[:1] if not any(row[1:]) else row for row in rows]
    written.pop("What made this document")
    assert len(shown) > 25
    assert written == shown


def test_every_sentence_of_the_page_is_in_the_document(page, document):
    """The bound numbers of the text are compared with their sentences."""
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(r"<(table|svg|details).*?</\1>", "", main, flags=re.DOTALL)
    said = [
        strip(item)
        for item in re.findall(r"<(?:p|li)\b[^>]*>(?:(?!<p).)*?</(?:p|li)>", main)
    ]
    written = {tidy(item.text) for item in document.paragraphs}
    assert len(said) > 150 and main.count('class="bound"') > 50
    assert [item for item in said if item not in written] == []


def test_every_figure_has_the_words_of_the_page(page, document):
    described = [
        strip(item)
        for item in re.findall(r'<desc id="[^"]*-wide-desc">(.*?)</desc>', page)
    ]
    shapes = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(described) >= 10
    assert [tidy(item) for item in shapes] == described


def test_word_would_open_it_without_repair(built):
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
    assert validator.validate(built / "bulletin.docx").errors == []
