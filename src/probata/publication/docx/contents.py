"""Contents, and the list of figures and tables: fields that are filled in already."""

from __future__ import annotations

from collections.abc import Sequence

from probata.publication.docx.markup import (
    Flow,
    Paragraph,
    close_field,
    open_field,
    word,
    write_field,
    write_run,
    write_tab,
)
from probata.publication.docx.story import Entry, Story
from probata.publication.language import translate

# What Word makes of these fields when somebody updates them is what stands there, and
# the page numbers.
_HEADINGS_FIELD = r'TOC \o "1-2" \h \z \u'
_EXHIBITS_FIELD = r'TOC \h \z \t "Caption,3"'


def write_contents(story: Story) -> Flow:
    """The contents of what the story holds by now."""
    headings = [entry for entry in story.entries if entry.level in (1, 2)]
    exhibits = [entry for entry in story.entries if entry.level == 0]
    flow: Flow = [
        _block(_write_lines(translate("Contents"), headings, _HEADINGS_FIELD, story))
    ]
    if exhibits:
        title = translate("Figures and tables")
        lines = _write_lines(title, exhibits, _EXHIBITS_FIELD, story)
        flow += lines
    return flow


def _block(lines: Sequence[Paragraph]) -> str:
    """The lines as what Word shows with a button to update them."""
    gallery = word("docPartGallery", val="Table of Contents")
    return word(
        "sdt",
        word("sdtPr", word("docPartObj", gallery, word("docPartUnique"))),
        word("sdtContent", *(line.write() for line in lines)),
    )


def _write_lines(
    title: str, entries: Sequence[Entry], instruction: str, story: Story
) -> list[Paragraph]:
    lines = [Paragraph("TOCHeading", write_run(title))]
    for at, entry in enumerate(entries):
        content = _lead(entry, story)
        if at == 0:
            content = open_field(instruction) + content
        if at + 1 == len(entries):
            content += close_field()
        lines.append(Paragraph(f"TOC{entry.level or 3}", content))
    return lines


def _lead(entry: Entry, story: Story) -> str:
    """The words and the page, which only a program that lays out pages can know."""
    page = write_field(rf"PAGEREF {story.bookmark(entry.anchor)} \h")
    return story.lead(entry.anchor, write_run(entry.words) + write_tab() + page)
