"""How wide each column of a table is, from the words in it."""

from __future__ import annotations

from collections.abc import Sequence

from probata.publication.cells import Cell
from probata.publication.charts.text_width import measure
from probata.publication.docx.table_style import FORMS, Form

_TWENTIETHS = 20  # of a point
_SLACK = 30  # for fonts that run a little wider
_BOLD = ("column_header", "group_header")
_ROOM = 10  # sizes of a letter (3.5 cm at 10 points): no column of words is narrower
# Long texts wrap: a column asks for at most this share of the width.
_SHARE = 0.6


def choose_form(
    header: Sequence[Cell], rows: Sequence[Sequence[Cell]]
) -> tuple[Form, list[int]]:
    """The first form that the table fits, and the widths of its columns.

    One that fits none takes the last, with columns of one width: words break inside
    before a table leaves its page.
    """
    for form in FORMS:
        widths = _fit_columns([header, *rows], form)
        if widths is not None:
            return form, widths
    return form, [form.width // len(header)] * len(header)


def _fit_columns(rows: Sequence[Sequence[Cell]], form: Form) -> list[int] | None:
    """Widths that together are the form's, in twentieths of a point.

    Words may wrap between them, numbers never. None where the longest words and the
    numbers do not fit beside each other.
    """
    columns = list(zip(*rows, strict=True))
    least = [max(_least(cell, form) for cell in column) for column in columns]
    if sum(least) > form.width:
        return None
    most = round(_SHARE * form.width)
    wanted = [
        max(small, min(most, _natural(column, form)))
        for small, column in zip(least, columns, strict=True)
    ]
    return _share_out(least, wanted, form.width)


def _share_out(least: list[int], wanted: list[int], width: int) -> list[int]:
    """To each what it wants, or its least and a part of the rest by what more it wants.

    What nobody wants goes to all, by their size.
    """
    base = wanted if sum(wanted) <= width else least
    shares = [
        want - small if base is least else want
        for want, small in zip(wanted, least, strict=True)
    ]
    rest, total = width - sum(base), sum(shares)
    widths = [
        small + rest * share // total for small, share in zip(base, shares, strict=True)
    ]
    widths[0] += width - sum(widths)
    return widths


def _least(cell: Cell, form: Form) -> int:
    """The longest word and some room for more, up to the whole; of a number the whole."""
    whole = _width(cell, form)
    if _is_number(cell):
        return whole
    longest = max(_width_of(word, cell, form) for word in cell.text.split(" "))
    if cell.kind in ("column_header", "number"):
        return longest
    return max(longest, min(whole, _room(form)))


def _is_number(cell: Cell) -> bool:
    """Whether a cell shows a number; others in its column say why there is none."""
    return cell.kind == "number" and any(letter.isdigit() for letter in cell.text)


def _natural(column: Sequence[Cell], form: Form) -> int:
    """Room for the whole texts; long headings take two lines.

    Among numbers a text, such as why there is none, may wrap as it must.
    """
    head, *cells = column
    numbers = [cell for cell in cells if _is_number(cell)]
    whole = _width(head, form)
    heading = whole if whole <= _room(form) else whole // 2
    return max([heading, *(_width(cell, form) for cell in numbers or cells)])


def _room(form: Form) -> int:
    return round(_ROOM * _TWENTIETHS * form.size)


def _width(cell: Cell, form: Form) -> int:
    return _width_of(cell.text, cell, form)


def _width_of(text: str, cell: Cell, form: Form) -> int:
    size = measure(text, form.size, bold=cell.kind in _BOLD)
    return round(_TWENTIETHS * size) + 2 * form.margin + _SLACK
