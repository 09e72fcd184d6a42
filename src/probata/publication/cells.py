"""Table cells: what a page prints, and the typed values that a spreadsheet holds.

A cell is made from numbers once, so that its words and its values cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from probata.analysis import rounding
from probata.analysis.results import Share
from probata.analysis.rounding import SMALLEST_P, p_text, rounded, rounded_percent
from probata.phrases import phrase
from probata.publication.language import translate

# Stands before what is significant, so that colour alone never says it.
NO_CASES = phrase("no cases")
MARK = "\N{BLACK DIAMOND}"
WHY_SUPPRESSED = phrase("suppressed, so that nobody can be recognised")


class Shorthand(StrEnum):
    """What stands in a spreadsheet for a number that is not there.

    The symbols are those that the Government Statistical Service asks for.
    """

    CONFIDENTIAL = rounding.CONFIDENTIAL
    LOW = "[low]"
    NOT_AVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"


# A number as printed, with its decimals; words; or a symbol in place of a number.
Value = Decimal | str


@dataclass(frozen=True)
class Cell:
    """A table cell. `kind` is how a reader meets it; `marked` rows are shaded as well.

    `values` is what a spreadsheet holds in its place, where that is not the text: one
    value a column, so two for an interval. The values of a column header are the names
    of these columns. `remark` says in words why there is no number.
    """

    text: str
    kind: Literal["text", "number", "column_header", "row_header", "group_header"] = (
        "text"
    )
    marked: bool = False
    values: tuple[Value, ...] = ()
    remark: str = ""


def explain_symbol(symbol: Shorthand) -> str:
    """What a symbol means, as a sentence."""
    meanings = {
        Shorthand.CONFIDENTIAL: translate(
            "{symbol} means confidential: left out so that nobody can be recognised.",
            symbol=symbol,
        ),
        Shorthand.LOW: translate(
            "{symbol} means lower than 0.001, the smallest p-value that is shown, and "
            "not nought.",
            symbol=symbol,
        ),
        Shorthand.NOT_AVAILABLE: translate(
            "{symbol} means not available: there is no estimate.", symbol=symbol
        ),
        Shorthand.NOT_APPLICABLE: translate(
            "{symbol} means not applicable: there is nothing to count or to say here.",
            symbol=symbol,
        ),
    }
    return meanings[symbol]


def show_value(value: Decimal, sign: str = "") -> Cell:
    """A number that is rounded already; `sign` stands behind it on a page alone."""
    return Cell(f"{value:,f}{sign}", "number", values=(value,))


def show_count(n: int | None) -> Cell:
    """A count; its symbol where it is suppressed."""
    return show_suppressed() if n is None else show_value(Decimal(n))


def show_number(value: float | None, digits: int, sign: str = "") -> Cell:
    """A number, rounded here; its symbol where it is suppressed."""
    return (
        show_suppressed() if value is None else show_value(rounded(value, digits), sign)
    )


def show_suppressed(columns: int = 1) -> Cell:
    """A number that disclosure control holds back."""
    symbol = Shorthand.CONFIDENTIAL
    return show_none(symbol, symbol, columns=columns)


def show_percent(positive: int, n: int) -> Cell:
    """`positive` of `n` in per cent, with one decimal."""
    return show_value(rounded_percent(positive, n))


def show_interval(low: Decimal, high: Decimal, *, unbroken: bool = False) -> Cell:
    """`50.0 to 56.6`; two columns in a spreadsheet. `unbroken`: never over two lines."""
    text = translate("{low} to {high}", low=f"{low:,f}", high=f"{high:,f}")
    shown = text.replace(" ", "\N{NO-BREAK SPACE}") if unbroken else text
    return Cell(shown, "number", values=(low, high))


def show_share(share: Share) -> tuple[Cell, ...]:
    """n, per cent and interval; words where there is no case, symbols where suppressed."""
    n = show_count(share.n)
    if share.n is None or share.positive is None:
        return (n, show_suppressed(), show_suppressed(columns=2))
    if share.ci_low is None or share.ci_high is None:
        none = translate(NO_CASES)
        return (n, show_none(none), show_none(none, columns=2))
    interval = show_interval(rounded(share.ci_low, 1), rounded(share.ci_high, 1))
    return (n, show_percent(share.positive, share.n), interval)


def show_p(p: float) -> Cell:
    """A p-value under a heading that says so: `0.012`, `< 0.001` (never broken)."""
    bare = p_text(p).removeprefix("p ").removeprefix("= ")
    return Cell(bare.replace(" ", "\N{NO-BREAK SPACE}"), "number", values=(p_value(p),))


def p_value(p: float) -> Value:
    """A p-value as printed: with three decimals, or the symbol for lower than that."""
    return Shorthand.LOW if p < SMALLEST_P else rounded(p, 3)


def show_none(
    text: str,
    symbol: Shorthand = Shorthand.NOT_APPLICABLE,
    *,
    columns: int = 1,
    remark: str = "",
) -> Cell:
    """No number: words (or nothing) on a page, a symbol in each column of a spreadsheet."""
    return Cell(text, "number", values=(symbol,) * columns, remark=remark)


def column_headers(*heads: str | Cell) -> tuple[Cell, ...]:
    """A header row."""
    return tuple(
        head if isinstance(head, Cell) else Cell(head, "column_header")
        for head in heads
    )


def head_column(text: str, *names: str) -> Cell:
    """A column header with the names of its columns in a spreadsheet."""
    return Cell(text, "column_header", values=names)


def head_limits(text: str) -> Cell:
    """The header of a column of intervals."""
    return head_column(
        text,
        translate("{interval}: lower limit", interval=text),
        translate("{interval}: upper limit", interval=text),
    )


def note_suppressed(rows: Iterable[tuple[Cell, ...]], *notes: str) -> tuple[str, ...]:
    """What the symbol means, where cells or notes hold it."""
    symbol = Shorthand.CONFIDENTIAL
    found = any(
        symbol in cell.values or symbol in cell.text for row in rows for cell in row
    ) or any(symbol in note for note in notes)
    return (f"{symbol}: {translate(WHY_SUPPRESSED)}.",) if found else ()
