"""Banded and derived variables, and conditions on checked cases.

conditions_on_cases(cases, condition_text) -> Verdict   for exclusions in analysis
band_column(variable, column) -> Coded
derive_column(variable, columns, codebook) -> Coded
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from probata.conditions import (
    ConditionError,
    Operand,
    Verdict,
    evaluate_condition,
    parse_condition,
)
from probata.dataset.codebook import MISSING_REASONS, Bands, Codebook, Variable
from probata.dataset.columns import MISSING_CODES, Cases, Coded, Column, Measured
from probata.declarations import suggest
from probata.errors import DataError, DeclarationError

UNKNOWN = MISSING_CODES["unknown"]
NO_BAND = np.int16(-100)


def operand_of(column: Column) -> Operand:
    """What a column stands for in a condition."""
    known = column.missing() == 0
    if isinstance(column, Coded):
        codes = {category: at for at, category in enumerate(column.categories)}
        return Operand(column.codes, known, codes)
    return Operand(column.values, known)


def conditions_on_cases(cases: Cases, condition_text: str) -> Verdict:
    """Decide a condition for every case; a missing value leaves it undecided.

    Raises DeclarationError where the condition cannot be used, DataError where it names
    a variable that these cases do not have.
    """
    try:
        condition = parse_condition(condition_text)
        for name in sorted(condition.names - set(cases.columns)):
            raise DataError(
                f"{cases.source.name}: the condition `{condition_text}` needs the "
                f"variable `{name}`, which these cases do not have. "
                f"{suggest(name, cases.columns)}"
            )
        return evaluate_condition(condition, lambda name: operand_of(cases[name]))
    except ConditionError as error:
        raise DeclarationError(f"Condition `{condition_text}`: {error}.") from None


def band_column(bands: Bands, column: Measured) -> Coded:
    """Group an interval column; missing reasons stay. NO_BAND where no band holds a value."""
    codes = np.where(column.reasons != 0, column.reasons, NO_BAND).astype(np.int16)
    for at, band in enumerate(bands.categories):
        codes[(column.reasons == 0) & band.holds(column.values)] = at
    return Coded(codes, tuple(band.id for band in bands.categories))


def derive_column(
    variable: Variable, columns: Mapping[str, Column], codebook: Codebook
) -> Coded:
    """Work out a derived variable from columns that are all there."""
    categories = tuple(item.id for item in variable.categories)
    derivation = variable.derive
    assert derivation is not None
    if derivation.count_positive:
        return _count_positive(derivation.count_positive, columns, codebook, categories)

    def operand(name: str) -> Operand:
        return operand_of(columns[name])

    conditions = [
        (categories.index(case.category), parse_condition(case.when))
        for case in derivation.cases
    ]
    otherwise = _code(derivation.otherwise, categories)
    verdicts = [(at, evaluate_condition(item, operand)) for at, item in conditions]
    return Coded(_first_true(verdicts, otherwise), categories)


def _first_true(verdicts: list[tuple[int, Verdict]], otherwise: int) -> np.ndarray:
    """The first condition that holds wins; one that is undecided before it leaves "unknown"."""
    n = len(verdicts[0][1].true)
    codes = np.full(n, otherwise, dtype=np.int16)
    still_open = np.ones(n, dtype=bool)
    for at, verdict in verdicts:
        codes[still_open & verdict.true] = at
        codes[still_open & ~verdict.known] = UNKNOWN
        still_open &= verdict.false
    return codes


def _code(otherwise: str, categories: tuple[str, ...]) -> int:
    if otherwise in categories:
        return categories.index(otherwise)
    reasons = {reason: MISSING_CODES[reason] for reason in MISSING_REASONS}
    return {str(reason): code for reason, code in reasons.items()}[otherwise]


def _count_positive(
    names: tuple[str, ...],
    columns: Mapping[str, Column],
    codebook: Codebook,
    categories: tuple[str, ...],
) -> Coded:
    """Count the positive answers; missing as "unknown" where any answer is missing."""
    answers = [_coded(columns[name]) for name in names]
    known = np.all([column.codes >= 0 for column in answers], axis=0)
    count = np.sum(
        [
            np.isin(column.codes, positive_codes(codebook[name]))
            for name, column in zip(names, answers, strict=True)
        ],
        axis=0,
    )
    place = np.array([categories.index(str(k)) for k in range(len(names) + 1)])
    return Coded(np.where(known, place[count], UNKNOWN).astype(np.int16), categories)


def positive_codes(variable: Variable) -> list[int]:
    """Which categories are positive answers."""
    return [
        at
        for at, category in enumerate(variable.categories)
        if category.polarity == "positive"
    ]


def _coded(column: Column) -> Coded:
    if not isinstance(column, Coded):
        raise TypeError("only answers with categories can be counted")
    return column
