"""What reports that belong to no study have in common: bare front matter, sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from probata.publication.document import (
    Block,
    Document,
    Fact,
    FrontMatter,
    Notice,
    Paragraph,
    Section,
    Text,
)

Kind = Literal["summary", "section", "annex"]
# Anchor, number, title, kind, content.
Part = tuple[str, str, str, Kind, list[Block]]

_INTERNAL = Notice(
    "Internal: not for publication",
    (
        Paragraph(
            (
                Text(
                    "The numbers of small groups stand here as they are: disclosure control "
                    "does not reach them."
                ),
            )
        ),
    ),
)


@dataclass(frozen=True)
class Opening:
    """What a report says of itself before its first section.

    An `internal` one holds counts of groups, however small, and says on its first page
    that it is not for publication.
    """

    title: str
    subtitle: str
    series: str
    description: str
    synthetic: bool
    facts: Sequence[Fact]
    internal: bool = False


def assemble_report(
    opening: Opening, parts: Sequence[Part], provenance: tuple[tuple[str, str], ...]
) -> Document:
    """The document of a report; its publisher and licence are whoever prints it."""
    series = opening.series
    if opening.internal:
        series = f"{series}: internal, not for publication"
        first = parts[0]
        parts = [(*first[:4], [_INTERNAL, *first[4]]), *parts[1:]]
    front = FrontMatter(
        title=opening.title,
        subtitle=opening.subtitle,
        series=series,
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
