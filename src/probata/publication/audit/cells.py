"""Reads a cell of a published table: a number with its digits, or why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

SPACES = re.compile("[\\s\u2009\u202f]+")
MINUS = re.compile("[\u2010-\u2015\u2212]")
# What follows a number without being part of it: footnote marks and shorthand in brackets.
MARKS = re.compile(
    r"(?:\[[a-z0-9 ,]{1,6}\]|\([a-z]\)|[*\u2020\u2021\u00a7\u2666\u00b9\u00b2\u00b3\u2070-\u209c#^]|(?<=[\d%])[a-z])+$",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"(?P<relation>[<>\u2264\u2265=]{0,2})\s*(?P<sign>-?)(?P<whole>\d{1,3}(?:[, ]\d{3})+|\d*)"
    r"(?:[.\u00b7](?P<part>\d+)|,(?P<comma>\d{1,2}|\d{4,}))?\s*(?P<percent>%?)"
)
LONGEST = 40  # characters of a number with its marks
# A cell that was held back, as `[c]`, `*` or `<5` say; the others are empty.
HELD_BACK = re.compile(r"\[?(?:c|s|supp\w*|conf\w*|disc\w*)\]?|\*+|[<\u2264]\s*\d+")
EMPTY = re.compile(r"|-+|\.{2,}|\[?(?:x|z|u|low|n/?a|none|nil)\]?")


@dataclass(frozen=True)
class Quantity:
    """A number as printed. `relation` is empty, or `<`, `>` for `< 0.001`."""

    value: Decimal
    digits: int
    percent: bool = False
    relation: str = ""

    def around(self) -> tuple[float, float]:
        """The numbers that print as this one lie within these limits."""
        half = 0.5 * 10.0**-self.digits
        return float(self.value) - half, float(self.value) + half

    def __str__(self) -> str:
        return f"{self.value:,f}"


@lru_cache(maxsize=100_000)
def read_quantity(text: str) -> Quantity | None:
    """`1,539`, `53.3%`, `53.3*`, `12 345`, `53,3`, `< 0.001`; None for anything else."""
    if len(text) > LONGEST:
        return None
    plain = _plain(text)
    found = NUMBER.fullmatch(MARKS.sub("", plain).strip()) or NUMBER.fullmatch(plain)
    if not found or not (found["whole"] or found["part"]):
        return None
    part = found["part"] or found["comma"] or ""
    whole = re.sub("[, ]", "", found["whole"]) or "0"
    value = Decimal(f"{found['sign']}{whole}.{part}" if part else found["sign"] + whole)
    return Quantity(
        value,
        len(part),
        bool(found["percent"]),
        found["relation"].strip("=").replace("\u2264", "<").replace("\u2265", ">"),
    )


def read_counts(text: str) -> tuple[int, ...]:
    """The whole numbers that a cell allows: one, or several as in `549|550`."""
    found = [read_quantity(part) for part in text.split("|")]
    if not all(item and not item.digits and not item.relation for item in found):
        return ()
    return tuple(int(item.value) for item in found if item)


def is_held_back(text: str) -> bool:
    """Whether the cell says that its number is withheld."""
    return HELD_BACK.fullmatch(_plain(text).lower()) is not None


def is_empty(text: str) -> bool:
    """Whether the cell holds nothing, a dash, dots, or a code such as `[x]`."""
    return EMPTY.fullmatch(_plain(text).lower()) is not None


def _plain(text: str) -> str:
    return MINUS.sub("-", SPACES.sub(" ", text)).strip()
