"""What happens to each kind of bad row in `probata risk`, as a table."""

import csv
import json

import pytest

from probata.cli.main import main

HEADER = (
    "case_id,sex,date_of_birth,date_of_current_conviction,"
    "date_at_start_of_followup,n_sanctions,age_at_first_sanction,offence_code"
)
# One row each, and the reasons why it has no score.
NOT_SCORED = [
    (",,,,,,", "MISSING_MANDATORY_INPUT"),
    (
        "X,,2021-02-30,2021-12-12,0,21,123",
        (
            "MISSING_MANDATORY_INPUT VALUE_NOT_READABLE "
            "TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE OFFENCE_CODE_INCORRECT_FORMAT"
        ),
    ),
    ("M,1990-01-01,2020-01-01,2020-02-01,2,-1,00100", "VALUE_NOT_READABLE"),
    ("M,2015-10-15,2014-12-12,2027-12-12,10,30,05101", "DATE_NOT_AFTER_BIRTH"),
    ("M,2015-10-15,2025-12-12,2015-10-15,10,9,05101", "DATE_NOT_AFTER_BIRTH"),
    (
        "F,2012-01-01,2021-12-31,2021-12-31,2,12,00000",
        (
            "AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN "
            "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION "
            "OFFENCE_CODE_MAPPING_NOT_FOUND AGE_AT_START_OF_FOLLOWUP_LESS_THAN_TEN"
        ),
    ),
    (
        "M,1990-01-01,2020-01-01,2020-02-01,2,31,00100",
        "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION",
    ),
    ("M,1990-01-01,2020-01-01,2020-02-01,2,20,08800", "NEED_DETAILS_OF_EXACT_OFFENCE"),
]
# Rows with a score that are worth a look: two-year percentage, remarks.
REMARKED = [
    ("M,1990-01-01,2020-01-01,2020-02-01,2,20,00100", ""),
    ("M,1990-01-01,2020-01-01,2020-02-01,2,9,00100", "FIRST_SANCTION_UNDER_TEN"),
    (
        "M,1990-01-01,2020-01-01,2020-02-01,1,20,00100",
        "FIRST_SANCTION_EARLIER_THAN_THE_ONLY_ONE",
    ),
    ("M,1990-01-01,2020-01-01,2019-02-01,2,20,00100", "FOLLOWUP_BEFORE_CONVICTION"),
    ("M,1990-01-01,2020-01-01,2020-02-01,501,20,00100", "MORE_THAN_500_SANCTIONS"),
    ("F,1890-01-01,2020-01-01,2020-02-01,2,20,00100", "OVER_100_YEARS_OLD"),
]


def run(folder, rows, *options):
    path = folder / "people.csv"
    lines = [HEADER, *(f"P{at},{row}" for at, row in enumerate(rows, 1))]
    path.write_text("\n".join(lines) + "\n")
    main(["risk", str(path), "--out", str(folder / "out"), *options])
    with (folder / "out" / "scores.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_rows_without_a_score_are_listed_and_counted(tmp_path, capsys):
    rows = run(tmp_path, [row for row, _ in NOT_SCORED], "--json")
    record = json.loads(capsys.readouterr().out)
    assert record["scored"] == 0
    with (tmp_path / "out" / "not_scored.csv").open(newline="") as stream:
        listed = list(csv.DictReader(stream))
    for at, (_, expected) in enumerate(NOT_SCORED):
        names = expected.split()
        assert rows[at]["ogrs3_errors"].split(";") == names
        assert not rows[at]["ogrs3_two_year_percent"] and not rows[at]["ogrs3_band"]
        mine = [item["error"] for item in listed if item["row"] == str(at + 2)]
        assert mine == names
    assert record["errors"]["DATE_NOT_AFTER_BIRTH"] == 2
    assert sum(record["errors"].values()) == len(listed)
    report = (tmp_path / "out" / "report.md").read_text()
    assert "| DATE_NOT_AFTER_BIRTH | 2 |" in report
    assert "1990" not in report


def test_a_first_sanction_after_the_conviction_is_found_within_one_year_of_age(
    tmp_path,
):
    header = HEADER.replace("age_at_first_sanction", "date_of_first_sanction")
    rows = [
        f"P{at},M,1990-01-01,2020-01-01,2020-02-01,2,{day},00100"
        for at, day in enumerate(("2020-01-01", "2020-01-02"))
    ]
    (tmp_path / "people.csv").write_text("\n".join([header, *rows]) + "\n")
    main(["risk", str(tmp_path / "people.csv"), "--out", str(tmp_path / "out")])
    with (tmp_path / "out" / "scores.csv").open(newline="") as stream:
        found = [row["ogrs3_errors"] for row in csv.DictReader(stream)]
    assert found == ["", "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION"]


def test_odd_rows_are_scored_and_remarked(tmp_path, capsys):
    rows = run(tmp_path, [row for row, _ in REMARKED], "--json")
    assert json.loads(capsys.readouterr().out)["not_scored"] == 0
    assert [row["ogrs3_remarks"] for row in rows] == [text for _, text in REMARKED]
    assert all(row["ogrs3_band"] for row in rows)


def test_every_file_names_version_and_set(tmp_path, capsys):
    good = REMARKED[0][0]
    rows = run(tmp_path, [good, NOT_SCORED[0][0]], "--coefficients", "published")
    assert "published" in capsys.readouterr().out
    assert {row["ogrs3_coefficients"] for row in rows} == {"published"}
    assert {row["ogrs3_version"] for row in rows} == {"OGRS3"}
    for name in ("not_scored.csv", "report.json", "report.md"):
        text = (tmp_path / "out" / name).read_text()
        assert "OGRS3" in text and "published" in text


def test_columns_are_carried_over_and_repeated_ids_remarked(tmp_path):
    good = REMARKED[0][0]
    path = tmp_path / "people.csv"
    path.write_text(
        f"{HEADER},reoffended\nA,{good},1\nA,{good},0\n,{good},\n,{good},\n"
    )
    main(["risk", str(path), "--keep", "reoffended", "--out", str(tmp_path / "out")])
    with (tmp_path / "out" / "scores.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["reoffended"] for row in rows] == ["1", "0", "", ""]
    remarks = [row["ogrs3_remarks"] for row in rows]
    assert remarks == ["ID_REPEATED", "ID_REPEATED", "", ""]


@pytest.mark.parametrize("column", ["nothing", "row", "ogrs3_band"])
def test_a_column_that_cannot_be_kept_is_refused(tmp_path, column, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, [REMARKED[0][0]], "--keep", column)
    assert stopped.value.code == 5
    assert column in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("pair", ["sex", "sexx=a", "sex=", "=a"])
def test_a_column_option_is_a_field_and_a_header(tmp_path, pair, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, [REMARKED[0][0]], "--column", pair)
    assert stopped.value.code == 2
    assert "FIELD=HEADER" in capsys.readouterr().err
