"""Rows against a codebook: every fault named once, with column, rows and how to mend it."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

from probata.dataset.check import check_rows
from probata.dataset.columns import MISSING_CODES, REASON_OF_CODE
from probata.errors import DataError

BOOK = """
[variables.case]
label = "Case"
type = "id"
required = true
[variables.sex]
label = "Sex"
type = "categorical"
categories = [
  { id = "male", label = "Male", codes = [1, "M"] },
  { id = "female", label = "Female", codes = [2, "F"] },
]
[variables.age]
label = "Age"
type = "interval"
whole = true
minimum = 18
maximum = 100
[variables.age.bands]
id = "age_group"
categories = [{ id = "young", to = 25 }, { id = "old", from = 26 }]
[variables.start]
label = "Start"
type = "date"
"""
MISSING = 'missing = { "" = "unknown", "-9" = "not_answered", "-8" = "not_asked" }'
GOOD = {
    "case": ["a", "b", "c", "d"],
    "sex": ["male", "F", 2.0, ""],
    "age": [18, "26.0", 100, -9],
    "start": [datetime.date(1970, 1, 2), "2022-01-31", "", "1969-12-31"],
}


@pytest.fixture
def book(codebook):
    return codebook(BOOK, MISSING)


def reasons(column):
    return [REASON_OF_CODE.get(int(code), "") for code in column.missing()]


def faults_of(change, book, rows, data_faults):
    return data_faults(lambda: check_rows(rows({**GOOD, **change}), book))


def test_good_rows_become_typed_columns(book, rows):
    cases = check_rows(rows(GOOD), book)
    assert cases.n == 4 and list(cases.columns) == list(book.variables)
    assert cases.coded("sex").codes.tolist() == [0, 1, 1, MISSING_CODES["unknown"]]
    assert cases.measured("age").values[:3].tolist() == [18, 26, 100]
    assert reasons(cases["age"]) == ["", "", "", "not_answered"]
    assert cases.coded("age_group").codes.tolist() == [0, 1, 1, -3]
    assert cases.measured("start").values[[0, 1, 3]].tolist() == [1, 19023, -1]
    assert np.isnan(cases.measured("start").values[2])
    assert cases["case"].values.tolist() == ["a", "b", "c", "d"]
    assert cases.source.rows == 4 and not cases.synthetic


@pytest.mark.parametrize("spelling", ["1", "1.0", 1, 1.0, " 1 ", "01", "1e0"])
def test_a_number_is_one_code_however_it_is_spelt(spelling, book, rows):
    cases = check_rows(rows({**GOOD, "sex": [spelling] * 4}), book)
    assert cases.coded("sex").codes.tolist() == [0] * 4


# Each row: what is put into the good rows, and the one fault it must give.
CASES = {
    "wrong code": (
        {"sex": ["male", "x", "male", "x"]},
        (
            "column sex, rows 3, 5: `x` is not one of its categories.\n"
            "    Known: `male`, `1`, `M`, `female`, `2`, `F`."
        ),
    ),
    "capitals": (
        {"sex": ["Male", "", "", ""]},
        (
            "column sex, row 2: `Male` is not one of its categories.\n"
            "    `Male` is the label of `male`: write `male` in the file, or add "
            'codes = ["Male"] to the category.'
        ),
    ),
    "near code": (
        {"sex": ["FEMALE", "", "", ""]},
        (
            "column sex, row 2: `FEMALE` is not one of its categories.\n"
            "    Did you mean `female`? Capital letters count."
        ),
    ),
    "not a number": (
        {"age": ["twenty", 20, 20, 20]},
        (
            "column age, row 2: expected a number, found `twenty`.\n"
            "    Correct the cells, or declare the code under `missing`."
        ),
    ),
    "decimal comma": (
        {"age": [20, "20,5", 20, 20]},
        (
            "column age, row 3: expected a number, found `20,5`.\n"
            "    Write numbers with a decimal point and no separator of thousands."
        ),
    ),
    "not finite": (
        {"age": [20, "1e999", 20, "nan"]},
        (
            "column age, rows 3, 5: expected a number, found `1e999`, `nan`.\n"
            "    Correct the cells, or declare the code under `missing`."
        ),
    ),
    "not whole": (
        {"age": [20, 20.5, 20, 20]},
        (
            "column age, row 3: expected a whole number, found `20.5`.\n"
            "    Correct the cells."
        ),
    ),
    "too low": (
        {"age": [20, 20, 17, 20]},
        (
            "column age, row 4: expected 18 or more, found `17`.\n"
            "    Correct the cells, or widen the range in the codebook."
        ),
    ),
    "too high": (
        {"age": [20, 20, 101, 20]},
        (
            "column age, row 4: expected 100 or less, found `101`.\n"
            "    Correct the cells, or widen the range in the codebook."
        ),
    ),
    "not a date": (
        {"start": ["31/01/2022", "", "", "2022-02-30"]},
        (
            "column start, rows 2, 5: expected a date (YYYY-MM-DD), found `31/01/2022`, "
            "`2022-02-30`.\n    Write dates as YYYY-MM-DD, without a time of day."
        ),
    ),
    "id again": (
        {"case": ["a", "b", "a", "b"]},
        (
            "column case, rows 4, 5: the id of an earlier row comes again: row 4 repeats "
            "row 2, row 5 repeats row 3.\n    Each case has one row and an id of its own."
        ),
    ),
    "required": (
        {"case": ["a", "", "c", "-9"]},
        (
            "column case, rows 3, 5: a value is required, but the cell is empty or holds a "
            "missing code.\n    Enter the values, or drop `required` in the codebook."
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_fault_is_named_once(name, book, rows, data_faults):
    change, expected = CASES[name]
    assert faults_of(change, book, rows, data_faults) == [expected]


def test_all_faults_come_together_in_the_order_of_the_codebook(book, rows, data_faults):
    change = {"start": ["x"] * 4, "age": [1, 20, 20, 20], "sex": ["q"] * 4}
    found = faults_of({**change, "more": [1] * 4}, book, rows, data_faults)
    assert [text.split(",")[0] for text in found] == [
        "cases.csv",
        "column sex",
        "column age",
        "column start",
    ]


def test_ten_thousand_bad_cells_are_a_few_lines(book, rows, data_faults):
    n = 10_000
    data = {
        "case": [str(i) for i in range(n)],
        "sex": [f"code {i % 40}" for i in range(n)],
        "age": [200 + i for i in range(n)],
        "start": ["soon"] * n,
    }
    found = data_faults(lambda: check_rows(rows(data), book))
    assert len(found) == 8
    assert "rows 2, 42, 82, 122, 162 and 245 more (250 rows in all)" in found[0]
    assert "35 more codes are not among its categories" in found[5]
    assert "found `200`, `201`, `202` and 9997 other values" in found[6]


def test_the_id_is_never_printed(book, rows, data_faults):
    found = faults_of({"case": ["Jo Bloggs"] * 4}, book, rows, data_faults)
    assert "Bloggs" not in str(found)


def test_a_long_code_is_cut(book, rows, data_faults):
    found = faults_of({"sex": ["a\nb" * 50, "", "", ""]}, book, rows, data_faults)
    assert len(found[0].splitlines()[0]) < 110 and "..." in found[0]


# --- columns ----------------------------------------------------------------


def test_a_missing_column_is_matched_with_a_near_name(book, rows, data_faults):
    data = {("SEX" if name == "sex" else name): cells for name, cells in GOOD.items()}
    found = data_faults(lambda: check_rows(rows(data), book))
    assert "the column `sex` is missing" in found[0]
    assert 'rename it, or declare column = "SEX"' in found[0]
    assert "does not know `SEX`" in found[1]


def test_extra_columns_are_ignored_only_when_the_codebook_says_so(codebook, rows):
    lenient = codebook(BOOK, f'{MISSING}\nextra_columns = "ignore"')
    cases = check_rows(rows({**GOOD, "note": [""] * 4}), lenient)
    assert cases.source.ignored_columns == ("note",)
    assert "note" not in cases.columns


def test_a_file_without_header_does_not_have_its_first_row_printed(book, rows):
    with pytest.raises(DataError) as caught:
        check_rows(rows({"Jo Bloggs": ["x"], "34": ["35"]}), book)
    assert "none of its 2 columns" in str(caught.value)
    assert "Bloggs" not in str(caught.value)


def test_an_optional_column_may_be_absent_and_takes_its_bands_along(codebook, rows):
    text = BOOK.replace("maximum = 100", "maximum = 100\noptional = true")
    data = {name: cells for name, cells in GOOD.items() if name != "age"}
    cases = check_rows(rows(data), codebook(text, MISSING))
    assert list(cases.columns) == ["case", "sex", "start"]
    banded = check_rows(
        rows({**data, "age_group": ["young", "old", "", "old"]}),
        codebook(text, MISSING),
    )
    assert banded.coded("age_group").codes.tolist() == [0, 1, -4, 1]


def test_a_column_has_the_name_that_the_codebook_gives(codebook, rows):
    text = BOOK.replace('label = "Sex"', 'label = "Sex"\ncolumn = "SEX_1"')
    data = {("SEX_1" if name == "sex" else name): cells for name, cells in GOOD.items()}
    assert "sex" in check_rows(rows(data), codebook(text, MISSING)).columns
    with pytest.raises(DataError, match="column SEX_1, row 2"):
        check_rows(rows({**data, "SEX_1": ["q", "", "", ""]}), codebook(text, MISSING))


# --- missing ----------------------------------------------------------------


def test_missing_codes_of_the_variable_replace_those_of_the_codebook(
    codebook, rows, data_faults
):
    own = 'type = "categorical"\nmissing = { "99" = "not_asked" }'
    text = BOOK.replace('type = "categorical"', own)
    cases = check_rows(
        rows({**GOOD, "sex": ["1", 99, "99.0", "2"]}), codebook(text, MISSING)
    )
    assert reasons(cases["sex"]) == ["", "not_asked", "not_asked", ""]
    found = faults_of(
        {"sex": ["1", "-9", "", "2"]}, codebook(text, MISSING), rows, data_faults
    )
    assert "row 3: `-9` is not one of its categories" in found[0]
    assert "add it to the variable's `missing`" in found[0]
    assert "row 4: the cell is empty, which the codebook does not allow" in found[1]


def test_a_code_that_the_file_calls_missing_is_never_a_value(book, rows, data_faults):
    raw = rows({**GOOD, "age": [20, 99, 30, 40]})
    declared = replace(raw.columns["age"], user_missing=frozenset({"99"}))
    raw = replace(raw, columns={**raw.columns, "age": declared})
    found = data_faults(lambda: check_rows(raw, book))
    assert len(found) == 1
    assert "column age, row 3: the file declares `99` to be user-missing" in found[0]


# --- value labels -----------------------------------------------------------


def labelled(rows, cells, labels):
    raw = rows({**GOOD, "sex": cells})
    column = replace(raw.columns["sex"], labels=labels)
    return replace(raw, columns={**raw.columns, "sex": column})


def test_a_value_label_serves_where_the_code_is_not_known(book, rows):
    labels = {"10": "Male", "11": "female", "12": "F", "13": "-8"}
    cases = check_rows(labelled(rows, [10, 11, 12, 13], labels), book)
    assert cases.coded("sex").codes.tolist() == [0, 1, 1, MISSING_CODES["not_asked"]]


def test_a_label_that_contradicts_its_code_is_a_fault(book, rows, data_faults):
    raw = labelled(rows, [1, 2, 2, 1], {"1": "Female", "2": "Male"})
    found = data_faults(lambda: check_rows(raw, book))
    assert len(found) == 2
    assert "`1` has the label `Female` in the file but is `Male`" in found[0]


def test_a_label_unknown_to_the_codebook_does_no_harm(book, rows):
    cases = check_rows(labelled(rows, [1, 2, 2, 1], {"1": "Men", "2": "Women"}), book)
    assert cases.coded("sex").codes.tolist() == [0, 1, 1, 0]


# --- dates from spreadsheets ------------------------------------------------


def test_a_code_that_a_spreadsheet_made_a_date_is_explained(
    codebook, rows, data_faults
):
    text = """
[variables.month]
label = "Month"
type = "ordinal"
categories = [{ id = "2022-01" }, { id = "2022-02" }]
"""
    data = {"month": [datetime.date(2022, 1, 1), "2022-02"]}
    found = data_faults(lambda: check_rows(rows(data), codebook(text)))
    assert "A spreadsheet may have turned the code into a date" in found[0]


# --- banded and derived columns in the file ---------------------------------


def test_a_band_in_the_file_is_held_against_the_value(book, rows, data_faults):
    agree = {"age_group": ["young", "old", "old", ""]}
    assert check_rows(rows({**GOOD, **agree}), book).n == 4
    differ = {"age_group": ["young", "young", "", "old"]}
    found = faults_of(differ, book, rows, data_faults)
    assert found == [
        (
            "column age_group, rows 3, 4, 5: disagrees with what follows from `age`.\n"
            "    Correct one or the other, or leave the column out: it is worked out anyway."
        )
    ]


def test_a_wrong_value_is_not_blamed_again_on_its_band(book, rows, data_faults):
    change = {"age": ["x", 26, 30, 40], "age_group": ["young", "old", "old", "old"]}
    assert len(faults_of(change, book, rows, data_faults)) == 1


def test_synthetic_rows_make_synthetic_cases(codebook, rows):
    text = (
        BOOK
        + """
[variables.record_source]
label = "Source"
type = "categorical"
categories = [{ id = "synthetic" }, { id = "inspection" }]
"""
    )
    for last, expected in (("synthetic", True), ("inspection", False)):
        column = {"record_source": ["inspection"] * 3 + [last]}
        cases = check_rows(rows({**GOOD, **column}), codebook(text, MISSING))
        assert cases.synthetic is expected
