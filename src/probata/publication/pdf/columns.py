"""How wide the columns of a table are, how large its type, and how much of a page it takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from probata.publication.charts.text_width import measure

Place = Literal["column", "page", "landscape"]

# Widths of the text column, of the page beside its margins, and of the page turned, pt.
ROOM: dict[Place, float] = {"column": 391.0, "page": 476.0, "landscape": 723.0}
# From the most comfortable to the least: place, size of type in pt, and whether no text
# of the table may then wrap.
_CHOICES: tuple[tuple[Place, float, bool], ...] = (
    ("column", 9.0, True),
    ("page", 9.0, True),
    ("page", 8.2, True),
    ("page", 9.0, False),
    ("page", 8.2, False),
    ("page", 7.6, False),
    ("landscape", 8.2, False),
    ("landscape", 7.0, False),
)
PAD = 6.0  # left and right of the text of a cell together, pt
_AIR = 14.0  # more between columns, where there is room
_WORDS = 90.0  # a column of words is not squeezed below this, or below its longest word
_SAFE = 1.02  # the typeface of tables is narrower than the one measured, but not always


@dataclass(frozen=True)
class Fit:
    """Where a table stands, the size of its type, and the widths of its columns in pt."""

    place: Place
    size: float
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Column:
    """The header and the texts of a column; `words` where it wraps, numbers never do."""

    header: str
    texts: tuple[str, ...]
    words: bool


def fit_columns(columns: Sequence[Column]) -> Fit:
    """The most comfortable way in which no word is cut.

    A table that is too wide for a turned page is set as small as it must be.
    """
    for place, size, whole in _CHOICES:
        least, wanted = _needs(columns, size)
        if sum(wanted if whole else least) <= ROOM[place]:
            return Fit(place, size, _share(least, wanted, columns, ROOM[place]))
    place, size, _ = _CHOICES[-1]
    least, _ = _needs(columns, size)
    shrink = ROOM[place] / sum(least)
    return Fit(place, size * shrink, tuple(width * shrink for width in least))


def _needs(columns: Sequence[Column], size: float) -> tuple[list[float], list[float]]:
    """The least width of each column, and the one in which nothing would wrap."""
    least, wanted = [], []
    for column in columns:
        longest = max((_width(text, size) for text in column.texts), default=0.0)
        word = max(_longest_word(column.header, size, bold=True), 0.0)
        if column.words:
            inside = max(
                (_longest_word(text, size) for text in column.texts), default=0
            )
            narrow = max(word, inside, min(longest, _WORDS))
        else:
            narrow = max(word, longest)
        header = _width(column.header, size, bold=True)
        least.append(narrow + PAD)
        wanted.append(
            max(narrow, longest, header if column.words else header / 2) + PAD
        )
    return least, wanted


def _share(
    least: list[float], wanted: list[float], columns: Sequence[Column], room: float
) -> tuple[float, ...]:
    """Give what is left to the columns that lack least, then air to all, then the words."""
    widths = list(least)
    lacks = sorted(
        (want - low, at)
        for at, (low, want) in enumerate(zip(least, wanted, strict=True))
    )
    spare = room - sum(least)
    for done, (lack, at) in enumerate(lacks):
        part = min(lack, spare / (len(lacks) - done))
        widths[at] += part
        spare -= part
    air = min(_AIR, spare / len(widths))
    words = [at for at, column in enumerate(columns) if column.words] or [0]
    for at in range(len(widths)):
        widths[at] += air + (spare - air * len(widths)) / len(words) * (at in words)
    return tuple(round(width, 2) for width in widths)


def _width(text: str, size: float, *, bold: bool = False) -> float:
    return measure(text, size, bold=bold) * _SAFE


def _longest_word(text: str, size: float, *, bold: bool = False) -> float:
    words = re.sub("([-/\u200b])", r"\1 ", text).split(" ")
    return max(_width(word, size, bold=bold) for word in words)
