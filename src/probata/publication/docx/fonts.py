"""The font table: what Word should take where a font is not at hand."""

from __future__ import annotations

from probata.publication.docx.markup import word, write_part
from probata.publication.docx.theme import FIXED_FONT, HEADING_FONT, TEXT_FONT


def write_fonts() -> bytes:
    """The font table part."""
    families = {TEXT_FONT: "swiss", HEADING_FONT: "swiss", FIXED_FONT: "modern"}
    return write_part(
        "fonts",
        *(
            word("font", word("family", val=family), name=name)
            for name, family in families.items()
        ),
    )
