"""Writes a bulletin as one tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import json
from importlib.resources import files

from probata.publication.document import Document
from probata.publication.pdf.content import make_content
from probata.publication.pdf.row_headers import mark_row_headers
from probata.publication.typesetting import typeset


def write_pdf(document: Document) -> bytes:
    """The PDF. The same document gives the same bytes."""
    content = make_content(document)
    template = files("probata.publication") / "templates" / "bulletin.typ"
    made = typeset(
        template.read_bytes(),
        {"document": json.dumps(content.data, ensure_ascii=False)},
        form="pdf",
        standards=("ua-1",),
    )
    return mark_row_headers(made, content.shapes)
