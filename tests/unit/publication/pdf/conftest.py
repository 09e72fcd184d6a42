"""A small bulletin with every kind of block."""

import datetime
import io

import pikepdf
import pytest
from pypdf import PdfReader

from probata.publication.cells import Cell, column_headers
from probata.publication.document import (
    Claimed,
    Code,
    Document,
    Emphasis,
    Fact,
    FigureBlock,
    FrontMatter,
    Heading,
    Link,
    ListBlock,
    Notice,
    Number,
    Paragraph,
    Quote,
    Ref,
    Section,
    Strong,
    TableBlock,
    Text,
)
from probata.publication.figures import make_figure

FRONT = FrontMatter(
    title="Supervision and progress",
    subtitle="A subtitle",
    series="Series",
    number="7",
    date="23 November 2026",
    publisher="The publisher",
    authors=("A. Author", "B. Author"),
    contact="someone@example.org",
    licence="Free to use.",
    language="cy-GB",
    description="What it is about.",
    synthetic=True,
    facts=(Fact("1,539", "cases"), Fact("36%", "progress made")),
    day=datetime.date(2026, 11, 23),
)


def say(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def make_table(
    anchor: str = "table-B1", *, columns: int = 3, rows: int = 2, **changes
) -> TableBlock:
    """Two groups of rows, the second marked; cells say where they stand."""
    body = []
    for group, marked in (("First", False), ("Second", True)):
        body.append((Cell(f"{group} group", "group_header", marked),))
        for row in range(rows):
            head = Cell(f"{group} row {row}", "row_header", marked)
            numbers = [
                Cell(f"{row}.{at}", "number", marked) for at in range(1, columns)
            ]
            body.append((head, *numbers))
    names = ("Group", *(f"Number {at}" for at in range(1, columns)))
    parts = {
        "number": anchor.removeprefix("table-"),
        "title": "A table",
        "header": column_headers(*names),
        "rows": tuple(body),
        "notes": ("A note.",),
        "source": "Source: us.",
    }
    return TableBlock(anchor=anchor, **(parts | changes))


@pytest.fixture(scope="session")
def figure_blocks(early_study, early_results):
    return [
        FigureBlock(
            f"figure-{spec.id}",
            make_figure(spec, early_study, early_results),
            "Source: them." if spec.kind == "bars" else "",
        )
        for spec in early_study.file.figures
    ]


@pytest.fixture(scope="session")
def document(figure_blocks) -> Document:
    blocks = (
        Heading(2, (Text("First heading"),), "1.1", "section-1-1"),
        Paragraph(
            (
                Text("Plain, "),
                Strong((Text("strong"),)),
                Emphasis((Text(" and stressed"),)),
                Code("code"),
                Link((Text("out"),), "https://example.org/a?b=c&d#e"),
                Text(" and "),
                Ref("Table B1", "table-B1"),
                Number("53%", "866 of 1,539"),
                Claimed((Text(" more likely"),), "claim", "tested"),
            )
        ),
        Heading(3, (Text("A third level"),)),
        ListBlock(True, ((say("First item"),), (say("Second item"), say("more")))),
        ListBlock(False, ((say("A point"),),)),
        Quote((say("A quotation"),)),
        Notice("Take care", (say("A warning"),)),
        figure_blocks[2],
        figure_blocks[1],
        make_table(),
    )
    sections = (
        Section("section-summary", "", "Summary", (say("In short."),), "summary"),
        Section("section-1", "1", "Findings", blocks),
        Section("section-a", "A", "Method", (say("How."),), "annex"),
    )
    return Document(FRONT, sections, (("Made with", "Probata"), ("Data", "none")))


def read_pages(content: bytes) -> list[str]:
    """The words of each page, with single spaces."""
    pages = PdfReader(io.BytesIO(content)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def bookmarks(content: bytes) -> list[tuple[int, str]]:
    """The level and words of each bookmark, in order."""
    found = []

    def collect(items, level):
        for item in items:
            found.append((level, str(item.title)))
            collect(item.children, level + 1)

    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        collect(outline.root, 1)
    return found
