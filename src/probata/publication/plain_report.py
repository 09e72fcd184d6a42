"""What reports that belong to no study have in common: bare front matter, sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from probata.publication.document import Block, Document, Fact, FrontMatter, Section

Kind = Literal["summary", "section", "annex"]
# Anchor, number, title, kind, content.
Part = tuple[str, str, str, Kind, list[Block]]


@dataclass(frozen=True)
class Opening:
    """What a report says of itself before its first section."""

    title: str
    subtitle: str
    series: str
    description: str
    synthetic: bool
    facts: Sequence[Fact]


def assemble_report(
    opening: Opening, parts: Sequence[Part], provenance: tuple[tuple[str, str], ...]
) -> Document:
    """The document of a report; its publisher and licence are whoever prints it."""
    front = FrontMatter(
        title=opening.title,
        subtitle=opening.subtitle,
        series=opening.series,
        number="",
        date="",
        publisher="",
        authors=(),
        contact="",
        licence="",
        language="en-GB",
        description=opening.description,
        synthetic=opening.synthetic,
        facts=tuple(opening.facts),
    )
    sections = tuple(
        Section(anchor, number, title, tuple(blocks), kind)
        for anchor, number, title, kind, blocks in parts
    )
    return Document(front, sections, provenance)
