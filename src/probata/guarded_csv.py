"""CSV that a spreadsheet program shows as it stands.

    write_rows(header, rows) -> bytes    rows of any cells
    ready(text) -> str                   a cell as it stands in a line
    guard(text), unguard(text) -> str    with and without the apostrophe

A spreadsheet program runs a cell that begins with = + - or @ as a formula. Such text, unless
it is a plain number, gets an apostrophe in front, which marks text there; our reader takes
it away again (docs/decisions/0031-guarded-csv.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_QUOTED = re.compile(r'[,"\r\n]')


def guard(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet program would run it."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguard(text: str) -> str:
    """The text without the apostrophe of `guard`."""
    return text[1:] if _GUARDED.match(text) else text


def ready(text: str) -> str:
    """A guarded cell, quoted where its text would break the line."""
    text = guard(text)
    if _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def write_rows(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A header and rows as UTF-8 CSV with plain line ends; None is an empty cell."""
    return "".join([_line(header), *map(_line, rows)]).encode()


def _line(cells: Iterable[object]) -> str:
    line = ",".join("" if cell is None else ready(str(cell)) for cell in cells)
    return (line or '""') + "\n"  # an empty line would be no row
