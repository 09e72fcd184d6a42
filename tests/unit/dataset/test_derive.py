"""Banded and derived variables, and conditions on checked cases."""

import numpy as np
import pytest

from probata.dataset.check import check_rows
from probata.dataset.columns import MISSING_CODES, REASON_OF_CODE, Measured
from probata.dataset.derive import band_column, conditions_on_cases
from probata.errors import DataError, DeclarationError

BOOK = """
[variables.a]
label = "A"
type = "categorical"
categories = [{ id = "yes", polarity = "positive" }, { id = "no" }]
[variables.b]
label = "B"
type = "categorical"
categories = [
  { id = "full", polarity = "positive" },
  { id = "part", polarity = "positive" },
  { id = "no", polarity = "negative" },
]
[variables.age]
label = "Age"
type = "interval"
[variables.age.bands]
id = "age_group"
categories = [
  { id = "low", from = 0, to = 6 },
  { id = "middle", above = 6, to = 12 },
  { id = "high", above = 12, below = 20 },
]
[variables.count]
label = "Positive answers"
type = "ordinal"
categories = [{ id = 0 }, { id = 1 }, { id = 2 }]
derive = { count_positive = ["a", "b"] }
[variables.kind]
label = "Kind"
type = "categorical"
categories = [{ id = "old" }, { id = "good" }, { id = "rest" }]
[variables.kind.derive]
otherwise = "rest"
cases = [
  { category = "old", when = 'age_group == "high"' },
  { category = "good", when = 'a == "yes" and count == 2' },
]
"""
ROWS = {
    "a": ["yes", "yes", "no", "", "yes", "no"],
    "b": ["full", "part", "no", "full", "", "no"],
    "age": [0, 6, 6.5, 12.5, 12, ""],
}


@pytest.fixture
def cases(codebook, rows):
    return check_rows(rows(ROWS), codebook(BOOK))


def named(cases, name):
    column = cases.coded(name)
    return [
        column.categories[code] if code >= 0 else REASON_OF_CODE[int(code)]
        for code in column.codes
    ]


def test_bands_take_the_ends_that_they_declare(cases):
    assert named(cases, "age_group") == [
        *("low", "low", "middle", "high", "middle", "unknown")
    ]


def test_a_value_in_no_band_is_a_fault(codebook, rows, data_faults):
    data = {**ROWS, "age": [0, 20, 6.5, 21, 12, -1]}
    found = data_faults(lambda: check_rows(rows(data), codebook(BOOK)))
    assert found[0].startswith("column age, rows 3, 5, 7: the values lie in no band")


def test_bands_keep_the_reason_for_being_missing(codebook):
    bands = codebook(BOOK)["age"].bands
    given = np.array([0, *MISSING_CODES.values()], dtype=np.int16)
    values = np.array([3.0, *[np.nan] * len(MISSING_CODES)])
    codes = band_column(bands, Measured(values, given)).codes
    assert codes.tolist() == given.tolist()


def test_a_count_is_missing_where_an_answer_is(cases):
    assert named(cases, "count") == ["2", "2", "0", "unknown", "unknown", "0"]


def test_the_first_condition_that_holds_wins_and_an_open_one_stops(cases):
    # Row 5: age 12 is not high, a is yes, the count is missing: cannot be decided.
    # Row 6: the age is missing, so "old" cannot be ruled out.
    assert named(cases, "kind") == [
        *("good", "good", "rest", "old", "unknown", "unknown")
    ]


def test_otherwise_may_be_a_reason(codebook, rows):
    text = BOOK.replace('otherwise = "rest"', 'otherwise = "not_applicable"').replace(
        ', { id = "rest" }', ""
    )
    cases = check_rows(rows(ROWS), codebook(text))
    assert named(cases, "kind")[2] == "not_applicable"
    assert named(cases, "kind")[4] == "unknown"


def test_a_derived_column_in_the_file_must_agree(codebook, rows, data_faults):
    given = {"count": [2, 2, 0, "", "", 1]}
    found = data_faults(lambda: check_rows(rows({**ROWS, **given}), codebook(BOOK)))
    assert len(found) == 1
    assert found[0].startswith("column count, row 7: disagrees with what follows from")


def test_what_needs_an_absent_optional_column_is_absent(codebook, rows):
    text = BOOK.replace('label = "A"', 'label = "A"\noptional = true')
    data = {name: cells for name, cells in ROWS.items() if name != "a"}
    cases = check_rows(rows(data), codebook(text))
    assert list(cases.columns) == ["b", "age", "age_group"]


def test_conditions_on_cases(cases):
    verdict = conditions_on_cases(cases, 'a == "yes" and age >= 6')
    assert verdict.true.tolist() == [False, True, False, False, True, False]
    assert verdict.known.tolist() == [True, True, True, False, True, True]
    assert conditions_on_cases(cases, "missing(count)").true.sum() == 2
    assert conditions_on_cases(cases, "count == 2").true.sum() == 2
    assert conditions_on_cases(cases, 'age_group > "low"').true.sum() == 3


def test_conditions_that_cannot_be_asked(cases):
    with pytest.raises(DataError, match="needs the variable `agee`"):
        conditions_on_cases(cases, "agee > 3")
    for text in ('a == "maybe"', "a ==", 'age == "old"'):
        with pytest.raises(DeclarationError, match="Condition"):
            conditions_on_cases(cases, text)
