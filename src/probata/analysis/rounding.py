"""Numbers as people read them: rounded half-up, never by binary accident."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def percent_text(positive: int, n: int, digits: int = 1) -> str:
    """`positive` of `n` in per cent, rounded half-up from the whole counts: 35 of 112 is 31.3."""
    if n <= 0:
        raise ZeroDivisionError("a percentage of no cases")
    scale = 10**digits
    units = (2 * 100 * scale * positive + n) // (2 * n)
    return number_text(Decimal(units) / scale, digits)


def number_text(value: float | Decimal, digits: int) -> str:
    """A number with that many digits after the point, rounded half-up as printed."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return f"{rounded if rounded else abs(rounded):,f}"


def p_text(p: float) -> str:
    """A p-value for readers: `p < 0.001`, or with three digits `p = 0.012`."""
    return "p < 0.001" if p < 0.001 else f"p = {number_text(p, 3)}"
