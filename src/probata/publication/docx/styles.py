"""Every style of the document: change one here, or in Word, and all its text follows."""

from __future__ import annotations

from probata.publication.docx.markup import word, write_part
from probata.publication.docx.pages import LANDSCAPE_WIDTH, PORTRAIT_WIDTH
from probata.publication.docx.style import Letters, Rules, Space, Style, write_style
from probata.publication.docx.table_style import (
    list_cell_styles,
    write_plain_table_style,
    write_table_styles,
)
from probata.publication.docx.theme import Palette, Place

TEXT_SIZE = 12.0
NOTE_SIZE = 10.0
LIST_LEVELS = 3
LIST_INDENT = 425  # twentieths of a point

_BAND = Rules(all=(Place.MASTHEAD, 6, 10), ground=Place.MASTHEAD)
_NOTICE_ROOM = (Place.WARNING, 4, 0)
_NOTICE = Rules(
    top=_NOTICE_ROOM,
    left=(Place.WARNING_EDGE, 6, 8),
    bottom=_NOTICE_ROOM,
    ground=Place.WARNING,
)
_SMALL = Letters(9, Place.QUIET)
_FOOT_RULE = Rules(top=(Place.LINE, 0.5, 6))
_RIGHT_EDGE = (("right", PORTRAIT_WIDTH),)
_WIDE_EDGE = (("right", LANDSCAPE_WIDTH),)

_FRONT = (
    Style(
        "Series",
        "Series",
        letters=Letters(11, Place.MASTHEAD_TEXT),
        space=Space(0, 0, 1.5),
        rules=_BAND,
    ),
    Style(
        "Title",
        "Title",
        letters=Letters(30, Place.MASTHEAD_TEXT, bold=True, heading=True),
        space=Space(0, 0, 1.15, keep_next=True),
        rules=_BAND,
        next="Subtitle",
        listed=True,
    ),
    Style(
        "Subtitle",
        "Subtitle",
        letters=Letters(14, Place.MASTHEAD_TEXT),
        space=Space(0, 0, 1.4),
        rules=_BAND,
        next="BodyText",
        listed=True,
    ),
    Style(
        "Imprint",
        "Imprint",
        letters=Letters(11, Place.MASTHEAD_TEXT),
        space=Space(0, 0, 1.5),
        rules=_BAND,
    ),
    # Ends a run of pages after a table, where no other paragraph does.
    Style("SectionEnd", "Section end", letters=Letters(1), space=Space(0, 0, 1.0)),
    Style("KeyFact", "Key fact", space=Space(4, 0, 1.0)),
    Style(
        "NoticeTitle",
        "Notice title",
        letters=Letters(bold=True),
        space=Space(14, 0, 1.3, keep_next=True, left=170),
        rules=_NOTICE,
        next="Notice",
    ),
    Style(
        "Notice",
        "Notice",
        space=Space(0, 14, 1.3, left=170, joined=True),
        rules=_NOTICE,
    ),
)

_TEXT = (
    Style("BodyText", "Body Text", space=Space(4, 6, 1.25), listed=True),
    Style(
        "Heading1",
        "heading 1",
        letters=Letters(22, Place.ACCENT, bold=True, heading=True),
        space=Space(0, 14, 1.1, keep_next=True, new_page=True),
        rules=Rules(top=(Place.ACCENT, 3, 8)),
        outline=1,
        next="BodyText",
        listed=True,
    ),
    Style(
        "Heading2",
        "heading 2",
        letters=Letters(16, Place.ACCENT, bold=True, heading=True),
        space=Space(20, 6, 1.1, keep_next=True),
        outline=2,
        next="BodyText",
        listed=True,
    ),
    Style(
        "Heading3",
        "heading 3",
        letters=Letters(13, Place.INK, bold=True, heading=True),
        space=Space(14, 4, 1.1, keep_next=True),
        outline=3,
        next="BodyText",
        listed=True,
    ),
    Style(
        "Quote",
        "Quote",
        letters=Letters(12, Place.QUIET),
        space=Space(0, 8, 1.25, left=300, right=300),
        rules=Rules(left=(Place.LINE, 3, 10)),
        listed=True,
    ),
)

_EXHIBITS = (
    Style(
        "Caption",
        "caption",
        letters=Letters(12, Place.ACCENT, bold=True),
        space=Space(16, 5, 1.15, keep_next=True, whole=True),
        next="BodyText",
        listed=True,
    ),
    Style(
        "DataCaption",
        "Data caption",
        letters=Letters(12, Place.ACCENT, bold=True),
        space=Space(16, 5, 1.15, keep_next=True, whole=True),
        next="BodyText",
    ),
    Style("Figure", "Figure", space=Space(0, 14, 1.0)),
    Style(
        "FigureNoted",
        "Figure with note",
        "Figure",
        space=Space(after=2, keep_next=True),
        next="Note",
    ),
    Style(
        "Note",
        "Note",
        letters=Letters(NOTE_SIZE, Place.QUIET),
        space=Space(3, 14, 1.25, whole=True, joined=True),
    ),
    Style(
        "Licence", "Licence", letters=Letters(10, Place.QUIET), space=Space(14, 0, 1.15)
    ),
)

_RUNNING = (
    Style("Header", "header", letters=_SMALL, tabs=_RIGHT_EDGE),
    Style("HeaderWide", "Header wide", letters=_SMALL, tabs=_WIDE_EDGE),
    Style("Footer", "footer", letters=_SMALL, rules=_FOOT_RULE, tabs=_RIGHT_EDGE),
    Style(
        "FooterWide",
        "Footer wide",
        letters=_SMALL,
        rules=_FOOT_RULE,
        tabs=_WIDE_EDGE,
    ),
    Style(
        "TOCHeading",
        "TOC Heading",
        letters=Letters(18, Place.ACCENT, bold=True, heading=True),
        space=Space(22, 6, 1.1, keep_next=True),
        next="BodyText",
    ),
    Style(
        "TOC1",
        "toc 1",
        letters=Letters(11, bold=True),
        space=Space(5, 1, 1.0, right=567),
        tabs=_RIGHT_EDGE,
    ),
    Style(
        "TOC2",
        "toc 2",
        letters=Letters(11),
        space=Space(0, 1, 1.0, left=284, right=567),
        tabs=_RIGHT_EDGE,
    ),
    Style(
        "TOC3",
        "toc 3",
        letters=Letters(10),
        space=Space(0, 1, 1.0, right=567),
        tabs=_RIGHT_EDGE,
    ),
)

_CHARACTERS = (
    Style("Strong", "Strong", letters=Letters(bold=True), listed=True),
    Style("Emphasis", "Emphasis", letters=Letters(italic=True), listed=True),
    Style("Code", "Code", letters=Letters(11, fixed=True)),
    Style(
        "KeyFigure",
        "Key figure",
        letters=Letters(26, Place.ACCENT, bold=True, heading=True),
    ),
    Style("Hyperlink", "Hyperlink", letters=Letters(colour=Place.LINK, underline=True)),
    Style(
        "FollowedHyperlink",
        "FollowedHyperlink",
        letters=Letters(colour=Place.VISITED, underline=True),
    ),
    Style(
        "HeaderWarning",
        "Header warning",
        letters=Letters(colour=Place.WARNING_EDGE, bold=True),
    ),
)


def write_styles(language: str, palette: Palette) -> bytes:
    """The styles part of the package. `language` is that of all text (`en-GB`)."""
    paragraphs = (
        *_FRONT,
        *_TEXT,
        *_lists(),
        *_EXHIBITS,
        *_RUNNING,
        *list_cell_styles(),
    )
    return write_part(
        "styles",
        _defaults(language, palette),
        # Styles of Word's own that are not used stay out of the list of styles.
        word(
            "latentStyles",
            defLockedState=0,
            defUIPriority=99,
            defSemiHidden=1,
            defUnhideWhenUsed=1,
            defQFormat=0,
            count=376,
        ),
        word(
            "style",
            word("name", val="Normal"),
            word("qFormat"),
            type="paragraph",
            default=1,
            styleId="Normal",
        ),
        word(
            "style",
            word("name", val="Default Paragraph Font"),
            word("uiPriority", val=1),
            word("semiHidden"),
            type="character",
            default=1,
            styleId="DefaultParagraphFont",
        ),
        *(write_style(style, "paragraph", palette) for style in paragraphs),
        *(write_style(style, "character", palette) for style in _CHARACTERS),
        write_plain_table_style(),
        *write_table_styles(palette),
        word(
            "style",
            word("name", val="No List"),
            word("uiPriority", val=99),
            word("semiHidden"),
            type="numbering",
            default=1,
            styleId="NoList",
        ),
    )


def _lists() -> list[Style]:
    styles = []
    for level in range(LIST_LEVELS):
        end = f" {level + 1}" if level else ""
        space = Space(4, 2, 1.25)
        for number, name in enumerate(("List Bullet", "List Number"), start=1):
            key = f"{name.replace(' ', '')}{end.strip()}"
            styles.append(
                Style(
                    key,
                    name + end,
                    space=space,
                    number=(number, level),
                    listed=not level,
                )
            )
        styles.append(
            Style(
                f"ListContinue{end.strip()}",
                f"List Continue{end}",
                space=Space(2, 4, 1.25, left=LIST_INDENT * (level + 1)),
            )
        )
    return styles


def _defaults(language: str, palette: Palette) -> str:
    letters = Letters(TEXT_SIZE, Place.INK)
    return word(
        "docDefaults",
        word("rPrDefault", letters.write(palette, language)),
        word(
            "pPrDefault",
            word("pPr", word("spacing", after=0, line=240, lineRule="auto")),
        ),
    )
