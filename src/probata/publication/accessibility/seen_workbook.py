"""A finished workbook as a checker sees it, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SeenCell:
    """What a cell shows. `size` is its letters' in points; `links` whether it is a link."""

    text: str
    number: bool
    size: float
    links: bool = False


@dataclass(frozen=True)
class SeenTable:
    """An area that is marked as a table: rows and columns from 1, ends included."""

    name: str
    top: int
    left: int
    bottom: int
    right: int
    header: bool
    filters: bool


@dataclass
class SeenSheet:
    """`cells` holds those that are not blank by row and column; the rest are oddities."""

    name: str
    cells: dict[tuple[int, int], SeenCell] = field(default_factory=dict)
    tables: list[SeenTable] = field(default_factory=list)
    merged: bool = False
    hidden: bool = False
    hides: bool = False
    frozen: bool = False
    margins: bool = False
    drawings: bool = False
    cursor: tuple[int, int] = (1, 1)

    @property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    def text(self, row: int, column: int) -> str:
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def lines(self) -> Iterator[str]:
        """The texts of column A above the first table, or all of them."""
        end = min((table.top for table in self.tables), default=self.last_row + 1)
        return (self.text(row, 1) for row in range(1, end))


@dataclass
class SeenWorkbook:
    title: str
    language: str
    sheets: list[SeenSheet]
    opens_on: str
    macros: bool = False


class Unreadable(Exception):
    """The file is not a workbook of its format; the message says what is missing."""
