"""The bulletin without any format: sections, paragraphs, tables, figures, references."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from probata.publication.cells import Cell
from probata.publication.figures import Figure
from probata.publication.language import ENGLISH, Language, translate
from probata.publication.theme import Theme, default_theme

# --- inside a paragraph ---------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True)
class Strong:
    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class Emphasis:
    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class Code:
    text: str


@dataclass(frozen=True)
class Link:
    """A link to an address outside the bulletin."""

    parts: tuple[Inline, ...]
    address: str


@dataclass(frozen=True)
class Ref:
    """A cross-reference: `target` is the anchor of a section, table or figure."""

    text: str
    target: str


@dataclass(frozen=True)
class Number:
    """A number bound to the results; `basis` says what it counts.

    `sources` are the tables, figures and models that hold it. `anchor` names it in the
    document.
    """

    text: str
    basis: str
    sources: tuple[Ref, ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Claimed:
    """Words that rest on a claim; `basis` says what was tested and found."""

    parts: tuple[Inline, ...]
    claim: str
    basis: str
    sources: tuple[Ref, ...] = ()
    anchor: str = ""


Inline = Text | Strong | Emphasis | Code | Link | Ref | Number | Claimed


def plain_words(parts: tuple[Inline, ...]) -> str:
    """The words of a sentence without their form."""
    return "".join(
        part.text if hasattr(part, "text") else plain_words(part.parts)
        for part in parts
    )


# --- blocks -----------------------------------------------------------------------


@dataclass(frozen=True)
class Paragraph:
    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section: level 2 (`2.1`) or 3 (unnumbered); numbered by the assembler."""

    level: int
    parts: tuple[Inline, ...]
    number: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class ListBlock:
    ordered: bool
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Quote:
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class TableBlock:
    """A table: one header row, then rows. A group header cell spans its whole row.

    `groups` names what the group headers say, where they are columns of their own.
    """

    anchor: str
    number: str
    title: str
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    source: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureBlock:
    anchor: str
    figure: Figure
    source: str = ""


@dataclass(frozen=True)
class Notice:
    """A warning that stands out, such as that the data are synthetic."""

    title: str
    blocks: tuple[Block, ...]


Block = Paragraph | Heading | ListBlock | Quote | TableBlock | FigureBlock | Notice

# --- the whole ----------------------------------------------------------------------


@dataclass(frozen=True)
class Section:
    """A numbered section (`1`, `A`), or one whose number is empty: summary, references, about."""

    anchor: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    kind: Literal["summary", "section", "annex", "references", "about"] = "section"

    @property
    def name(self) -> str:
        """`1. Introduction`, `Annex A: Method`, as contents and links say it."""
        if self.kind == "annex":
            return translate(
                "Annex {number}: {title}", number=self.number, title=self.title
            )
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Fact:
    """A number that stands at the head of the bulletin, and what it counts."""

    value: str
    label: str


@dataclass(frozen=True)
class FrontMatter:
    title: str
    subtitle: str
    series: str
    number: str
    date: str
    publisher: str
    authors: tuple[str, ...]
    contact: str
    licence: str
    language: str
    description: str
    synthetic: bool
    facts: tuple[Fact, ...] = ()
    # The date for the properties of a file; None where the study does not give a day.
    day: datetime.date | None = None


@dataclass(frozen=True)
class Document:
    """Everything a writer needs and nothing else."""

    front: FrontMatter
    sections: tuple[Section, ...]
    provenance: tuple[tuple[str, str], ...] = field(default=())
    theme: Theme = field(default_factory=default_theme)
    language: Language = ENGLISH

    def tables(self) -> list[TableBlock]:
        return [block for block in self.blocks() if isinstance(block, TableBlock)]

    def figures(self) -> list[FigureBlock]:
        return [block for block in self.blocks() if isinstance(block, FigureBlock)]

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order, those inside lists, quotes and notices too."""
        return _walk(block for section in self.sections for block in section.blocks)


def _walk(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from _walk(item)
        elif isinstance(block, Quote | Notice):
            yield from _walk(block.blocks)
