"""Makes the blocks that records are built of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.publication.anchors import make_anchor
from probata.publication.cells import Cell, column_headers
from probata.publication.document import ListBlock, Paragraph, TableBlock, Text
from probata.publication.tables import source_line

# Gives the number of the next table: A2, then A3.
Numbering = Callable[[], str]


def say(text: str) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph((Text(text),))


def bullets(texts: list[str], *, ordered: bool = False) -> ListBlock:
    """A list of plain words."""
    return ListBlock(ordered, tuple((say(text),) for text in texts))


def tabulate(
    number: str,
    title: str,
    header: tuple[str | Cell, ...],
    rows: Sequence[tuple[Cell, ...]],
    study: Study,
    results: Results,
    groups: tuple[str, ...] = (),
) -> TableBlock:
    """A table with the source of its numbers."""
    return TableBlock(
        anchor=make_anchor("table", number),
        number=number,
        title=title,
        header=column_headers(*header),
        rows=tuple(rows),
        source=source_line(study, results),
        groups=groups,
    )
