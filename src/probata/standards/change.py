"""One change between versions of a framework, and its verdict for a time series."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from probata.standards.framework import Framework

Verdict = Literal["comparable", "with_care", "not_comparable"]
VERDICTS: tuple[Verdict, ...] = ("comparable", "with_care", "not_comparable")


@dataclass(frozen=True)
class Change:
    """What kind of change, what may still be compared, and why in words."""

    kind: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True)
class Versions:
    """Two versions of a framework; `walk` leads from each old id to its (first) successor."""

    old: Framework
    new: Framework
    walk: Mapping[str, str]


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The most cautious of several verdicts; comparable where nothing changed."""
    return max(verdicts, key=VERDICTS.index, default="comparable")


def same_words(one: str, other: str) -> bool:
    """The same but for case, spaces and punctuation."""
    plain = [re.sub(r"[\W_]+", " ", text).strip().casefold() for text in (one, other)]
    return plain[0] == plain[1]
