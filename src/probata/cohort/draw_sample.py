"""Draws a stratified sample of a cohort: the same for a seed, with known probabilities."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Stratum:
    """Cases that share a description: how many there are, and how many are drawn."""

    name: str
    eligible: int
    drawn: int

    @property
    def probability(self) -> float:
        """The probability with which each case of the stratum is drawn."""
        return self.drawn / self.eligible


@dataclass(frozen=True)
class Sample:
    """`stratum` (n,) points into `strata`; `order` (n,) is the place of a case in the
    drawn order of its stratum, from 1: those up to `drawn` are the sample, the others
    its reserve, to be taken in this order."""

    strata: tuple[Stratum, ...]
    stratum: NDArray[np.int64]
    order: NDArray[np.int64]

    @property
    def drawn(self) -> NDArray[np.bool_]:
        sizes = np.asarray([item.drawn for item in self.strata], dtype=np.int64)
        return np.asarray(self.order <= sizes[self.stratum])


def share_out(eligible: Sequence[int], size: int) -> list[int]:
    """Share `size` cases among strata in proportion to their cases.

    Largest remainders get the cases left over (ties: the larger stratum, then the
    earlier). Every stratum gets one case, as long as there are enough for that.
    """
    total = sum(eligible)
    size = min(size, total)
    least = [1 if size >= len(eligible) else 0] * len(eligible)
    exact = [size * cases / total for cases in eligible]
    given = [max(math.floor(part), low) for part, low in zip(exact, least, strict=True)]
    order = sorted(
        range(len(eligible)), key=lambda at: (given[at] - exact[at], -eligible[at], at)
    )
    while sum(given) < size:
        at = next(at for at in order if given[at] < eligible[at])
        given[at] += 1
        order.sort(key=lambda at: (given[at] - exact[at], -eligible[at], at))
    while sum(given) > size:  # the strata with one case each took too many
        at = next(at for at in reversed(order) if given[at] > least[at])
        given[at] -= 1
        order.sort(key=lambda at: (given[at] - exact[at], -eligible[at], at))
    return given


def draw_sample(
    cases: Sequence[str], described: Sequence[str], size: int, seed: int
) -> Sample:
    """Draw `size` of the cases, stratified by how each is described.

    The draw depends on the names of the cases and the seed, not on the order of rows.
    """
    names = sorted(set(described))
    place = {name: at for at, name in enumerate(names)}
    stratum = np.asarray([place[name] for name in described], dtype=np.int64)
    eligible = np.bincount(stratum, minlength=len(names)).tolist()
    strata = tuple(
        Stratum(name, cases_in, drawn)
        for name, cases_in, drawn in zip(
            names, eligible, share_out(eligible, size), strict=True
        )
    )
    random = np.random.default_rng(seed)
    sorted_rows = np.asarray(sorted(range(len(cases)), key=cases.__getitem__))
    drawn_rows = sorted_rows[random.permutation(len(cases))]
    order = np.zeros(len(cases), dtype=np.int64)
    for at in range(len(names)):
        of_stratum = drawn_rows[stratum[drawn_rows] == at]
        order[of_stratum] = np.arange(1, len(of_stratum) + 1)
    return Sample(strata, stratum, order)
