"""Which counts a printed percentage or mean allows: the GRIM test.

Brown and Heathers (2017), The GRIM test, Social Psychological and Personality Science 8.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

# Where a value lies just between two printed ones: half-up goes up, half-down down,
# half-even to the even digit; `either` allows both. Truncation drops the rest.
Rule = Literal["half-up", "half-even", "half-down", "either", "truncation"]


def possible_counts(
    printed: Decimal, digits: int, n: int, rule: Rule = "either", per: int = 100
) -> range:
    """Whole k for which per * k / n, rounded to `digits` by the rule, prints as given.

    Percentages have `per` 100, and k from 0 to n; means of whole numbers have `per` 1.
    """
    scale = per * int(10**digits)
    value = int(printed.scaleb(digits))
    if rule == "truncation":
        low, high, low_open, high_open = 2 * value, 2 * value + 2, False, True
    else:
        low, high = 2 * value - 1, 2 * value + 1
        odd = rule == "half-even" and value % 2 == 1
        low_open = rule == "half-down" or odd
        high_open = rule == "half-up" or odd
    # k lies between low * n / (2 * scale) and high * n / (2 * scale).
    first, last = -(-low * n // (2 * scale)), high * n // (2 * scale)
    if low_open and first * 2 * scale == low * n:
        first += 1
    if high_open and last * 2 * scale == high * n:
        last -= 1
    top = n if per == 100 else last
    return range(max(first, 0), min(last, top) + 1)


def is_testable(digits: int, n: int, per: int = 100) -> bool:
    """Whether some printed value would be impossible: with a large n none is."""
    return 0 < n < per * int(10**digits)


def is_tie(k: int, n: int, digits: int, per: int = 100) -> bool:
    """Whether per * k / n lies just between two printed values."""
    scale = 2 * per * int(10**digits)
    whole, rest = divmod(k * scale, n)
    return rest == 0 and whole % 2 == 1
