"""A workbook without any format: sheets of lines, each with at most one table.

The order of things follows the Analysis Function's guidance on releasing statistics in
spreadsheets; docs/reference/spreadsheet-checklist.md goes through its rules.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from probata.publication.cells import Value


@dataclass(frozen=True)
class Line:
    """A cell of column A. `sheet` or `address` is where it leads to, if anywhere."""

    text: str
    kind: Literal["title", "heading", "text"] = "text"
    sheet: str = ""
    address: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table. `width` is in points; numbers stand on the right."""

    name: str
    numeric: bool
    width: float


@dataclass(frozen=True)
class Grid:
    """A table: a header row and rows without a blank cell. `name` names its range.

    The words in the first column lead to the sheets of that name where `leads` says so.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    leads: bool = False


@dataclass(frozen=True)
class Sheet:
    """Lines in column A and then, without a gap, the table. `width` (in points) is for lines
    without a table."""

    name: str
    lines: tuple[Line, ...]
    grid: Grid | None = None
    width: float = 0


@dataclass(frozen=True)
class Workbook:
    """Sheets, and what the properties of the file say."""

    title: str
    description: str
    publisher: str
    language: str
    day: datetime.date | None
    sheets: tuple[Sheet, ...]
