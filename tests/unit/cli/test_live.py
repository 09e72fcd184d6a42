"""The command on live ratings, as a user runs it."""

import json

import pytest

from probata.cli.main import main

HEAD = "case_id,delivery_unit,record_source,engagement,desistance,safety\n"


@pytest.fixture
def folder(tmp_path):
    rows = [
        f"{unit}{at},{unit},synthetic,{'yes' if at % 3 else 'no'},yes,{'no' if at % 4 else 'yes'}"
        for unit, n in (("Alpha", 24), ("Beta", 12))
        for at in range(n)
    ]
    (tmp_path / "cases.csv").write_text(HEAD + "\n".join(rows) + "\n")
    second = ["case,question,rater,answer,record_source"]
    for at in range(12):
        second.append(f"{at},engagement,first,{'yes' if at % 2 else 'no'},synthetic")
        second.append(f"{at},engagement,second,{'yes' if at % 4 else 'no'},synthetic")
    (tmp_path / "second.csv").write_text("\n".join(second) + "\n")
    return tmp_path


def live(folder, capsys, *arguments, unit="Alpha"):
    command = ["live", unit, "--framework", "probation_2021", "--draws", "200"]
    main([*command, "--judgements", str(folder / "cases.csv"), *map(str, arguments)])
    return capsys.readouterr().out


def refused(folder, capsys, *arguments, unit="Alpha") -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        live(folder, capsys, *arguments, unit=unit)
    return int(str(ended.value.code)), capsys.readouterr().err


def test_a_lead_sees_where_ratings_are_heading(folder, capsys):
    told = live(
        folder, capsys, "--cases", 30, "--second", folder / "second.csv",
        "--out", folder / "live",
    )  # fmt: skip
    assert told.count("SYNTHETIC DATA") == 2
    assert "Alpha: 24 of 30 cases judged" in told
    assert "possible 53 to 73%" in told  # 16 of 24, so 16 to 22 of 30
    assert "Chances if all were judged again" in told
    page = (folder / "live" / "report.html").read_text()
    assert "Synthetic data" in page and "Beside other units" in page
    assert "9 of 12 pairs agree; kappa" in page
    record = json.loads((folder / "live" / "live_ratings.json").read_text())
    assert record["questions"][0]["reachable"] == {
        "low": pytest.approx(160 / 3), "high": pytest.approx(220 / 3)
    }  # fmt: skip
    assert sum(record["judged_again"]["standards"][7]["chances"].values()) == (
        pytest.approx(1)
    )


def test_few_second_judgements_are_left_out_with_a_word(folder, capsys):
    second = folder / "second.csv"
    told = live(folder, capsys, "--cases", 30, "--second", second, "--minimum", 13)
    assert "fewer than 13 cases were judged twice" in told
    assert "if all were judged again" not in told


def test_the_same_page_comes_from_the_same_files(folder, capsys):
    pages = []
    for name in ("one", "two"):
        live(folder, capsys, "--cases", 30, "--out", folder / name)
        pages.append((folder / name / "report.html").read_bytes())
    assert pages[0] == pages[1]


def test_all_judged_is_certain_as_judged(folder, capsys):
    told = live(folder, capsys, "--cases", 12, unit="Beta")
    assert "certain" in told


@pytest.mark.parametrize(
    ("arguments", "unit", "code", "words"),
    [
        ((), "Alpha", 5, "Give --cases"),
        (("--cases", 20), "Alpha", 5, "24 cases of `Alpha` are judged"),
        (("--cases", 30), "Alfa", 5, "Alpha"),
    ],
)
def test_what_cannot_be_rated_is_refused(
    folder, capsys, arguments, unit, code, words
):  # fmt: skip
    found = refused(folder, capsys, *arguments, unit=unit)
    assert found[0] == code and words in found[1]


def test_a_cohort_of_two_sizes_is_refused(folder, capsys):
    units = folder / "units.csv"
    units.write_text("unit,cases,region\nAlpha,31,\nBeta,14,\n")
    code, told = refused(folder, capsys, "--cases", 30, "--units", units)
    assert code == 5 and "--cases says 30, the list of units 31" in told


SECOND = "case,question,rater,answer\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("case,question,answer\n1,engagement,yes\n", ["no column `rater`"]),
        (SECOND + "1,engagement,third,yes\n", ["row 2, column rater", "neither"]),
        (SECOND + ",engagement,first,yes\n1,,first,no\n", ["row 2", "row 3"]),
        (SECOND + "1,engagement,first,yes\n" * 2, ["row 3", "a second answer"]),
        (SECOND + "1,engagment,first,yes\n", ["`engagment` is no question", "engagement"]),
        (SECOND + "1,engagement,first,maybe\n", ["`maybe` is no answer to `engagement`"]),
    ],
)  # fmt: skip
def test_second_judgements_that_cannot_be_used_are_refused(
    folder, capsys, text, words
):  # fmt: skip
    (folder / "second.csv").write_text(text)
    second = folder / "second.csv"
    code, told = refused(folder, capsys, "--cases", 30, "--second", second)
    assert code == 5 and all(word in told for word in words)
