"""Styles of an OpenDocument spreadsheet: cells by kind, numbers by decimals, the page."""

from __future__ import annotations

from probata.publication.spreadsheet.look import (
    FONT,
    INDENT,
    LINK_COLOUR,
    SIZES,
    STYLES,
    Style,
)
from probata.publication.spreadsheet.ods.markup import element, write_part

PAGE = "sheet"
# No header and no footer: a screen reader does not meet what stands in them.
_BARE = {"style:display": "false"}


def write_styles(language: str) -> bytes:
    """Named styles, so that somebody can change all cells of a kind at once."""
    named = [_cell_style(style) for style in STYLES.values()]
    layout = element(
        "style:page-layout",
        {"style:name": PAGE},
        element(
            "style:page-layout-properties",
            {
                "fo:page-width": "297mm",
                "fo:page-height": "210mm",
                "style:print-orientation": "landscape",
                "style:scale-to-X": "1",
                "style:scale-to-Y": "0",
            },
        ),
    )
    master = element(
        "style:master-page",
        {"style:name": PAGE, "style:page-layout-name": PAGE},
        element("style:header", _BARE),
        element("style:footer", _BARE),
    )
    return write_part(
        "office:document-styles",
        element("office:styles", {}, _default_style(language), *named),
        element("office:automatic-styles", {}, layout),
        element("office:master-styles", {}, master),
    )


def name_style(style: str) -> str:
    """The name of a style as an XML name."""
    return style.replace(" ", "_20_")


def name_number_style(style: str, digits: int) -> str:
    """The style of a number with so many decimals."""
    return f"{name_style(style)}_{digits}"


def number_styles(pairs: list[tuple[str, int]]) -> list[str]:
    """For each style and number of decimals that occur: how such a number is shown."""
    formats = [
        element(
            "number:number-style",
            {"style:name": f"decimals{digits}"},
            element(
                "number:number",
                {
                    "number:decimal-places": str(digits),
                    "number:min-decimal-places": str(digits),
                    "number:min-integer-digits": "1",
                    "number:grouping": "true",
                },
            ),
        )
        for digits in sorted({digits for _, digits in pairs})
    ]
    cells = [
        element(
            "style:style",
            {
                "style:name": name_number_style(style, digits),
                "style:family": "table-cell",
                "style:parent-style-name": name_style(style),
                "style:data-style-name": f"decimals{digits}",
            },
        )
        for style, digits in pairs
    ]
    return [*formats, *cells]


def size_style(name: str, family: str, points: float) -> str:
    """The width of a column or the height of a row."""
    side = {"table-column": "column-width", "table-row": "row-height"}[family]
    sizes = {f"style:{side}": f"{points:.1f}pt"}
    return element(
        "style:style",
        {"style:name": name, "style:family": family},
        element(f"style:{family}-properties", sizes),
    )


def table_style() -> str:
    """A sheet that is shown, on the page without header and footer."""
    return element(
        "style:style",
        {
            "style:name": PAGE,
            "style:family": "table",
            "style:master-page-name": PAGE,
        },
        element("style:table-properties", {"table:display": "true"}),
    )


def _default_style(language: str) -> str:
    return element(
        "style:default-style",
        {"style:family": "table-cell"},
        element(
            "style:text-properties",
            {
                "fo:font-family": FONT,
                "fo:font-size": f"{SIZES['text']}pt",
                **_split_language(language),
            },
        ),
    )


def _split_language(tag: str) -> dict[str, str]:
    """`zh-Hant-TW`: language, script and country, by the lengths that tags give them."""
    tongue, *others = tag.split("-")
    found = {"fo:language": tongue.lower(), "fo:country": "none"}
    for part in others:
        if len(part) == 4 and part.isalpha():
            found["fo:script"] = part.title()
        elif len(part) in {2, 3}:
            found["fo:country"] = part.upper()
    return found


def _cell_style(style: Style) -> str:
    words = {
        "fo:font-size": f"{style.size}pt",
        "fo:font-weight": "bold" if style.bold else "normal",
    }
    if style.link:
        words["fo:color"] = f"#{LINK_COLOUR.lower()}"
        words["style:text-underline-style"] = "solid"
    box = {
        "fo:wrap-option": "wrap" if style.wrap else "no-wrap",
        "style:vertical-align": "top",
        "style:text-align-source": "fix",
    }
    if style.side == "right":
        box["fo:padding-right"] = f"{INDENT}pt"
    return element(
        "style:style",
        {
            "style:name": name_style(style.name),
            "style:display-name": style.name,
            "style:family": "table-cell",
        },
        element("style:table-cell-properties", box),
        element(
            "style:paragraph-properties",
            {"fo:text-align": "end" if style.side == "right" else "start"},
        ),
        element("style:text-properties", words),
    )
