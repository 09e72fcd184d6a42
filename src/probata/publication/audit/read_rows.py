"""Rows of a sheet or CSV file to grids: titles and notes apart from the tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from probata.errors import DataError
from probata.publication.audit.columns import find_role
from probata.publication.audit.source import Grid, Passage, Source, make_grid, tidy

LONGEST = 200_000  # rows; no published table has more
Rows = Sequence[Sequence[str]]


def read_csv(name: str, raw: bytes) -> Source:
    """Comma, semicolon or tab separated text, with titles above and notes below."""
    text = decode(name, raw)
    try:
        lines = io.StringIO(text, newline="")
        rows = list(csv.reader(lines, delimiter=_separator(text)))
    except csv.Error as error:
        raise DataError(f"{name}: cannot be read as CSV ({error}).") from None
    if len(rows) > LONGEST:
        raise DataError(f"{name}: has {len(rows):,} rows; a published table has fewer.")
    return split_rows(name, "table", rows)


def decode(name: str, raw: bytes) -> str:
    """UTF-8 with or without a mark, or UTF-16 with one. Raises DataError."""
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise DataError(f"{name}: is not UTF-8 text. Save it as UTF-8.") from None
    if "\0" in text:
        raise DataError(f"{name}: is not text; it holds NUL characters.")
    return text


def _separator(text: str) -> str:
    """The separator that stands in most lines, and most often in them."""
    lines = [line for line in text.splitlines() if line.strip()][:50]

    def votes(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        return sum(1 for item in counts if item), sum(counts)

    return max(",;\t", key=votes)


def split_rows(name: str, label: str, rows: Rows) -> Source:
    """Blocks of rows between blank rows: those with columns are tables, others text.

    A block under a table that has no headings of its own, and is as wide, goes on
    with the table: some people leave blank rows between groups.
    """
    grids: list[Grid] = []
    passages: list[Passage] = []
    for numbers in _blocks(rows):
        lone = [at for at in numbers if _filled(rows[at]) < 2]
        while numbers and numbers[0] in lone and len(lone) < len(numbers):
            at = numbers.pop(0)
            passages.append(Passage(f"row {at + 1}", _words(rows[at])))
            lone.remove(at)
        if len(lone) == len(numbers):
            passages += [Passage(f"row {at + 1}", _words(rows[at])) for at in numbers]
        elif grids and _goes_on(grids[-1], rows, numbers):
            grids[-1] = _join(grids[-1], rows, numbers)
        else:
            title = label if not grids else f"{label} {len(grids) + 1}"
            cells = [rows[at] for at in numbers]
            grids.append(make_grid(title, cells, [at + 1 for at in numbers]))
    return Source(name, tuple(grids), tuple(passages), sheets=True)


def _blocks(rows: Rows) -> list[list[int]]:
    blocks: list[list[int]] = [[]]
    for at, row in enumerate(rows):
        if _filled(row):
            blocks[-1].append(at)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _words(row: Sequence[str]) -> str:
    return tidy(" ".join(cell for cell in row if cell.strip()))


def _goes_on(grid: Grid, rows: Rows, numbers: list[int]) -> bool:
    width = max(len(rows[at]) for at in numbers)
    headed = any(find_role(cell) for at in numbers[:2] for cell in rows[at][1:])
    return width == len(grid.rows[0]) and not headed


def _join(grid: Grid, rows: Rows, numbers: list[int]) -> Grid:
    cells = [*grid.rows, *(rows[at] for at in numbers)]
    return make_grid(grid.name, cells, [*grid.numbers, *(at + 1 for at in numbers)])
