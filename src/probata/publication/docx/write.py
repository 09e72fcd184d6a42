"""Writes a bulletin as a Word document."""

from __future__ import annotations

from probata.publication.document import Document
from probata.publication.docx.contents import write_contents
from probata.publication.docx.exhibits import Exhibits
from probata.publication.docx.fonts import write_fonts
from probata.publication.docx.front import write_end, write_masthead
from probata.publication.docx.markup import Flow, word, write_part
from probata.publication.docx.numbering import write_numbering
from probata.publication.docx.package import Parts, pack
from probata.publication.docx.pages import set_pages, write_running
from probata.publication.docx.prose import write_blocks, write_title
from probata.publication.docx.settings import write_settings
from probata.publication.docx.story import Story
from probata.publication.docx.styles import write_styles
from probata.publication.docx.theme import make_palette, write_theme


def write_docx(document: Document) -> bytes:
    """The document with named styles throughout. The same document, the same bytes.

    Headings, captions, header rows, text alternatives and language follow what Word's
    accessibility check and UK public sector guidance ask. Raises ExtraMissing without
    the libraries of the extra `publish`.
    """
    story, front = Story(), document.front
    palette = make_palette(document.theme.colours)
    exhibits = Exhibits(story, palette)
    text: Flow = []
    for section in document.sections:
        text.append(write_title(section.name, section.anchor, story))
        text += write_blocks(section.blocks, story, exhibits.write)
    text += write_end(document, exhibits, story)
    flow = [*write_masthead(front), *write_contents(story), *text]
    parts = Parts(
        main=write_part("document", word("body", set_pages(flow))),
        beside={
            "styles": write_styles(front.language, palette),
            "numbering": write_numbering(story.lists),
            "fontTable": write_fonts(),
            "settings": write_settings(front.language),
            "theme": write_theme(palette),
        },
        running=write_running(front),
    )
    return pack(parts, story, front)
