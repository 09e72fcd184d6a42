"""The tags of a whole bulletin, which must not change unnoticed.

`UPDATE_GOLDEN=1 pytest tests/unit/publication/pdf/test_golden.py` writes them anew.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from probata.publication.pdf.structure import children, kind, table_attributes
from probata.publication.pdf.write import write_pdf

GOLDEN = Path(__file__).parents[3] / "golden" / "pdf_structure.txt"


def describe(element, depth: int = 0) -> Iterator[str]:
    """One line an element; a row of a table is one line, with the scopes of its heads."""
    indent = "  " * depth
    if kind(element) == "TR":
        yield f"{indent}TR: " + " ".join(map(name_cell, children(element)))
        return
    yield indent + kind(element) + (" with words" if "/Alt" in element else "")
    for child in children(element):
        yield from describe(child, depth + 1)


def name_cell(cell) -> str:
    attributes = table_attributes(cell)
    scope = str(attributes.get("/Scope", "")).removeprefix("/")
    heads = len(attributes.get("/Headers", ()))
    return f"{kind(cell)}({', '.join(filter(None, (scope, str(heads))))})"


def test_the_tags_of_a_bulletin_are_the_known_ones(document):
    with pikepdf.open(io.BytesIO(write_pdf(document))) as pdf:
        (root,) = children(pdf.Root.StructTreeRoot)
        found = "\n".join(describe(root)) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(found)
    assert found == GOLDEN.read_text()
