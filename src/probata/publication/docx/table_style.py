"""How tables look: thin rules between rows, a strong one under the header row."""

from __future__ import annotations

from dataclasses import dataclass

from probata.publication.docx.markup import word
from probata.publication.docx.pages import LANDSCAPE_WIDTH, PORTRAIT_WIDTH
from probata.publication.docx.style import Letters, Space, Style
from probata.publication.docx.theme import Palette, Place


@dataclass(frozen=True)
class Form:
    """How a table stands on its page: letters in points, the rest in twentieths of one.

    `end` is what the names of its styles end in; `margin` the room beside words in a
    cell; `turned` says that the page lies on its side.
    """

    end: str
    size: float
    margin: int
    width: int
    turned: bool

    @property
    def style(self) -> str:
        return f"BulletinTable{self.end}"


# A table takes the first form that it fits.
FORMS = (
    Form("", 10, 85, PORTRAIT_WIDTH, turned=False),
    Form("", 10, 85, LANDSCAPE_WIDTH, turned=True),
    Form("Small", 8, 45, LANDSCAPE_WIDTH, turned=True),
)
_STYLED = (FORMS[0], FORMS[2])


def list_cell_styles() -> list[Style]:
    """The styles of paragraphs in cells, for usual and for small tables."""
    return [style for form in _STYLED for style in _cell_styles(form)]


def _cell_styles(form: Form) -> list[Style]:
    end = form.end
    name = f" {end.lower()}" if end else ""
    text, heading = f"TableText{end}", f"TableHeading{end}"
    bold = Letters(bold=True)
    indent = Space(left=2 * form.margin)
    right = Space(align="right")
    return [
        Style(
            text,
            f"Table text{name}",
            letters=Letters(form.size),
            space=Space(0, 0, 1.05),
        ),
        Style(f"TableIndented{end}", f"Table text indented{name}", text, space=indent),
        Style(f"TableNumber{end}", f"Table number{name}", text, space=right),
        Style(
            heading,
            f"Table heading{name}",
            text,
            letters=bold,
            space=Space(keep_next=True),
        ),
        Style(
            f"TableNumberHeading{end}",
            f"Table number heading{name}",
            heading,
            space=right,
        ),
        Style(
            f"TableGroup{end}",
            f"Table group{name}",
            text,
            letters=bold,
            space=Space(before=4, keep_next=True),
        ),
    ]


def write_table_styles(palette: Palette) -> list[str]:
    """`<w:style>` of tables, usual and small."""
    usual, small = _STYLED
    return [_write_style(usual, palette), _write_small_style(small, usual)]


def _write_style(form: Form, palette: Palette) -> str:
    """Header row and first column are a department's own to change."""
    rule = palette.write_rule
    header = word(
        "tcBorders", rule("top", Place.INK, 0.5), rule("bottom", Place.INK, 1.5)
    )
    between = (rule(side, Place.LINE, 0.5) for side in ("bottom", "insideH"))
    return word(
        "style",
        word("name", val="Bulletin table"),
        word("basedOn", val="TableNormal"),
        word("uiPriority", val=20),
        word("qFormat"),
        word("tblPr", word("tblBorders", *between), _write_margins(form.margin, 45)),
        word(
            "tblStylePr",
            word("tcPr", header, word("vAlign", val="bottom")),
            type="firstRow",
        ),
        word("tblStylePr", word("pPr", word("jc", val="left")), type="firstCol"),
        type="table",
        customStyle=1,
        styleId=form.style,
    )


def _write_small_style(form: Form, usual: Form) -> str:
    return word(
        "style",
        word("name", val="Bulletin table small"),
        word("basedOn", val=usual.style),
        word("uiPriority", val=20),
        word("tblPr", _write_margins(form.margin, 30)),
        type="table",
        customStyle=1,
        styleId=form.style,
    )


def _write_margins(side: int, over: int) -> str:
    """Room in a cell beside the words and above and below them."""
    sides = {"top": over, "left": side, "bottom": over, "right": side}
    return word(
        "tblCellMar",
        *(word(name, w=width, type="dxa") for name, width in sides.items()),
    )


def write_plain_table_style() -> str:
    """The table style that Word rests all others on."""
    return word(
        "style",
        word("name", val="Normal Table"),
        word("uiPriority", val=99),
        word("semiHidden"),
        word("unhideWhenUsed"),
        word(
            "tblPr",
            word("tblInd", w=0, type="dxa"),
            _write_margins(108, 0),
        ),
        type="table",
        default=1,
        styleId="TableNormal",
    )
