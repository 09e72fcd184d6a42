"""What goes into a rating: the judged cases of a unit, and what people entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class JudgedCases:
    """The judged cases of one unit.

    `counted` (n, k) is true where the answer to key question k counts, `positive` where
    it is positive as well. `cohort` is the number of cases that are to be judged, if
    known; those not judged yet are open.
    """

    unit: str
    region: str
    key_questions: tuple[str, ...]
    counted: NDArray[np.bool_]
    positive: NDArray[np.bool_]
    cohort: int | None = None

    @property
    def judged(self) -> int:
        return len(self.counted)

    @property
    def still_open(self) -> int | None:
        return None if self.cohort is None else self.cohort - self.judged

    def counts(self, question: str) -> tuple[int, int]:
        """Positive and all counted answers to a key question."""
        if question not in self.key_questions:
            return 0, 0
        at = self.key_questions.index(question)
        return int(self.positive[:, at].sum()), int(self.counted[:, at].sum())


@dataclass(frozen=True)
class UnitFacts:
    """What is known of a unit: how many cases are to be judged, and its region."""

    unit: str
    cohort: int | None
    region: str
    where: str = ""


@dataclass(frozen=True)
class Entry:
    """A grade that people gave, or `not_assessed`, with their reason; `where` it stood."""

    unit: str
    standard: str
    grade: str
    reason: str
    where: str = ""


Entries = Mapping[tuple[str, str], Entry]  # (unit, standard or `overall`) -> entry
