"""Which cell heads which, read back from the tags of the finished file."""

import io

import pikepdf
import pytest

from probata.publication.document import Document, Section
from probata.publication.pdf.content import TableShape
from probata.publication.pdf.row_headers import mark_row_headers
from probata.publication.pdf.structure import children as cells_of
from probata.publication.pdf.structure import (
    kind,
    rows_of,
    table_attributes,
    walk,
)
from probata.publication.pdf.write import write_pdf

from .conftest import FRONT, make_table


@pytest.fixture(scope="module")
def content(figure_blocks) -> bytes:
    blocks = (make_table(), figure_blocks[2])
    return write_pdf(Document(FRONT, (Section("s", "1", "One", blocks),)))


@pytest.fixture(scope="module")
def tables(content):
    """Each table as rows of (kind, ID, scope, headers)."""

    def read(cell):
        found = table_attributes(cell)
        return (
            kind(cell),
            str(cell.get("/ID", "")),
            str(found.get("/Scope", "")),
            [str(name) for name in found.get("/Headers", ())],
        )

    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root.StructTreeRoot
        return [
            [[read(cell) for cell in cells_of(row)] for row in rows_of(item)]
            for item in walk(root)
            if kind(item) == "Table"
        ]


def test_each_cell_of_a_grouped_table_is_headed_by_column_group_and_row(tables):
    head, first, one, _, second, three, _ = tables[0]
    columns = [cell[1] for cell in head]
    assert [cell[0] for cell in head] == ["TH"] * 3
    assert {cell[2] for cell in head} == {"/Column"}
    for group, row in ((first, one), (second, three)):
        ((group_kind, group_name, _, above),) = group
        assert (group_kind, above) == ("TH", [])
        row_kind, row_name, scope, headers = row[0]
        assert (row_kind, scope) == ("TH", "/Row")
        assert headers == [columns[0], group_name]
        for at in (1, 2):
            assert row[at][0] == "TD"
            assert row[at][3] == [columns[at], group_name, row_name]
    assert first[0][1] != second[0][1]


def test_two_columns_can_head_a_row(tables):
    rows = tables[1]
    columns = [cell[1] for cell in rows[0]]
    for row in rows[1:]:
        assert [cell[0] for cell in row] == ["TH", "TH", "TD", "TD", "TD", "TD"]
        assert row[2][3] == [columns[2], row[0][1], row[1][1]]


def test_every_name_of_a_header_is_its_own_and_is_in_the_index(content, tables):
    names = [cell[1] for table in tables for row in table for cell in row if cell[1]]
    assert len(names) == len(set(names)) > 20
    with pikepdf.open(io.BytesIO(content)) as pdf:
        index = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
        for name in names:
            assert str(index[name]["/ID"]) == name


@pytest.mark.parametrize("shapes", [[], [TableShape((("column_header",),))] * 2])
def test_tables_that_are_not_those_of_the_document_are_refused(content, shapes):
    with pytest.raises(ValueError, match="tagged"):
        mark_row_headers(content, shapes)
