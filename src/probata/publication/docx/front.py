"""What the document begins and ends with: masthead, key facts, how it was made."""

from __future__ import annotations

import re

from probata.publication.cells import Cell
from probata.publication.document import Document, FrontMatter, TableBlock
from probata.publication.docx.exhibits import Exhibits
from probata.publication.docx.markup import Flow, Look, Paragraph, write_run
from probata.publication.docx.prose import write_title
from probata.publication.docx.story import Story
from probata.publication.docx.tables import write_table
from probata.publication.language import translate

_GAP = "\N{EN SPACE}"
_CHECKSUM = re.compile(r"\b[0-9a-f]{64}\b")


def write_masthead(front: FrontMatter) -> Flow:
    """Series, title, who and when; the warning; the numbers at the head."""
    series = " ".join(part for part in (front.series, front.number) if part)
    people = ", ".join(front.authors)
    imprint = [part for part in (people, front.publisher, front.date) if part]
    lines = [
        ("Series", series),
        ("Title", front.title),
        ("Subtitle", front.subtitle),
        ("Imprint", " | ".join(imprint)),
        ("Imprint", front.contact),
    ]
    flow: Flow = [Paragraph(style, write_run(text)) for style, text in lines if text]
    if front.synthetic:
        title = write_run(translate("Synthetic data."))
        flow += [Paragraph("NoticeTitle", title), Paragraph("Notice", _warning())]
    for fact in front.facts:
        figure = write_run(fact.value, Look("KeyFigure"))
        flow.append(Paragraph("KeyFact", figure + write_run(f"{_GAP}{fact.label}")))
    return flow


def write_end(document: Document, exhibits: Exhibits, story: Story) -> Flow:
    """The numbers behind the figures, and what made the document."""
    numbers = exhibits.write_numbers()
    flow: Flow = []
    if numbers:
        title = translate("The numbers behind the figures")
        flow += [write_title(title, "numbers-behind-figures", story), *numbers]
    title = translate("About this document")
    flow.append(write_title(title, "about-this-document", story))
    if document.front.synthetic:
        said = translate("The cases were made up: see the source under each table.")
        flow.append(Paragraph("BodyText", write_run(said)))
    if document.provenance:
        table = _tabulate(document.provenance)
        palette = exhibits.palette
        flow.append(write_table(table, table.title, palette, followed=False).text)
    if document.front.licence:
        flow.append(Paragraph("Licence", write_run(document.front.licence)))
    return flow


def _warning() -> str:
    return write_run(
        translate(
            "No row behind this document is a real case, and nothing in it is a "
            "finding about real people."
        )
    )


def _tabulate(provenance: tuple[tuple[str, str], ...]) -> TableBlock:
    heads = (translate("Part"), translate("What it was"))
    rows = tuple(
        (Cell(name, "row_header"), Cell(_CHECKSUM.sub(_group_letters, said)))
        for name, said in provenance
    )
    return TableBlock(
        anchor="",
        number="",
        title=translate("What made this document"),
        header=tuple(Cell(head, "column_header") for head in heads),
        rows=rows,
    )


def _group_letters(checksum: re.Match[str]) -> str:
    """In eights: no word is broken on the page, and 64 letters do not fit beside it."""
    return " ".join(re.findall(".{8}", checksum[0]))
