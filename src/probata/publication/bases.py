"""Every number and statement of a bulletin's text, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from probata.publication.document import (
    Block,
    Claimed,
    Document,
    Emphasis,
    Heading,
    Inline,
    Link,
    ListBlock,
    Notice,
    Number,
    Paragraph,
    Quote,
    Ref,
    Section,
    Strong,
    plain_words,
)


@dataclass(frozen=True)
class Basis:
    """A number or a statement: its words, what they rest on, and where both stand."""

    words: str
    said: str
    sources: tuple[Ref, ...]
    anchor: str
    section: Section


def list_bases(document: Document) -> list[Basis]:
    """In the order of the text."""
    return [
        Basis(
            part.text if isinstance(part, Number) else plain_words(part.parts),
            part.basis,
            part.sources,
            part.anchor,
            section,
        )
        for section in document.sections
        for block in section.blocks
        for part in _in_block(block)
    ]


def _in_block(block: Block) -> Iterator[Number | Claimed]:
    if isinstance(block, Paragraph | Heading):
        yield from _in_parts(block.parts)
    elif isinstance(block, ListBlock):
        for item in block.items:
            for inner in item:
                yield from _in_block(inner)
    elif isinstance(block, Quote | Notice):
        for inner in block.blocks:
            yield from _in_block(inner)


def _in_parts(parts: tuple[Inline, ...]) -> Iterator[Number | Claimed]:
    for part in parts:
        if isinstance(part, Number | Claimed):
            yield part
        if isinstance(part, Claimed | Strong | Emphasis | Link):
            yield from _in_parts(part.parts)
