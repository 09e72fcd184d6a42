"""The structure tree of a PDF: what assistive technology reads instead of the pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from probata.errors import ExtraMissing

if TYPE_CHECKING:
    import pikepdf

# An element of the tree: a dictionary with the kind /S and the children /K.
Element = Any


def open_pdf(content: bytes) -> pikepdf.Pdf:
    """A PDF to look into or change.

    Raises ExtraMissing when the library is not there, ValueError for bytes that are no
    PDF or that ask for a password.
    """
    try:
        import pikepdf
    except ImportError:
        raise ExtraMissing(
            "PDF needs optional libraries. "
            "Install them with: pip install 'probata[publish]'"
        ) from None
    try:
        return pikepdf.open(io.BytesIO(content))
    except (pikepdf.PdfError, pikepdf.PasswordError):
        raise ValueError("not a PDF that can be read") from None


def children(element: Element) -> list[Element]:
    """The elements below this one, in reading order; page content is left out."""
    import pikepdf

    found = element.get("/K")
    if found is None:
        return []
    items = list(found) if isinstance(found, pikepdf.Array) else [found]
    return [
        item for item in items if isinstance(item, pikepdf.Dictionary) and "/S" in item
    ]


def walk(element: Element) -> Iterator[Element]:
    """This element and all below it, in reading order."""
    waiting = [element]
    while waiting:
        found = waiting.pop()
        if "/S" in found:
            yield found
        waiting.extend(reversed(children(found)))


def kind(element: Element) -> str:
    """`Table`, `TH`, `H1`, ..., with no slash."""
    return str(element["/S"]).removeprefix("/")


def rows_of(table: Element) -> list[Element]:
    """The rows of a table, those in its head and bodies too."""
    rows = []
    for part in children(table):
        if kind(part) == "TR":
            rows.append(part)
        elif kind(part) in ("THead", "TBody", "TFoot"):
            rows += [row for row in children(part) if kind(row) == "TR"]
    return rows


def span_of(cell: Element) -> int:
    """How many columns a cell takes."""
    found = table_attributes(cell)
    return int(found.get("/ColSpan", 1)) if found is not None else 1


def table_attributes(cell: Element) -> Element | None:
    """The attributes of a cell that say what it heads or is headed by."""
    import pikepdf

    found = cell.get("/A")
    if found is None:
        return None
    items = list(found) if isinstance(found, pikepdf.Array) else [found]
    owned = [item for item in items if isinstance(item, pikepdf.Dictionary)]
    return next((item for item in owned if str(item.get("/O")) == "/Table"), None)
