"""Numbers as people read them: rounded half-up, never by binary accident."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

SMALLEST_P = 0.001
# Stands for a number that disclosure control holds back.
CONFIDENTIAL = "[c]"


def rounded_percent(positive: int, n: int, digits: int = 1) -> Decimal:
    """`positive` of `n` in per cent, rounded half-up from the whole counts: 35 of 112 is 31.3."""
    if n <= 0:
        raise ZeroDivisionError("a percentage of no cases")
    scale = 10**digits
    units = (2 * 100 * scale * positive + n) // (2 * n)
    return rounded(Decimal(units) / scale, digits)


def rounded(value: float | Decimal, digits: int) -> Decimal:
    """A number with that many digits after the point, rounded half-up; nought has no sign."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    found = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return found if found else abs(found)


def count_text(n: int | None) -> str:
    """A count as printed: thousands by comma; the symbol of a suppressed one."""
    return CONFIDENTIAL if n is None else f"{n:,}"


def percent_text(positive: int, n: int, digits: int = 1) -> str:
    """`rounded_percent` as printed."""
    return f"{rounded_percent(positive, n, digits):,f}"


def number_text(value: float | Decimal, digits: int) -> str:
    """`rounded` as printed: thousands by comma, every decimal shown."""
    return f"{rounded(value, digits):,f}"


def p_text(p: float) -> str:
    """A p-value for readers: `p < 0.001`, or with three digits `p = 0.012`."""
    return "p < 0.001" if p < SMALLEST_P else f"p = {number_text(p, 3)}"


def rounded_ratio(value: float, digits: int = 2) -> Decimal:
    """An odds ratio with two decimals, three where it is below a tenth."""
    return rounded(value, digits if value >= 0.1 else 3)


def ratio_text(value: float, digits: int = 2) -> str:
    """`rounded_ratio` as printed."""
    return f"{rounded_ratio(value, digits):,f}"
