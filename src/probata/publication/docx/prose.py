"""Sentences, headings, lists, quotes and notices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from probata.publication.document import (
    Block,
    Claimed,
    Code,
    Emphasis,
    FigureBlock,
    Heading,
    Inline,
    ListBlock,
    Notice,
    Number,
    Paragraph,
    Quote,
    Ref,
    Strong,
    TableBlock,
    Text,
)
from probata.publication.docx.markup import PLAIN, Flow, Look, write_run
from probata.publication.docx.markup import Paragraph as Written
from probata.publication.docx.numbering import NUMBERS
from probata.publication.docx.story import Entry, Story
from probata.publication.docx.styles import LIST_LEVELS

# Writes a table or a figure, with its caption and notes.
Exhibit = Callable[[TableBlock | FigureBlock], Flow]


def write_inlines(parts: Sequence[Inline], story: Story, look: Look = PLAIN) -> str:
    """Runs and links. A bound number is plain text: people will edit around it."""
    return "".join(_inline(part, story, look) for part in parts)


def _inline(part: Inline, story: Story, look: Look) -> str:
    if isinstance(part, Text | Number):
        return write_run(part.text, look)
    if isinstance(part, Code):
        return write_run(part.text, replace(look, style="Code"))
    if isinstance(part, Strong):
        return write_inlines(part.parts, story, _add(look, "Strong"))
    if isinstance(part, Emphasis):
        return write_inlines(part.parts, story, _add(look, "Emphasis"))
    if isinstance(part, Claimed):
        return write_inlines(part.parts, story, look)
    inside = _add(look, "Hyperlink")
    if isinstance(part, Ref):
        return story.lead(part.target, write_run(part.text, inside))
    return story.lead_out(part.address, write_inlines(part.parts, story, inside))


def _add(look: Look, style: str) -> Look:
    """A run has one character style; where two meet, the earlier becomes formatting."""
    if not look.style or look.style == style:
        return replace(look, style=style)
    return Look(
        style,
        bold=look.bold or look.style == "Strong",
        italic=look.italic or look.style == "Emphasis",
    )


def write_blocks(
    blocks: Sequence[Block], story: Story, exhibit: Exhibit, style: str = "BodyText"
) -> Flow:
    """The blocks in order; `style` is that of their paragraphs."""
    flow: Flow = []
    for block in blocks:
        flow += _block(block, story, exhibit, style)
    return flow


def _block(block: Block, story: Story, exhibit: Exhibit, style: str) -> Flow:
    if isinstance(block, Paragraph):
        return [Written(style, write_inlines(block.parts, story))]
    if isinstance(block, Heading):
        return [write_heading(block, story)]
    if isinstance(block, ListBlock):
        return _list(block, story, exhibit, 0)
    if isinstance(block, Quote):
        return write_blocks(block.blocks, story, exhibit, "Quote")
    if isinstance(block, Notice):
        title = Written("NoticeTitle", write_run(block.title))
        return [title, *write_blocks(block.blocks, story, exhibit, "Notice")]
    return exhibit(block)


def write_heading(heading: Heading, story: Story) -> Written:
    """A heading inside a section, its number in plain text as everywhere else."""
    number = f"{heading.number} " if heading.number else ""
    content = write_inlines((Text(number), *heading.parts), story)
    if heading.anchor:
        words = number + plain_words(heading.parts)
        story.entries.append(Entry(heading.level, words, heading.anchor))
        content = story.mark(heading.anchor, content)
    return Written(f"Heading{heading.level}", content)


def write_title(name: str, anchor: str, story: Story) -> Written:
    """The heading of a section."""
    story.entries.append(Entry(1, name, anchor))
    return Written("Heading1", story.mark(anchor, write_run(name)))


def plain_words(parts: Sequence[Inline]) -> str:
    """The words of a sentence alone."""
    return "".join(
        part.text
        if isinstance(part, Text | Number | Code | Ref)
        else plain_words(part.parts)
        for part in parts
    )


def _list(block: ListBlock, story: Story, exhibit: Exhibit, level: int) -> Flow:
    """Items in the style of their kind and depth; what follows in an item is indented."""
    end = str(level + 1) if level else ""
    style = f"{'ListNumber' if block.ordered else 'ListBullet'}{end}"
    number = NUMBERS + story.begin_list() if block.ordered else 0
    flow: Flow = []
    for item in block.items:
        for at, part in enumerate(item):
            if isinstance(part, ListBlock):
                deeper = min(level + 1, LIST_LEVELS - 1)
                flow += _list(part, story, exhibit, deeper)
            elif isinstance(part, Paragraph):
                first = at == 0
                flow.append(
                    Written(
                        style if first else f"ListContinue{end}",
                        write_inlines(part.parts, story),
                        number=number if first else 0,
                        level=level if first else 0,
                    )
                )
            else:
                flow += _block(part, story, exhibit, f"ListContinue{end}")
    return flow
