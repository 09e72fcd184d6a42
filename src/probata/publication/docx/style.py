"""One style: letters, space and rules, written in the order that Word demands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from probata.publication.docx.markup import word
from probata.publication.docx.theme import FIXED_FONT, Palette, Place

# A rule beside a paragraph: its colour, its width and its distance, in points.
Rule = tuple[Place, float, int]


@dataclass(frozen=True)
class Letters:
    """How characters look; sizes in points. What is not given comes from below."""

    size: float | None = None
    colour: Place | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    heading: bool = False
    fixed: bool = False

    def write(self, palette: Palette, language: str = "") -> str:
        """`<w:rPr>`; with a language, the one that the whole document rests on."""
        inside = "".join(
            [
                self._font(bool(language)),
                word("b") if self.bold else "",
                word("i") if self.italic else "",
                palette.write_letters(self.colour) if self.colour else "",
                _size(self.size) if self.size else "",
                word("u", val="single") if self.underline else "",
                word("lang", val=language, eastAsia=language, bidi="ar-SA")
                if language
                else "",
            ]
        )
        return word("rPr", inside) if inside else ""

    def _font(self, base: bool) -> str:
        if self.fixed:
            return word("rFonts", ascii=FIXED_FONT, hAnsi=FIXED_FONT, cs=FIXED_FONT)
        if self.heading:
            return word("rFonts", asciiTheme="majorHAnsi", hAnsiTheme="majorHAnsi")
        if base:
            return word(
                "rFonts",
                asciiTheme="minorHAnsi",
                eastAsiaTheme="minorEastAsia",
                hAnsiTheme="minorHAnsi",
                cstheme="minorBidi",
            )
        return ""


@dataclass(frozen=True)
class Space:
    """Room around a paragraph: before and after in points, lines as a multiple, indents
    in twentieths of a point. `whole` paragraphs do not break over pages; `joined` ones
    leave no room between two of the same style.
    """

    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: int = 0
    right: int = 0
    align: str = ""
    keep_next: bool = False
    whole: bool = False
    joined: bool = False
    new_page: bool = False


@dataclass(frozen=True)
class Rules:
    """Lines beside a paragraph and the ground that it stands on."""

    all: Rule | None = None
    top: Rule | None = None
    left: Rule | None = None
    bottom: Rule | None = None
    ground: Place | None = None

    def write(self, palette: Palette) -> str:
        sides = {
            "top": self.all or self.top,
            "left": self.all or self.left,
            "bottom": self.all or self.bottom,
            "right": self.all,
        }
        drawn = "".join(
            palette.write_rule(side, *rule) for side, rule in sides.items() if rule
        )
        return (word("pBdr", drawn) if drawn else "") + (
            palette.write_ground(self.ground) if self.ground else ""
        )


@dataclass(frozen=True)
class Style:
    """A named style. `listed` ones stand in Word's gallery; `outline` is a heading's level.

    `number` is the list that paragraphs of this style count in, and the level.
    """

    id: str
    name: str
    based_on: str = "Normal"
    letters: Letters = field(default_factory=Letters)
    space: Space = field(default_factory=Space)
    rules: Rules = field(default_factory=Rules)
    tabs: tuple[tuple[str, int], ...] = ()
    number: tuple[int, int] | None = None
    outline: int = 0
    next: str = ""
    listed: bool = False


def write_style(
    style: Style, kind: Literal["paragraph", "character"], palette: Palette
) -> str:
    """`<w:style>`."""
    paragraph = kind == "paragraph"
    return word(
        "style",
        word("name", val=style.name),
        word("basedOn", val=style.based_on if paragraph else "DefaultParagraphFont"),
        word("next", val=style.next) if style.next else "",
        word("uiPriority", val=9 if style.listed else 20),
        word("unhideWhenUsed") if style.name.startswith("toc ") else "",
        word("qFormat") if style.listed else "",
        _write_space(style, palette) if paragraph else "",
        style.letters.write(palette),
        type=kind,
        styleId=style.id,
        **({} if _is_built_in(style.name) else {"customStyle": 1}),
    )


# Names that Word knows itself, beside headings, lists and lines of contents.
_BUILT_IN = frozenset(
    {
        "Title", "Subtitle", "Body Text", "Quote", "caption", "header", "footer",
        "TOC Heading", "Strong", "Emphasis", "Hyperlink", "FollowedHyperlink",
    }
)  # fmt: skip
_BUILT_IN_BEGINNINGS = ("heading ", "toc ", "List ")


def _is_built_in(name: str) -> bool:
    return name in _BUILT_IN or name.startswith(_BUILT_IN_BEGINNINGS)


def _size(points: float) -> str:
    return word("sz", val=round(points * 2)) + word("szCs", val=round(points * 2))


def _write_space(style: Style, palette: Palette) -> str:
    space = style.space
    tabs = "".join(word("tab", val=kind, pos=at) for kind, at in style.tabs)
    inside = "".join(
        [
            word("keepNext") if space.keep_next else "",
            word("keepLines") if space.whole or style.outline else "",
            word("pageBreakBefore") if space.new_page else "",
            _write_number(style.number) if style.number else "",
            style.rules.write(palette),
            word("tabs", tabs) if tabs else "",
            _write_lines(space),
            word("ind", left=space.left, right=space.right)
            if space.left or space.right
            else "",
            word("contextualSpacing") if space.joined else "",
            word("jc", val=space.align) if space.align else "",
            word("outlineLvl", val=style.outline - 1) if style.outline else "",
        ]
    )
    return word("pPr", inside) if inside else ""


def _write_number(number: tuple[int, int]) -> str:
    listed, level = number
    return word("numPr", word("ilvl", val=level), word("numId", val=listed))


def _write_lines(space: Space) -> str:
    values: dict[str, str | int] = {}
    if space.before is not None:
        values["before"] = round(20 * space.before)
    if space.after is not None:
        values["after"] = round(20 * space.after)
    if space.line is not None:
        values |= {"line": round(240 * space.line), "lineRule": "auto"}
    return word("spacing", **values) if values else ""
