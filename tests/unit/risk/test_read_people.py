"""Files of people: every bad value is a state of its row, a bad column stops the file."""

import datetime

import pyarrow as pa
import pytest
from pyarrow import parquet

from probata.errors import DataError
from probata.risk.coefficients import OFFENCES
from probata.risk.people import (
    NEEDS_DETAILS,
    NO_WEIGHT,
    WRONG_FORMAT,
)
from probata.risk.read_people import read_people
from probata.tabular.given import GIVEN, MISSING, UNREADABLE

HEADER = (
    "case_id,sex,date_of_birth,date_of_current_conviction,"
    "date_at_start_of_followup,n_sanctions,age_at_first_sanction,offence_code\n"
)
GOOD = "A1,M,1991-07-17,2021-08-05,2021-12-12,2,21,11618\n"


def write(folder, text, name="people.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def with_values(field, *values):
    at = HEADER.strip().split(",").index(field)
    rows = []
    for value in values:
        cells = GOOD.strip().split(",")
        cells[at] = value
        rows.append(",".join(cells))
    return HEADER + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("field", "values", "states"),
    [
        ("sex", ["F", "male", "x", "", "1"], [0, 0, 2, 1, 2]),
        (
            "date_of_birth",
            ["17/07/1991", "1991-02-30", "17/07/91", "17 July 1991", "33436"],
            [0, 2, 2, 0, 2],
        ),
        (
            "n_sanctions",
            ["3", "3.0", "-1", "2.5", "three", "³", "9" * 20],
            [0, 0, 0, 2, 2, 2, 2],
        ),
    ],
)
def test_values_are_given_missing_or_unreadable(tmp_path, field, values, states):
    people = read_people(write(tmp_path, with_values(field, *values)), {}).people
    found = {
        "sex": people.sex,
        "date_of_birth": people.birth,
        "n_sanctions": people.sanctions,
    }
    assert found[field].state.tolist() == states
    assert (GIVEN, MISSING, UNREADABLE) == (0, 1, 2)


def test_offence_codes_have_five_characters_and_a_weight(tmp_path):
    values = ["11618", "1618", "116180", "08800", "95000", "05110", "AB123", "00100"]
    path = write(tmp_path, with_values("offence_code", *values))
    found = read_people(path, {}).people.offence.values.tolist()
    other, violence = OFFENCES.index("other"), OFFENCES.index("violence")
    assert found == [
        other,
        WRONG_FORMAT,
        WRONG_FORMAT,
        NEEDS_DETAILS,
        NO_WEIGHT,
        NO_WEIGHT,
        NO_WEIGHT,
        violence,
    ]


def test_leading_zeros_come_back_only_where_asked_for(tmp_path):
    path = write(tmp_path, with_values("offence_code", "100", "A00"))
    assert read_people(path, {}).people.offence.values.tolist() == [WRONG_FORMAT] * 2
    padded = read_people(path, {}, pad_codes=True).people.offence.values
    assert padded.tolist() == [OFFENCES.index("violence"), WRONG_FORMAT]


def test_a_kind_of_offence_and_a_date_of_first_sanction_stand_for_code_and_age(
    tmp_path,
):
    text = with_values("case_id", "A").replace("offence_code", "offence")
    text = text.replace("11618", "Criminal damage").replace("age_at", "date_of")
    people = read_people(
        write(tmp_path, text.replace(",21,", ",2012-08-01,")), {}
    ).people
    assert people.first_is_date
    assert people.offence.values.tolist() == [OFFENCES.index("criminal_damage")]


def test_headers_are_found_in_other_spellings_or_by_name(tmp_path):
    text = (HEADER + GOOD).replace("n_sanctions", "Total").replace("sex", " SEX ")
    text = text.replace("date_of_birth", "Date of birth").replace("case_id", "CRN")
    file = read_people(write(tmp_path, text), {"n_sanctions": "Total", "id": "CRN"})
    assert file.people.sanctions.values.tolist() == [2]
    assert file.id_header == "CRN"


def test_all_that_is_wrong_with_the_columns_is_told_at_once(tmp_path):
    text = (HEADER + GOOD).replace("sex", "gender").replace("case_id", "offence")
    with pytest.raises(DataError) as error:
        read_people(write(tmp_path, text), {"n_sanctions": "Totl"})
    said = str(error.value)
    assert "no column `sex`" in said
    assert "no column `Totl`" in said
    assert "both `offence_code` and `offence`" in said
    chosen = {"offence_code": "offence_code", "sex": "gender"}
    assert read_people(write(tmp_path, text), chosen).people.n == 1


def test_american_dates_stop_the_file(tmp_path):
    text = with_values("date_of_birth", "05/04/1980", "05/17/1980")
    with pytest.raises(DataError, match="month stands first in 1 rows"):
        read_people(write(tmp_path, text), {})


def test_parquet_with_typed_columns_reads_as_csv_does(tmp_path):
    csv = read_people(write(tmp_path, HEADER + GOOD), {})
    dates = [
        datetime.date.fromisoformat(day)
        for day in ("1991-07-17", "2021-08-05", "2021-12-12")
    ]
    names = HEADER.strip().split(",")
    values = ["A1", "M", *dates, 2, 21.0, "11618"]
    table = pa.table({name: [value] for name, value in zip(names, values, strict=True)})
    parquet.write_table(table, tmp_path / "people.parquet")
    typed = read_people(tmp_path / "people.parquet", {})
    for one, other in zip(csv.people.fields, typed.people.fields, strict=True):
        assert one.values.tolist() == other.values.tolist()
        assert one.state.tolist() == other.state.tolist()
