"""Every kind of bad row is reported with its rows; the rest of the list goes on."""

import datetime

import numpy as np
import pytest
from case_lists import ROW, csv_bytes, list_rows
from openpyxl import Workbook

from probata.cohort import row_checks
from probata.cohort.example import make_example, write_example
from probata.cohort.example_faults import plant_faults
from probata.cohort.list_report import report_text, set_aside_file
from probata.cohort.read_case_list_file import read_case_list_file
from probata.cohort.read_list import demand_consent, read_case_list
from probata.errors import DataError

GOOD = {}


def test_a_good_list_has_no_findings(read):
    cases = read(GOOD, GOOD, GOOD)
    assert (cases.n, cases.rows_read, cases.findings) == (3, 3, ())
    demand_consent(cases)
    assert "Nothing is wrong" in report_text(cases)


@pytest.mark.parametrize(
    ("change", "kind", "column", "words"),
    [
        ({"CRN": ""}, "empty", "CRN", "no case reference number"),
        ({"CRN": "12345"}, "form", "CRN", "a letter and six digits"),
        ({"Event number": "0"}, "form", "Event number", "from 1 to 999"),
        ({"PDU": "Narnia"}, "place", "PDU", "probation delivery unit"),
        ({"PDU": ""}, "empty", "PDU", "no probation delivery unit"),
        ({"Sentence type": "Q9"}, "code", "Sentence type", "`Q9`"),
        ({"Sentence type": ""}, "empty", "Sentence type", "no sentence type"),
        ({"Requirement": "Z9"}, "code", "Requirement", "`Z9`"),
        ({"Requirement": "F; Z9"}, "code", "Requirement", "`Z9`"),
        ({"Live review": "?"}, "code", "Live review", "not shown"),
        (
            {"Commencement date": "31/11/2022"},
            "date",
            "Commencement date",
            "no such day",
        ),
        ({"Commencement date": "soon"}, "date", "Commencement date", "not a date"),
        ({"Termination date": "02/10/2022"}, "order", "Termination date", "before"),
        ({"Commencement date": "30/09/2022"}, "order", "Commencement date", "before"),
        (
            {"Date of birth": "02/10/2012"},
            "order",
            "Sentence date",
            "less than 10 years",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside(
    read, found, change, kind, column, words
):
    cases = read(GOOD, change, GOOD)
    item = found(cases, kind)
    assert item.rows.tolist() == [3]
    assert item.column == column
    assert words in item.problem
    assert item.consequence == "set_aside"
    assert cases.n == 2
    assert cases.aside.tolist() == [3]
    with pytest.raises(DataError, match="1 thing to put right") as caught:
        demand_consent(cases)
    assert "row 3" in str(caught.value)


def test_a_tenth_birthday_on_the_day_of_sentence_is_old_enough(read):
    # 29 February: the birthday of the tenth year, which has none, is taken as 1 March.
    on_day = {"Date of birth": "01/10/2012"}
    leap = {"Date of birth": "29/02/2012", "Sentence date": "01/03/2022"}
    early = {"Date of birth": "29/02/2012", "Sentence date": "28/02/2022"}
    assert read(on_day, leap).findings == ()
    assert read(early, GOOD).aside.tolist() == [2]


@pytest.mark.parametrize(
    ("change", "kind"), [({"OGRS": "101"}, "range"), ({"OGRS": "high"}, "number")]
)
def test_a_cell_that_does_not_decide_is_only_blanked(read, found, change, kind):
    cases = read(GOOD, change)
    assert found(cases, kind).consequence == "blank"
    assert cases.n == 2
    assert cases.columns["ogrs_score"].known.tolist() == [True, False]
    with pytest.raises(DataError):
        demand_consent(cases)


def test_trailing_spaces_are_a_note(read, found):
    cases = read(GOOD, {"CRN": "X000002 "}, {"Requirement": " F\u00a0"})
    notes = {item.column: item.rows.tolist() for item in cases.findings}
    assert notes == {"CRN": [3], "Requirement": [4]}
    demand_consent(cases)
    assert cases.n == 3


def test_rows_of_one_sentence_are_joined(read):
    same = {"CRN": "X000009"}
    cases = read(
        {**same, "Requirement": "W"}, GOOD, {**same, "Requirement": "F;Curfew"}
    )
    assert (cases.n, cases.rows_joined, cases.findings) == (2, 1, ())
    column = cases.columns["requirement"]
    held = [
        {code for code, has in zip(column.codes, row, strict=True) if has}
        for row in column.has
    ]
    assert held == [{"rar"}, {"unpaid_work", "rar", "curfew"}]
    assert cases.first_row.tolist() == [3, 2]
    assert cases.row_count.tolist() == [1, 2]


def test_a_person_with_different_facts_is_set_aside_whole(read, found):
    same = {"CRN": "X000009"}
    cases = read(
        same,
        {**same, "Event number": "2", "Date of birth": "04/02/1985"},
        GOOD,
        {**same, "Event number": "3", "Date of birth": ""},
    )
    item = found(cases, "different_facts")
    assert item.rows.tolist() == [2, 3, 5]
    assert item.column == "Date of birth"
    assert "1985" not in str(item.fault)
    assert cases.n == 1


def test_a_sentence_with_different_facts_is_set_aside_alone(read, found):
    same = {"CRN": "X000009"}
    other = {**same, "Event number": "2"}
    cases = read(same, {**same, "Commencement date": "04/10/2022"}, other)
    assert found(cases, "different_facts").rows.tolist() == [2, 3]
    assert cases.n == 1


def test_a_bad_row_takes_the_other_rows_of_its_sentence_along(read):
    same = {"CRN": "X000009"}
    cases = read({**same, "Requirement": "Z9"}, {**same, "Requirement": "F"}, GOOD)
    assert cases.aside.tolist() == [2, 3]
    listed = set_aside_file(cases).decode().splitlines()
    assert listed[1].startswith("2,Requirement,code,set_aside,")
    assert listed[2].startswith("3,,same_sentence,set_aside,")


def test_a_repeated_row_counts_once(read, found):
    same = {"CRN": "X000009"}
    cases = read(same, GOOD, same)
    assert found(cases, "repeated_row").rows.tolist() == [4]
    assert (cases.n, cases.rows_joined) == (2, 1)
    demand_consent(cases)


def test_a_column_that_nobody_filled_in_is_noted(read, found):
    none = {"Live review": ""}
    assert "read as `none`" in found(read(none, none), "empty_column").problem
    assert not read(none, {"Live review": "SFO"}).findings


def test_one_police_number_under_two_case_numbers_is_noted(read, found):
    rows = list_rows(GOOD, GOOD, GOOD)
    for row, number in zip(rows, ("2003/1A", "2003/1A", ""), strict=True):
        row["PNC"] = number
    cases = read(rows=rows)
    assert found(cases, "shared_identity").rows.tolist() == [2, 3]
    demand_consent(cases)


def test_a_region_that_is_not_the_units_is_noted(read, found):
    rows = list_rows(GOOD, GOOD)
    rows[0]["Region"], rows[1]["Region"] = "N07", "N58"
    assert found(read(rows=rows), "region").rows.tolist() == [2]


def test_a_list_that_stops_where_excel_stops_is_doubted(read, found, monkeypatch):
    monkeypatch.setattr(row_checks, "EXCEL_ROWS", 4)
    item = found(read(GOOD, GOOD, GOOD), "row_limit")
    assert item.rows.tolist() == [4]
    assert item.consequence == "accept"
    assert not read(GOOD, GOOD).findings


def test_the_limit_is_excels():
    last = list(row_checks.check_length(1_048_576))
    assert "1,048,576" in last[0].problem
    assert not list(row_checks.check_length(1_048_575))


def test_a_list_without_a_needed_column_is_refused(read):
    rows = list_rows(GOOD)
    for row in rows:
        row["Req code"] = row.pop("Requirement")
        del row["PDU"]
    with pytest.raises(DataError) as caught:
        read(rows=rows)
    text = str(caught.value)
    assert "no column for Requirement" in text
    assert "no column for Probation delivery unit" in text


def test_two_columns_for_one_field_are_refused(read):
    rows = list_rows(GOOD)
    rows[0]["Disposal"] = "CO"
    with pytest.raises(DataError, match="2 columns mean the same field"):
        read(rows=rows)


def test_requirements_may_stand_in_several_columns(read):
    toml = """
[case_list]
based_on = "ndelius"
[fields.requirement]
headers = ["Requirement 1", "Requirement 2"]
"""
    rows = list_rows(GOOD, GOOD)
    for row, pair in zip(rows, (("W", "F"), ("", "W")), strict=True):
        del row["Requirement"]
        row["Requirement 1"], row["Requirement 2"] = pair
    cases = read(rows=rows, toml=toml)
    assert cases.columns["requirement"].has[:, :2].tolist() == [
        [True, True],
        [True, False],
    ]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("W;F", {"unpaid_work", "rar"}),
        ("w | Curfew, F ;", {"unpaid_work", "curfew", "rar"}),
        (";;", set()),
        ("None", set()),
        ("Trail, monitored", {"monitoring"}),
    ],
)
def test_several_codes_may_stand_in_one_cell(read, cell, codes):
    toml = """
[case_list]
based_on = "ndelius"
[fields.requirement.codes]
monitoring = ["Trail, monitored"]
"""
    cases = read({"Requirement": cell}, toml=toml)
    column = cases.columns["requirement"]
    held = {code for code, has in zip(column.codes, column.has[0], strict=True) if has}
    assert (held, cases.findings) == (codes, ())


def test_columns_that_are_not_declared_are_named(read):
    rows = list_rows(GOOD)
    rows[0]["Shoe size"] = "9"
    assert read(rows=rows).ignored_columns == ("Shoe size",)


def test_a_list_of_bad_rows_only_is_refused(read):
    with pytest.raises(DataError, match="no row can be used"):
        read({"CRN": ""}, {"CRN": "bad"})


def test_no_cell_of_a_person_is_shown(read):
    # Names where codes belong: the wrong column was declared.
    bad = {
        "CRN": "Mallory Quux",
        "Sentence type": "Ann",
        "Requirement": "Quux",
        "PDU": "12 Acacia Road",
        "Date of birth": "the third",
        "OGRS": "sixty",
    }
    cases = read(GOOD, bad, {**bad, "Sentence type": "Mallory"})
    text = report_text(cases) + set_aside_file(cases).decode()
    text += "".join(str(item.fault) for item in cases.findings)
    for word in ("Mallory", "Quux", "Acacia", "Ann", "third", "sixty"):
        assert word not in text


def test_a_workbook_reads_like_a_csv_file(tmp_path, places, read):
    book = Workbook()
    book.active.append(list(ROW))
    dates = {name for name in ROW if "ate" in name and ROW[name]}
    for row in list_rows(GOOD, {"OGRS": "61"}):
        cells = [
            datetime.date(*map(int, cell.split("/")[::-1])) if name in dates else cell
            for name, cell in row.items()
        ]
        book.active.append(cells)
    book.save(tmp_path / "list.xlsx")
    workbook = read_case_list(tmp_path / "list.xlsx", read_case_list_file(), places)
    text = read(GOOD, {"OGRS": "61"})
    assert workbook.findings == text.findings == ()
    for name, column in text.columns.items():
        other = workbook.columns[name]
        for part in vars(column):
            assert np.array_equal(getattr(column, part), getattr(other, part)), name


def test_every_planted_fault_is_found_in_its_rows(tmp_path, places):
    random = np.random.default_rng(3)
    unit = places.unit("Leeds")
    clean = make_example([(unit.name, "N55")], datetime.date(2023, 5, 8), 1500, random)
    path = tmp_path / "list.csv"
    path.write_bytes(write_example(clean))
    declared = read_case_list_file()
    assert read_case_list(path, declared, places).findings == ()
    spoilt, planted = plant_faults(clean, 4, random)
    path.write_bytes(write_example(spoilt))
    cases = read_case_list(path, declared, places)
    assert cases.synthetic
    reported = set(np.concatenate([item.rows for item in cases.findings]).tolist())
    assert reported == {row for rows in planted.values() for row in rows}
    assert len(planted) == 14
    assert cases.rows_read == cases.n + cases.rows_joined + cases.rows_set_aside


def test_the_order_of_rows_makes_no_difference(tmp_path, places):
    random = np.random.default_rng(4)
    clean = make_example([("Leeds", "N55")], datetime.date(2023, 5, 8), 300, random)
    spoilt, _ = plant_faults(clean, 2, random)
    order = random.permutation(len(spoilt["CRN"]))
    read = []
    for at, rows in enumerate((np.arange(len(order)), order)):
        path = tmp_path / f"{at}.csv"
        path.write_bytes(write_example({k: v[rows] for k, v in spoilt.items()}))
        read.append(read_case_list(path, read_case_list_file(), places))
    first, second = read
    assert first.columns["crn"].texts() == second.columns["crn"].texts()
    for name in ("sentence_type", "unit"):
        assert first.columns[name].texts() == second.columns[name].texts()
    assert np.array_equal(
        first.columns["requirement"].has, second.columns["requirement"].has
    )
    back = np.argsort(order)[first.aside - 2] + 2
    assert sorted(back.tolist()) == second.aside.tolist()


def test_csv_with_an_odd_header_is_matched(tmp_path, places):
    rows = list_rows(GOOD)
    rows = [
        {f" {name.upper().replace(' ', '_')} ": cell for name, cell in rows[0].items()}
    ]
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xef\xbb\xbf" + csv_bytes(rows))
    assert read_case_list(path, read_case_list_file(), places).n == 1
