"""One small document that holds one of everything, for the tests of every writer."""

import datetime
from dataclasses import replace

from probata.publication.cells import Cell
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
from probata.publication.figures import Figure, FigureData

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" width="720" '
    'height="{height}" font-family="Arial"><title>t</title><desc>d</desc>'
    '<rect x="0" y="0" width="360" height="20" fill="#12436d"/></svg>'
)
ODD = 'Café ≥ 5 & <b> "quoted" \x0b العربية \U0001f600'


def say(*texts: str) -> Paragraph:
    return Paragraph(tuple(Text(text) for text in texts))


def cells(head: str, *numbers: str, marked: bool = False) -> tuple[Cell, ...]:
    rest = (Cell(text, "number", marked) for text in numbers)
    return (Cell(head, "row_header", marked), *rest)


def heads(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, "column_header") for text in texts)


def make_figure(number: str, height: int, *, data: bool = True) -> FigureBlock:
    behind = FigureData(heads("Group", "n"), (cells("Men", "12"), cells("Women", "7")))
    svg = SVG.format(height=height)
    drawn = Figure(
        f"figure-{number}",
        number,
        f"Drawing {number}",
        svg,
        svg,
        "Twelve men and seven women.",
        behind if data else None,
        "Left out: 3 cases." if data else "",
    )
    return FigureBlock(f"figure-{number}", drawn, "Source: a test." if data else "")


GROUPED = TableBlock(
    "table-B1",
    "B1",
    "Answers by group",
    heads("Group", "Cases (n)", "Per cent"),
    (
        cells("All cases", "1,539", "35.7"),
        (Cell("Sex \N{BLACK DIAMOND} significant", "group_header", True),),
        cells("Male", "1,299", "35.1", marked=True),
        cells("Female", "195", "39.5", marked=True),
    ),
    ("A note.", "Another."),
    "Source: a test.",
)
WIDE = TableBlock(
    "table-wide",
    "A1",
    "More columns than an upright page holds",
    heads("Way", *(f"Finding {number}" for number in range(1, 13))),
    (cells("As printed", *["0.55 to 1.25"] * 12),),
    source="Source: a test.",
)


def make_document() -> Document:
    """Every kind of block, each kind of word, odd letters, a wide and a bare table."""
    inside = (
        Text("It was "),
        Number("35.7%", "549 of 1,539 cases"),
        Text(" ("),
        Ref("Figure 1", "figure-1"),
        Text(", "),
        Link((Text("the source"),), "https://example.org/a?b=1&c=2"),
        Text("): "),
        Claimed(
            (Strong((Text("more "), Emphasis((Text("likely"),)))),), "c", "p < 0.05"
        ),
        Code("x=1"),
    )
    deep = ListBlock(True, ((say("Third"), ListBlock(True, ((say("Fourth"),),))),))
    nested = ListBlock(False, ((say("Second"), deep),))
    findings = (
        Heading(2, (Text("Sex & age"),), "1.1", "section-1-1"),
        Paragraph(inside),
        say(ODD),
        ListBlock(True, ((say("One"), say("More on one")), (say("Two"), nested))),
        ListBlock(True, ((say("Again one"),),)),
        Heading(3, (Text("A detail"),)),
        make_figure("1", 300),
        Quote((say("As somebody said."),)),
        GROUPED,
        make_figure("2", 1400, data=False),
        Notice("Take care", (say("These data are made up."), say("All of them."))),
    )
    annex = (
        say("Before the wide table."),
        Heading(2, (Text("A wide table"),), "", "section-a-1"),
        WIDE,
        replace(WIDE, anchor="table-wide2", number="A2", notes=("Last.",), source=""),
        say("After it."),
        TableBlock("table-bare", "A3", "Bare", heads("A", "B"), (cells("a", "1"),)),
    )
    sections = (
        Section("section-summary", "", "Summary", (say("In short."),), "summary"),
        Section("section-1", "1", "Findings", findings),
        Section("section-a", "A", "Method", annex, "annex"),
    )
    front = FrontMatter(
        "A bulletin", "About a test", "Test series", "7", "23 November 2026",
        "The department", ("A. Author", "B. Author"), "help@example.org",
        "Open licence.", "en-GB", "What it holds.", True,
        (Fact("1,539", "synthetic cases"),), datetime.date(2026, 11, 23),
    )  # fmt: skip
    return Document(front, sections, (("Made with", "a test"), ("Data", "none")))
