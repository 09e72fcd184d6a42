"""Scores many people at once; who cannot be scored is told why, all reasons together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.risk.ages import completed_years
from probata.risk.coefficients import LEAST_AGE, Coefficients
from probata.risk.formula import (
    age_sex_part,
    band_of,
    history_part,
    log_rate_part,
    probability,
)
from probata.risk.people import (
    NEEDS_DETAILS,
    NO_WEIGHT,
    WRONG_FORMAT,
    People,
)
from probata.risk.problems import bit
from probata.risk.rounding import UNIT, clamp, to_five_decimals, to_percent
from probata.tabular.given import MISSING, UNREADABLE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
VERY_OLD = 100
VERY_MANY = 500  # sanctions


@dataclass(frozen=True)
class Scores:
    """One entry a person.

    `one_year`, `two_years`: probability of proven reoffending, five decimals, NaN where
    there is no score; `..._percent`: whole percentages 1 to 99, 0 where there is none;
    `band`: place in the bands, -1 where there is none. `errors` and `remarks` hold the
    bits of `problems`; `missing` and `unreadable` one bit a field of `problems.FIELDS`.
    """

    coefficients: Coefficients
    one_year: Floats
    two_years: Floats
    one_year_percent: Ints
    two_years_percent: Ints
    band: Ints
    errors: Ints
    remarks: Ints
    missing: Ints
    unreadable: Ints

    @property
    def scored(self) -> NDArray[np.bool_]:
        return np.asarray(self.errors == 0)


def score_people(people: People, coefficients: Coefficients) -> Scores:
    """One-year and two-year scores with band, by the rules of docs/explanation/risk.md."""
    missing, unreadable = _bits_of(people, MISSING), _bits_of(people, UNREADABLE)
    errors = _first_errors(people, missing, unreadable)
    ages = _Ages(people)
    _add(errors, errors == 0, ages.before_birth, "DATE_NOT_AFTER_BIRTH")
    _add_later_errors(errors, people, ages)
    scored = errors == 0
    one, two = _five_decimals(people, ages, coefficients, scored)
    one_percent, two_percent = clamp(to_percent(one)), clamp(to_percent(two))
    return Scores(
        coefficients=coefficients,
        one_year=_spread(one / UNIT, scored, np.nan),
        two_years=_spread(two / UNIT, scored, np.nan),
        one_year_percent=_spread(one_percent, scored, 0).astype(np.int64),
        two_years_percent=_spread(two_percent, scored, 0).astype(np.int64),
        band=_spread(band_of(two_percent), scored, -1).astype(np.int64),
        errors=errors,
        remarks=_remarks(people, ages, scored),
        missing=missing,
        unreadable=unreadable,
    )


class _Ages:
    """Ages of everybody, meaningless where a field is not given: looked at only where it is."""

    def __init__(self, people: People) -> None:
        birth = people.birth.values
        self.conviction = completed_years(birth, people.conviction.values)
        self.followup = completed_years(birth, people.followup.values)
        self.before_birth = (people.conviction.values <= birth) | (
            people.followup.values <= birth
        )
        self.first = people.first.values
        self.first_later = np.zeros(people.n, dtype=bool)
        if people.first_is_date:
            # Two days at one age have an order that the ages do not tell.
            self.first_later = people.first.values > people.conviction.values
            self.first = completed_years(birth, people.first.values)
            self.before_birth |= people.first.values <= birth


def _bits_of(people: People, state: int) -> Ints:
    bits = np.zeros(people.n, dtype=np.int64)
    for at, field in enumerate(people.fields):
        bits |= (field.state == state).astype(np.int64) << at
    return bits


def _add(
    errors: Ints, where: NDArray[np.bool_], found: NDArray[np.bool_], name: str
) -> None:
    errors[where & found] |= bit(name)


def _first_errors(people: People, missing: Ints, unreadable: Ints) -> Ints:
    """What stops the calculation before any age is known."""
    errors = np.zeros(people.n, dtype=np.int64)
    everywhere = np.ones(people.n, dtype=bool)
    given = people.sanctions.given
    coded = people.offence.given
    _add(errors, everywhere, missing != 0, "MISSING_MANDATORY_INPUT")
    _add(errors, everywhere, unreadable != 0, "VALUE_NOT_READABLE")
    too_few = people.sanctions.values < 1
    _add(errors, given, too_few, "TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE")
    misshapen = people.offence.values == WRONG_FORMAT
    _add(errors, coded, misshapen, "OFFENCE_CODE_INCORRECT_FORMAT")
    return errors


def _add_later_errors(errors: Ints, people: People, ages: _Ages) -> None:
    """What is found together once all fields are read and no date lies before birth."""
    left = errors == 0
    offence = people.offence.values
    for found, name in (
        (ages.conviction < LEAST_AGE, "AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN"),
        (
            (ages.first > ages.conviction) | ages.first_later,
            "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION",
        ),
        (offence == NEEDS_DETAILS, "NEED_DETAILS_OF_EXACT_OFFENCE"),
        (offence == NO_WEIGHT, "OFFENCE_CODE_MAPPING_NOT_FOUND"),
        (ages.followup < LEAST_AGE, "AGE_AT_START_OF_FOLLOWUP_LESS_THAN_TEN"),
    ):
        _add(errors, left, found, name)


def _five_decimals(
    people: People, ages: _Ages, coefficients: Coefficients, scored: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Probabilities of those who are scored, in hundred-thousandths."""
    sanctions = people.sanctions.values[scored]
    total = (
        age_sex_part(coefficients, people.sex.values[scored], ages.followup[scored])
        + history_part(coefficients, sanctions)
        + log_rate_part(
            coefficients, sanctions, ages.conviction[scored], ages.first[scored]
        )
        + coefficients.offence[people.offence.values[scored]]
    )
    return (
        to_five_decimals(probability(total, coefficients.one_year)),
        to_five_decimals(probability(total, coefficients.two_years)),
    )


def _remarks(people: People, ages: _Ages, scored: NDArray[np.bool_]) -> Ints:
    remarks = np.zeros(people.n, dtype=np.int64)
    once = people.sanctions.values == 1
    earlier = people.followup.values < people.conviction.values
    for found, name in (
        (ages.first < LEAST_AGE, "FIRST_SANCTION_UNDER_TEN"),
        (
            once & (ages.first < ages.conviction),
            "FIRST_SANCTION_EARLIER_THAN_THE_ONLY_ONE",
        ),
        (earlier, "FOLLOWUP_BEFORE_CONVICTION"),
        (people.sanctions.values > VERY_MANY, "MORE_THAN_500_SANCTIONS"),
        (ages.followup > VERY_OLD, "OVER_100_YEARS_OLD"),
    ):
        _add(remarks, scored, found, name)
    return remarks


def _spread(values: Floats | Ints, scored: NDArray[np.bool_], empty: float) -> Floats:
    """Back to one entry a person."""
    every = np.full(scored.size, empty, dtype=np.float64)
    every[scored] = values
    return every
