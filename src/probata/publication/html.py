"""Writes a bulletin as one accessible HTML file: no script, nothing from outside."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from probata.publication.bases import list_bases
from probata.publication.cells import Cell
from probata.publication.charts.palette import figure_styles
from probata.publication.document import (
    Document,
    FigureBlock,
    Heading,
    TableBlock,
    plain_words,
)
from probata.publication.language import translate
from probata.publication.theme import page_colours

# A table of more columns than this, or with words in them, scrolls by itself on a phone.
FITS_A_PHONE = 4


def write_html(document: Document) -> bytes:
    """The page as UTF-8. The same document gives the same bytes.

    Structure, contrast and names follow WCAG 2.2 at level AA; the page reflows at 320
    CSS pixels, prints on A4 and follows the reader's choice of dark or forced colours.
    """
    page = _template().render(
        document=document,
        front=document.front,
        styles=_styles(document),
        bases=list_bases(document),
    )
    # Lines that held nothing but template logic leave no trace.
    lines = (line.rstrip() for line in page.split("\n"))
    return ("\n".join(line for line in lines if line) + "\n").encode()


def _styles(document: Document) -> str:
    folder = files("probata.publication") / "style"
    text = (folder / "bulletin.css").read_text(encoding="utf-8")
    foot = (
        translate("Synthetic data: made up, no real case")
        if document.front.synthetic
        else ""
    )
    text = text.replace("PAGE-FOOT", foot)
    text = text.replace("THEME-COLOURS", page_colours(document.theme.colours))
    return f"{text}\n{figure_styles()}"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("probata.publication"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = lambda item: type(item).__name__
    environment.filters["words"] = plain_words
    environment.filters["groups"] = group_rows
    environment.filters["number_columns"] = number_columns
    environment.tests["wide"] = is_wide
    environment.globals["translate"] = translate
    environment.globals["headings"] = _headings
    environment.globals["exhibits"] = _exhibits
    return environment.get_template("bulletin.html")


def is_wide(table: TableBlock) -> bool:
    """Whether a table needs more room than a phone has."""
    words = any(cell.kind == "text" for row in table.rows for cell in row)
    return words or len(table.header) > FITS_A_PHONE


def number_columns(table: TableBlock) -> set[int]:
    """The columns that hold numbers, whose headings stand above them on the right."""
    return {
        at for row in table.rows for at, cell in enumerate(row) if cell.kind == "number"
    }


def group_rows(table: TableBlock) -> list[list[tuple[Cell, ...]]]:
    """The rows in bodies, each of which a group header (if any) begins."""
    groups: list[list[tuple[Cell, ...]]] = [[]]
    for row in table.rows:
        if row[0].kind == "group_header" and groups[-1]:
            groups.append([])
        groups[-1].append(row)
    return groups


def _headings(blocks: tuple[object, ...]) -> list[Heading]:
    return [item for item in blocks if isinstance(item, Heading) and item.level == 2]


def _exhibits(document: Document) -> list[tuple[str, str, str]]:
    """Anchor, name and title of each figure and then each table, in order."""
    found: list[tuple[str, str, str]] = []
    for block in document.figures():
        found.append(_name_figure(block))
    for table in document.tables():
        found.append(
            (
                table.anchor,
                translate("Table {number}", number=table.number),
                table.title,
            )
        )
    return found


def _name_figure(block: FigureBlock) -> tuple[str, str, str]:
    return (
        block.anchor,
        translate("Figure {number}", number=block.figure.number),
        block.figure.title,
    )
