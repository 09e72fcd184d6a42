"""Which grade a number gets: limits, rounding, and what lies near a limit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from probata.standards.rating import GradeBand

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Two percentages of whole numbers below a million differ by more than this.
CLOSE = 1e-9


def exact(value: float) -> Fraction:
    """The number as it was written: 0.1 is a tenth, whatever binary makes of it."""
    return Fraction(str(value))


def percentage(positive: int, n: int, round_to: int | None = None) -> Fraction:
    """`positive` of `n` in per cent, rounded half-up to so many decimals where asked."""
    percent = Fraction(100 * positive, n)
    return percent if round_to is None else round_half_up(percent, round_to)


def round_half_up(value: Fraction, digits: int) -> Fraction:
    scale = 10**digits
    return Fraction((2 * value * scale + 1) // 2, scale)


def band_of(value: Fraction, bands: Sequence[GradeBand]) -> int:
    """The place of the band in which a number lies, 0 being the lowest."""
    found = 0
    for index, band in enumerate(bands):
        if band.from_ is not None and value >= exact(band.from_):
            found = index
        if band.above is not None and value > exact(band.above):
            found = index
    return found


def bands_of(
    values: Floats, bands: Sequence[GradeBand], round_to: int | None = None
) -> Ints:
    """As `band_of`, for many numbers at once; they are rounded half-up where asked."""
    if round_to is not None:
        scale = 10.0**round_to
        values = np.floor(values * scale + 0.5 + CLOSE) / scale
    found = np.zeros(values.shape, dtype=np.int64)
    for band in bands[1:]:
        if band.from_ is not None:
            found += values >= band.from_ - CLOSE
        elif band.above is not None:
            found += values > band.above + CLOSE
    return found


def nearest_limit(value: Fraction, bands: Sequence[GradeBand]) -> float:
    """How far a number lies from the nearest limit: positive above it, negative below."""
    distances = [value - exact(band.cut) for band in bands if band.cut is not None]
    return float(min(distances, key=abs))
