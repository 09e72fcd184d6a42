"""Names the cells that head a row, and tells every cell what heads it.

Typst 0.15 tags the cells of header rows. Its way to tag a cell that heads a row is
switched off in the library for Python, so it is done here, in the finished file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from probata.publication.pdf.content import TableShape
from probata.publication.pdf.structure import (
    Element,
    children,
    kind,
    open_pdf,
    rows_of,
    table_attributes,
    walk,
)


def mark_row_headers(content: bytes, shapes: Sequence[TableShape]) -> bytes:
    """The same PDF, smaller, in which the tables have the given shapes.

    Every data cell names the headers of its column, its row and its group (attribute
    Headers, ISO 32000-1, 14.8.5.7), and each header says which way it looks (Scope).
    Raises ValueError where the tables of the file are not those of the shapes.
    """
    with open_pdf(content) as pdf:
        import pikepdf

        root = pdf.Root.StructTreeRoot
        tables = [item for item in walk(root) if kind(item) == "Table"]
        if len(tables) != len(shapes):
            raise ValueError(f"{len(tables)} tables are tagged, not {len(shapes)}")
        for number, (table, shape) in enumerate(zip(tables, shapes, strict=True), 1):
            _mark_table(table, shape, number)
        named = sorted(
            (bytes(item["/ID"]), item) for item in walk(root) if "/ID" in item
        )
        names = [part for name, item in named for part in (pikepdf.String(name), item)]
        root.IDTree = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(names)))
        stream = io.BytesIO()
        pdf.save(
            stream,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return stream.getvalue()


def _mark_table(table: Element, shape: TableShape, number: int) -> None:
    rows = [children(row) for row in rows_of(table)]
    if [len(row) for row in rows] != [len(row) for row in shape.rows]:
        raise ValueError(f"table {number} is tagged in another shape")
    columns = [str(cell["/ID"]) for cell in rows[0]]
    group: list[str] = []
    for at, (cells, kinds) in enumerate(zip(rows, shape.rows, strict=True)):
        if kinds[0] == "column_header":
            continue
        if kinds[0] == "group_header":
            _set_headers(cells[0], [])
            group = [str(cells[0]["/ID"])]
            continue
        heads: list[str] = []
        for column, (cell, sort) in enumerate(zip(cells, kinds, strict=True)):
            if sort == "row_header":
                name = f"R{number}x{column}y{at}"
                _make_header(cell, name)
                _set_headers(cell, [columns[column], *group, *heads])
                heads.append(name)
        for column, (cell, sort) in enumerate(zip(cells, kinds, strict=True)):
            if sort != "row_header":
                _set_headers(cell, [columns[column], *group, *heads])


def _make_header(cell: Element, name: str) -> None:
    import pikepdf

    cell["/S"] = pikepdf.Name.TH
    cell["/ID"] = pikepdf.String(name)
    _attributes(cell)["/Scope"] = pikepdf.Name.Row


def _set_headers(cell: Element, names: list[str]) -> None:
    import pikepdf

    _attributes(cell)["/Headers"] = pikepdf.Array(
        [pikepdf.String(name) for name in names]
    )


def _attributes(cell: Element) -> Element:
    found = table_attributes(cell)
    if found is None:
        raise ValueError("a cell has no attributes of a table")
    return found
