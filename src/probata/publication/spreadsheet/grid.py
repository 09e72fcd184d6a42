"""From a table for readers to a tidy one: a value a cell, groups as columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain

from probata.publication.cells import Cell, Shorthand, Value
from probata.publication.language import translate
from probata.publication.spreadsheet.look import fit_width
from probata.publication.spreadsheet.names import name_columns
from probata.publication.spreadsheet.workbook import Column, Grid

# In points: about 40 letters.
WIDEST = 240.0
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]+")

Row = tuple[Value, ...]


def tidy_table(
    name: str,
    groups: Sequence[str],
    header: Sequence[Cell],
    rows: Iterable[Sequence[Cell]],
) -> Grid:
    """A table of one header row in which no cell is blank, merged or of two values.

    What a group header says stands in columns named `groups` (one, where they have no
    names), in each row of its group.
    The remarks of cells, where there are any, become the last column.
    """
    kept = [tuple(row) for row in rows]
    if not groups and any(row[0].kind == "group_header" for row in kept):
        groups = (translate("Group"),)
    names = [
        *groups,
        *chain.from_iterable(cell.values or (cell.text,) for cell in header),
    ]
    widths = [len(cell.values) or 1 for cell in header]
    remarked = any(cell.remark for row in kept for cell in row)
    group: Row = (Shorthand.NOT_APPLICABLE,) * len(groups)
    found: list[Row] = []
    for row in kept:
        if row[0].kind == "group_header":
            group = _read_values(row[0], len(groups))
            continue
        values = [
            _read_values(cell, width) for cell, width in zip(row, widths, strict=True)
        ]
        remarks = (_join_remarks(row),) if remarked else ()
        found.append((*group, *chain.from_iterable(values), *remarks))
    headings = [str(item) for item in names] + (
        [translate("Remarks")] if remarked else []
    )
    return make_grid(name, headings, found)


def make_grid(
    name: str, headings: Iterable[str], rows: Sequence[Row], widest: float = WIDEST
) -> Grid:
    """A table with its columns as wide as what stands in them, which may wrap."""
    shown = [tuple(_clean(value) for value in row) for row in rows]
    columns = [
        Column(
            heading,
            _is_numeric([row[at] for row in shown]),
            fit_width(heading, [row[at] for row in shown], widest),
        )
        for at, heading in enumerate(name_columns(map(plain_text, headings)))
    ]
    return Grid(name, tuple(columns), tuple(shown))


def _is_numeric(values: Sequence[Value]) -> bool:
    """Whether a column holds numbers, or symbols alone in place of numbers."""
    return any(isinstance(value, Decimal) for value in values) or all(
        isinstance(value, Shorthand) for value in values
    )


def plain_text(text: str) -> str:
    """Text on one line that a file can hold."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _read_values(cell: Cell, width: int) -> Row:
    values = cell.values or (cell.text,)
    if len(values) != width:
        raise ValueError(f"a cell of {len(values)} values in {width} columns: {cell}")
    return values


def _join_remarks(row: Iterable[Cell]) -> str:
    remarks = dict.fromkeys(cell.remark for cell in row if cell.remark)
    return "; ".join(remarks) or Shorthand.NOT_APPLICABLE


def _clean(value: Value) -> Value:
    """A blank cell says why it is blank."""
    if isinstance(value, Decimal | Shorthand):
        return value
    return plain_text(value) or Shorthand.NOT_APPLICABLE
