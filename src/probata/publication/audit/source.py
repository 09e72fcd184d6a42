"""A published file as an auditor reads it: grids of cells, and passages of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Grid:
    """A table as printed: rows of equal length, merged cells repeated in every place.

    `headers` is the number of heading rows where the file says so; `numbers` are the
    rows as a person counts them; `bands` are rows that one merged cell fills.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    headers: int | None = None
    bands: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, caption or heading; `level` is that of a heading.

    A statement is a row of a table that names what one number is about.
    """

    where: str
    text: str
    kind: Literal["paragraph", "heading", "statement"] = "paragraph"
    level: int = 0


@dataclass(frozen=True)
class Source:
    """The tables and the text of one file, each in its order.

    `sheets` says that it is a file of tables, whose numbers a text beside it may state.
    """

    name: str
    grids: tuple[Grid, ...] = ()
    passages: tuple[Passage, ...] = ()
    sheets: bool = False


def tidy(text: str) -> str:
    """Words on one line: breaks, tabs and unbreakable spaces become spaces."""
    return " ".join(text.replace("\u00ad", "").split())


def make_grid(
    name: str,
    rows: Iterable[Sequence[str]],
    numbers: Iterable[int],
    headers: int | None = None,
    bands: Iterable[int] = (),
) -> Grid:
    """A grid whose short rows are filled up with empty cells."""
    cells = [[tidy(cell) for cell in row] for row in rows]
    width = max((len(row) for row in cells), default=0)
    return Grid(
        name,
        tuple(tuple(row + [""] * (width - len(row))) for row in cells),
        tuple(numbers),
        headers,
        frozenset(bands),
    )
