"""The colours and fonts of the document, as the theme that Word's Design tab changes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from probata.publication.charts.palette import GROUND, TEXT
from probata.publication.docx.markup import NAMESPACES, clean, word
from probata.publication.theme import Colours

HEADING_FONT = "Arial"
TEXT_FONT = "Arial"
FIXED_FONT = "Courier New"  # of code; themes hold no such font


class Place(StrEnum):
    """A colour by its place in the theme; Word has twelve, and each is used."""

    INK = "text1"
    PAPER = "background1"
    QUIET = "text2"
    MASTHEAD_TEXT = "background2"
    ACCENT = "accent1"
    MASTHEAD = "accent2"
    MARKED = "accent3"
    WARNING = "accent4"
    WARNING_EDGE = "accent5"
    LINE = "accent6"
    LINK = "hyperlink"
    VISITED = "followedHyperlink"


# What the theme part calls the places, in the order that it demands.
_NAMES = {
    "dk1": Place.INK, "lt1": Place.PAPER, "dk2": Place.QUIET,
    "lt2": Place.MASTHEAD_TEXT, "accent1": Place.ACCENT, "accent2": Place.MASTHEAD,
    "accent3": Place.MARKED, "accent4": Place.WARNING,
    "accent5": Place.WARNING_EDGE, "accent6": Place.LINE, "hlink": Place.LINK,
    "folHlink": Place.VISITED,
}  # fmt: skip

# Word asks for three fills, lines, effects and backgrounds; the document uses none.
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="9525">{_FILL}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


@dataclass(frozen=True)
class Palette:
    """The value (RRGGBB) that each place has in a department's theme.

    What is written names the place, for Word, and the value, for other programs.
    """

    values: dict[Place, str]

    def write_letters(self, place: Place) -> str:
        """`<w:color>`: the colour of letters."""
        return word("color", val=self.values[place], themeColor=place)

    def write_ground(self, place: Place) -> str:
        """`<w:shd>`: the colour behind a paragraph or a cell."""
        fill = self.values[place]
        return word("shd", val="clear", color="auto", fill=fill, themeFill=place)

    def write_rule(
        self, side: str, place: Place, points: float, distance: int = 0
    ) -> str:
        """A line at a side of a paragraph or a cell; its width and distance in points."""
        return word(
            side,
            val="single",
            sz=round(points * 8),
            space=distance,
            color=self.values[place],
            themeColor=place,
        )


def make_palette(colours: Colours) -> Palette:
    """The colours of a theme, and those that every theme has in common."""
    values = {
        Place.INK: TEXT,
        Place.PAPER: GROUND,
        Place.QUIET: "#4a545a",
        Place.MASTHEAD_TEXT: colours.masthead_text,
        Place.ACCENT: colours.accent,
        Place.MASTHEAD: colours.masthead,
        Place.MARKED: colours.mark,
        Place.WARNING: "#fff3d1",
        Place.WARNING_EDGE: "#8a5a00",
        Place.LINE: "#c4cbd0",
        Place.LINK: colours.accent,
        Place.VISITED: "#4c2c92",
    }
    return Palette({place: value[1:].upper() for place, value in values.items()})


def write_theme(palette: Palette) -> bytes:
    """The theme part of the package."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{palette.values[place]}"/></a:{name}>'
        for name, place in _NAMES.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{NAMESPACES["a"]}" name="Bulletin"><a:themeElements>'
        f'<a:clrScheme name="Bulletin">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Bulletin">{_fonts("major", HEADING_FONT)}'
        f"{_fonts('minor', TEXT_FONT)}</a:fontScheme>"
        f'<a:fmtScheme name="Bulletin"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    ).encode()


def _fonts(kind: str, name: str) -> str:
    return (
        f'<a:{kind}Font><a:latin typeface="{clean(name)}"/><a:ea typeface=""/>'
        f'<a:cs typeface=""/></a:{kind}Font>'
    )
