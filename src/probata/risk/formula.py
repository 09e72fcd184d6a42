"""The formula of OGRS3 on arrays: its four components, the probability and the band.

total = age and sex + sanction history + weight of ln(n / (10 + conviction - first)) + offence
p     = 1 / (1 + exp(-(intercept of the horizon + total)))
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.risk.coefficients import LEAST_AGE, Coefficients, read_bands

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Where the official calculator stops: beyond, the exponential leaves the doubles.
LARGEST, SMALLEST = 709.0, -745.0


def age_sex_part(coefficients: Coefficients, sex: Ints, age: Ints) -> Floats:
    """By sex (0 male, 1 female) and age at the start of follow-up. ValueError under ten."""
    if age.size and age.min() < LEAST_AGE:
        raise ValueError("OGRS3 begins at the age of ten")
    band = np.searchsorted(coefficients.ages, age, side="right") - 1
    return np.asarray(coefficients.age_sex[sex, band])


def history_part(coefficients: Coefficients, sanctions: Ints) -> Floats:
    """By whether the current sanction is the first."""
    return np.where(
        sanctions == 1, coefficients.first_sanction, coefficients.repeated
    ).astype(np.float64)


def log_rate_part(
    coefficients: Coefficients,
    sanctions: Ints,
    age_at_conviction: Ints,
    age_at_first: Ints,
) -> Floats:
    """The weighted logarithm of the rate of sanctions (Copas and Marshall's rate).

    ValueError where the first sanction lies ten years or more after the current one.
    """
    years = 10 + age_at_conviction - age_at_first
    if years.size and years.min() <= 0:
        raise ValueError("the first sanction lies after the current conviction")
    return np.asarray(coefficients.log_rate * np.log(sanctions / years))


def probability(total: Floats, intercept: float) -> Floats:
    """The probability of one horizon. ValueError where the exponential overflows."""
    predictor = total + intercept
    if predictor.size and (predictor.max() >= LARGEST or predictor.min() <= SMALLEST):
        raise ValueError("the linear predictor is out of range")
    return np.asarray(1 / (1 + np.exp(-predictor)))


def band_of(percent: Ints) -> Ints:
    """The place in the bands of a whole two-year percentage. ValueError below 0."""
    if percent.size and percent.min() < 0:
        raise ValueError("a percentage is not negative")
    lowest = np.asarray([band.lowest for band in read_bands()])
    return np.searchsorted(lowest, percent, side="right") - 1
