"""The command on ratings, as a user runs it."""

import csv
import json

import pytest

from probata.cli.main import main

CASES = """case_id,pdu,record_source,engagement,desistance,safety,height
c1,Alpha,synthetic,yes,yes,no,1
c2,Alpha,synthetic,yes,no,no,2
c3,Alpha,synthetic,yes,yes,yes,3
c4,Beta,synthetic,no,,yes,4
"""
UNITS = "unit,cases,region\nAlpha,4,North\nBeta,2,North\nGamma,9,\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "cases.csv").write_text(CASES)
    (tmp_path / "units.csv").write_text(UNITS)
    return tmp_path


def rate(folder, capsys, *arguments):
    main(
        [
            "ratings",
            "probation_2021",
            "--judgements",
            str(folder / "cases.csv"),
            "--column",
            "delivery_unit=pdu",
            "--draws",
            "200",
            *map(str, arguments),
        ]
    )
    return capsys.readouterr().out


def refused(folder, capsys, *arguments) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        rate(folder, capsys, *arguments)
    return int(str(ended.value.code)), capsys.readouterr().err


def test_units_and_their_region_are_rated(folder, capsys):
    told = rate(folder, capsys, "--units", folder / "units.csv")
    assert told.startswith("SYNTHETIC DATA")
    assert "Alpha, North: 3 of 4 cases judged" in told
    assert "Desistance: 2 of 3, 66.7% (" in told
    assert "region North: 4 of 6 cases judged" in told
    assert "Gamma: 0 of 9 cases judged" in told
    assert "reachable" in told and "200 completed cohorts, seed 2023" in told


def test_the_record_and_the_files_say_the_same(folder, capsys):
    out = folder / "out"
    record = json.loads(
        rate(folder, capsys, "--units", folder / "units.csv", "--out", out, "--json")
    )
    kept = json.loads((out / "ratings.json").read_text())
    assert kept == {key: item for key, item in record.items() if key != "folder"}
    rows = list(csv.DictReader((out / "key_questions.csv").read_text().splitlines()))
    alpha = [row for row in rows if row["unit"] == "Alpha" and row["n"] != "0"]
    assert [(row["key_question"], row["positive"], row["n"]) for row in alpha] == [
        ("engagement", "3", "3"),
        ("desistance", "2", "3"),
        ("safety", "1", "3"),
    ]
    assert {row["data"] for row in rows} == {"synthetic"}
    assert (out / "standards.csv").exists() and (out / "overall.csv").exists()


def test_the_same_run_gives_the_same_bytes_in_any_order_of_rows(folder, capsys):
    def run(name):
        out = folder / name
        rate(folder, capsys, "--units", folder / "units.csv", "--out", out)
        kept = json.loads((out / "ratings.json").read_text())
        kept["provenance"].pop("judgements_sha256")
        return kept

    first = run("one")
    header, *rows = CASES.splitlines()
    (folder / "cases.csv").write_text("\n".join([header, *reversed(rows)]) + "\n")
    assert run("two") == first


def test_entered_grades_stand_with_their_reason(folder, capsys):
    entries = folder / "grades.csv"
    entries.write_text(
        "unit,standard,grade,reason\nAlpha,staff,good,Seen in the interviews\n"
        "Alpha,court_work,not_assessed,No court reports in the period\n"
    )
    told = rate(folder, capsys, "--entries", entries)
    assert "Staff: Good; Seen in the interviews" in told
    assert "Court work: not assessed (No court reports in the period)" in told


def test_wrong_units_and_grades_are_refused_with_their_rows(folder, capsys):
    units = folder / "units.csv"
    units.write_text("unit,cases\nAlpha,many\nBeta,3\nBeta,3\n")
    code, told = refused(folder, capsys, "--units", units)
    assert code == 5
    assert "row 2, column cases: is no whole number" in told
    assert "row 4: names a unit a second time" in told
    units.write_text("unit,cases\nAlpha,2\nBetta,3\n")
    code, told = refused(folder, capsys, "--units", units)
    assert "`Alpha` has 2 cases, but 3 are judged" in told
    assert "`Beta` is not in the list of units" in told
    units.write_text("unit,number\nAlpha,2\n")
    code, told = refused(folder, capsys, "--units", units)
    assert "the column `number` is not known here" in told
    entries = folder / "grades.csv"
    entries.write_text(
        "unit,standard,grade,reason\nAlpha,implementation,good,Why not\n"
    )
    code, told = refused(folder, capsys, "--entries", entries)
    assert code == 5
    assert "grades.csv, row 2: `implementation` comes out as inadequate" in told


def test_a_file_without_units_or_key_questions_is_refused(folder, capsys):
    (folder / "cases.csv").write_text("pdu,engagement\n,yes\nAlpha,yes\n")
    code, told = refused(folder, capsys)
    assert code == 5 and "1 of 2 cases have no unit" in told
    (folder / "cases.csv").write_text("pdu,case_id\nAlpha,1\n")
    code, told = refused(folder, capsys)
    assert code == 5 and "no column of a key question" in told
    (folder / "cases.csv").write_text("unit,engagement\nAlpha,yes\n")
    code, told = refused(folder, capsys)
    assert code == 5 and "--column delivery_unit=NAME" in told
    (folder / "cases.csv").write_text("pdu,engagement\nAlpha,perhaps\n")
    code, told = refused(folder, capsys)
    assert code == 5 and "row" in told
    code, told = refused(folder, capsys, "--column", "engaged=x")
    assert code == 5 and "Did you mean `engagement`" in told
    code, told = refused(folder, capsys, "--column", "engagement")
    assert code == 2 and "must be NAME=COLUMN" in told


def test_options_that_do_not_go_together_are_refused(folder, capsys):
    for arguments in (
        ["ratings", "probation_2021"],
        ["ratings", "probation_2021", "--published", "x.csv", "--units", "y.csv"],
        ["ratings", "probation_2021", "--judgements", "x.csv", "--map", "y.toml"],
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    with pytest.raises(SystemExit) as ended:
        main(
            [
                "ratings",
                "public_protection_2025",
                "--judgements",
                str(folder / "cases.csv"),
            ]
        )
    assert ended.value.code == 2
    assert "has no rating rules" in capsys.readouterr().err


# --- published ratings ----------------------------------------------------------------

LIST = """la_name,score_%,overall_rating,governance_and_leadership,staff,partnerships_and_services,information_and_facilities,assessment,planning,implementation_and_delivery,reviewing,outofcourt_disposal_policy_and_provision,policy_and_provision,joint_working,resettlement_policy_and_provision
Fits,50.0,REQUIRES IMPROVEMENT ,,Good,,,,,,,,,,Inadequate
Above,52.78,Requires Improvement,,,,,,,,,,,,
Shrunk,4.17,Inadequate,,,,,,,,,,,,
Impossible,4.56,Inadequate,,,,,,,,,,,,
Footnote,61.11,see note 1,,,,,,,,,,,,
Bare,,,,,,,,,,,,,,
Rich,2.78,Inadequate,Good,Good,,,,,,,Good,Good,,
"""


def test_each_row_that_does_not_fit_is_listed(tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    out = tmp_path / "out"
    main(["ratings", "youth_justice_2018", "--published", str(path), "--out", str(out)])
    told = capsys.readouterr().out
    assert "7 rows; 5 grades worked out, 4 as shown." in told
    assert "row 3, Above: shows Requires improvement; by the rules, it is Good." in told
    assert "row 4, Shrunk: has a score of 4.17, 1 of 24" in told
    assert "row 5, Impossible: has a score of 4.56, which no whole number" in told
    assert "row 6, Footnote: shows words that are no grade." in told
    assert "row 7, Bare: shows no overall grade." in told
    # three standards of two points; the fourth column is one of the three once more
    assert (
        "row 8, Rich: shows standards that make 6 to 33 points, and a score of 1."
        in told
    )
    assert "Fits" not in told
    rows = list(csv.DictReader((out / "published.csv").read_text().splitlines()))
    assert [row["computed"] for row in rows[:2]] == ["requires_improvement", "good"]
    assert (rows[2]["points"], rows[2]["maximum"]) == ("1", "24")


def test_a_list_without_its_columns_and_a_wrong_map_are_refused(tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text("la_name,overal_rating\nA,Good\n")
    with pytest.raises(SystemExit) as ended:
        main(["ratings", "youth_justice_2018", "--published", str(path)])
    assert ended.value.code == 5
    assert "Did you mean `overal_rating`" in capsys.readouterr().err
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        '[published]\nframework = "area_send"\ntitle = "T"\nunit = "u"\noverall = "o"\n'
        'standards = [{ column = "c", standards = ["x"] }]\n'
        '[published.grades]\n"good" = "god"\n'
    )
    with pytest.raises(SystemExit) as ended:
        main(
            [
                "ratings",
                "youth_justice_2018",
                "--published",
                str(path),
                "--map",
                str(mapping),
            ]
        )
    assert ended.value.code == 4
    told = capsys.readouterr().err
    for words in (
        "is for `area_send`",
        "Did you mean `good`",
        "`x` is not a rated standard",
    ):
        assert words in told
    with pytest.raises(SystemExit) as ended:
        main(["ratings", "probation_2021", "--published", str(path)])
    assert ended.value.code == 3


def test_a_score_that_is_no_number_is_not_taken_for_one(tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text(LIST.replace("52.78", "n/a").replace("61.11", "1/0"))
    main(["ratings", "youth_justice_2018", "--published", str(path)])
    told = capsys.readouterr().out
    assert "7 rows; 4 grades worked out" in told
    assert "row 3, Above: has a score that is no number." in told
