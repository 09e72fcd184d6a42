"""`probata survival`: a report of when an event happened, and what it refuses."""

import json

import numpy as np
import pytest

from probata.cli.main import main

CODEBOOK = """
[codebook]
title = "Made-up cases"
missing = { "" = "unknown" }

[variables.days]
label = "Time to reoffence"
type = "interval"
unit = "days"

[variables.event]
label = "Reoffence"
type = "categorical"
categories = [{ id = "0", label = "None" }, { id = "1", label = "Reoffended" }]

[variables.engaged]
label = "Engaged"
type = "categorical"
categories = [{ id = "no", label = "No" }, { id = "yes", label = "Yes" }]
reference = "no"

[variables.age]
label = "Age"
type = "interval"
unit = "years"

[variables.record_source]
label = "Source"
type = "categorical"
categories = [{ id = "record" }, { id = "synthetic" }]
"""


def write(folder, rows):
    (folder / "codebook.toml").write_text(CODEBOOK)
    header = "days,event,engaged,age,record_source"
    (folder / "cases.csv").write_text("\n".join([header, *rows]) + "\n")


def made_up(n=300):
    random = np.random.default_rng(3)
    engaged = random.integers(0, 2, n)
    age = random.integers(18, 60, n)
    true = np.ceil(random.exponential(300 * np.exp(0.7 * engaged)))
    stop = random.integers(100, 366, n)
    return [
        f"{int(min(t, s))},{int(t <= s)},{'yes' if e else 'no'},{a},synthetic"
        for t, s, e, a in zip(true, stop, engaged, age, strict=True)
    ]


def run(folder, *options):
    main(
        ["survival", str(folder / "codebook.toml"), "--data", str(folder / "cases.csv")]
        + ["--time", "days", "--event", "event", "--out", str(folder / "out"), *options]
    )


def test_the_report_has_curves_a_test_and_a_regression(tmp_path, capsys):
    write(tmp_path, [*made_up(), ",1,yes,30,synthetic", "5,,no,30,synthetic"])
    run(tmp_path, "--by", "engaged", "--cox", "engaged", "--cox", "age", "--json")
    record = json.loads(capsys.readouterr().out)
    assert (record["cases"], record["left_out"]) == (300, 2)
    assert record["synthetic"] is True
    assert [item["group"] for item in record["curves"]] == ["No", "Yes"]
    assert record["test"]["p"] < 0.001
    engaged, age = record["cox"]["terms"]
    # Drawn with a hazard ratio of exp(-0.7).
    assert engaged["ci_low"] < np.exp(-0.7) < engaged["ci_high"]
    assert age["ci_low"] < 1 < age["ci_high"]
    assert engaged["reference"] == "No"
    assert all(not item["faults"] for item in record["accessibility"])
    page = (tmp_path / "out" / "report.html").read_text()
    assert "synthetic" in page and "Hazard ratio" in page
    assert "Still followed (cases)" in page


def test_numbers_at_risk_and_percentages_follow_from_the_rows(tmp_path):
    rows = ["2,1", "2,0", "4,1", "6,0"]
    write(tmp_path, [f"{row},no,30,record" for row in rows])
    run(tmp_path)
    (curve,) = json.loads((tmp_path / "out" / "survival.json").read_text())["curves"]
    points = [
        (p["time"], p["at_risk"], p["events"], p["left"], p["percent"])
        for p in curve["points"]
    ]
    assert points == [(2, 4, 1, 1, 75), (4, 2, 1, 0, 37.5), (6, 1, 0, 1, 37.5)]
    assert curve["median"] == 4
    assert curve["at_ticks"][:5] == [[0, 4], [1, 4], [2, 4], [3, 2], [4, 2]]


def test_the_last_one_to_have_the_event_ends_the_curve_at_nought(tmp_path):
    write(tmp_path, ["0,1,no,30,record", "3,1,no,31,record"])
    run(tmp_path)
    (curve,) = json.loads((tmp_path / "out" / "survival.json").read_text())["curves"]
    assert [p["percent"] for p in curve["points"]] == [50, 0]
    assert curve["points"][-1]["ci_low"] is None


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        (["-1,1,no,30"], [], "1 times are negative"),
        (["5,0,no,30"], [], "nobody with a known time has `1`"),
        (["5,1,no,30"], ["--happened", "yes"], "has no category `yes`"),
        (["5,1,no,30"], ["--by", "age"], "`age` is not categorical"),
        (["5,1,no,30"], ["--by", "sex"], "no variable `sex`"),
        (
            ["5,1,no,30", "6,0,yes,31", "7,1,no,32"],
            ["--cox", "engaged"],
            "nothing happened to the 1 in `yes`",
        ),
        (
            ["5,1,no,30", "6,1,yes,30", "7,1,no,30"],
            ["--cox", "age"],
            "is constant",
        ),
        (
            ["5,1,no,30", "6,1,no,31", "7,1,no,32", "8,1,no,33"],
            ["--cox", "age"],
            "no finite estimate",
        ),
    ],
)
def test_what_cannot_be_analysed_is_refused(tmp_path, rows, options, said, capsys):
    write(tmp_path, [f"{row},record" for row in rows])
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, *options)
    assert stopped.value.code == 6
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
