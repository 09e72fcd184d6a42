"""One small bulletin in every format, which must not change unnoticed.

`UPDATE_GOLDEN=1 pytest tests/unit/publication/test_golden.py` writes the files anew;
read their difference before you commit it.
"""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from documents import make_document
from docx.table import Table
from workbooks import read_ods, read_xlsx

from probata.publication.formats import write_formats

GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return write_formats(make_document(), ("html", "docx", "xlsx", "ods", "images"))


def describe_page(content: bytes) -> str:
    """The body of the page, a line an element; the style sheet is looked at by eye."""
    body = content.decode().split("<body", 1)[1]
    return re.sub(r"(?<=>)(?=<[a-z])", "\n", "<body" + body)


def describe_word(content: bytes) -> str:
    """A line a paragraph with its style; rows of tables with the marks of their heads."""
    lines: list[str] = []
    for part in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, Table):
            lines += describe_table(part)
        else:
            drawn = part._p.xpath(".//wp:docPr/@descr")
            shown = "".join(f" [drawing: {words}]" for words in drawn)
            lines.append(f"{part.style.name}: {part.text}{shown}")
    return "\n".join(lines) + "\n"


def describe_table(table: Table) -> Iterator[str]:
    for row in table.rows:
        head = "heads" if row._tr.xpath("./w:trPr/w:tblHeader") else "row"
        yield f"  {head}: " + " | ".join(cell.text for cell in row.cells)


def describe_sheets(sheets) -> str:
    """Every sheet with its cells as shown; words are quoted, numbers are not."""
    lines = []
    for name, rows in sheets.items():
        lines.append(f"[{name}]")
        for row in rows:
            shown = [
                repr(text) if isinstance(value, str) else text for value, text in row
            ]
            lines.append(" | ".join(shown))
    return "\n".join(lines) + "\n"


def compare(name: str, found: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_the_page(written):
    compare("page.html", describe_page(written["bulletin.html"]))


def test_the_word_file(written):
    compare("word.txt", describe_word(written["bulletin.docx"]))


def test_both_workbooks(written):
    """One file for the two: they hold the same cells."""
    found = describe_sheets(read_xlsx(written["tables.xlsx"]))
    compare("tables.txt", found)
    assert describe_sheets(read_ods(written["tables.ods"])) == found


def test_a_figure_as_a_file(written):
    drawn = written["figures/figure_1.svg"].decode()
    compare("figure_1.svg", drawn.replace("><", ">\n<"))
