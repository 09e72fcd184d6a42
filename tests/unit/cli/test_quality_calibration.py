"""The command on the calibration bench, as a user runs it."""

import json

import pytest

from probata.cli.main import main

QUESTIONS = ("engagement", "safety", "victims")


@pytest.fixture
def folder(tmp_path):
    panel, scores = (
        ["case,question,answer,record_source"],
        ["assessor,occasion,case,question,answer,guidance"],
    )
    for c in range(12):
        for at, question in enumerate(QUESTIONS):
            answer = "yes" if (c + at) % 3 else "no"
            panel.append(f"B{c},{question},{answer},synthetic")
            for assessor in ("Ann", "Bo", "Cy"):
                harsh = assessor == "Bo" and c % 2 == 0
                said = "no" if harsh else answer
                if question == "victims" and c % 4 == 0:
                    said = "no needed"
                scores.append(f"{assessor},2026-01,B{c},{question},{said},1.{c // 6}")
    (tmp_path / "panel.csv").write_text("\n".join(panel) + "\n")
    (tmp_path / "scores.csv").write_text("\n".join(scores) + "\n")
    return tmp_path


def hold(folder, capsys, *arguments):
    command = ["quality", "calibration", str(folder / "scores.csv")]
    main([*command, "--panel", str(folder / "panel.csv"), *map(str, arguments)])
    return capsys.readouterr().out


def refused(folder, capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        hold(folder, capsys, *arguments)
    return int(str(ended.value.code)), capsys.readouterr().err


def test_verdicts_severity_and_hot_spots(folder, capsys):
    told = hold(folder, capsys, "--out", folder / "bench", "--neutral", "no needed")
    assert told.startswith("SYNTHETIC DATA")
    assert "Ann: pass" in told or "Ann: not yet" in told
    assert "Bo: not yet" in told and "severity" in told
    page = (folder / "bench" / "report.html").read_text()
    assert "Synthetic data" in page and "names colleagues" in page
    record = json.loads((folder / "bench" / "calibration.json").read_text())
    bo = next(item for item in record["assessors"] if item["name"] == "Bo")
    assert bo["occasions"][0]["severity"]["value"] > 0.2
    assert {item["guidance"] for item in record["hot_spots"]} == {"1.0", "1.1"}


def test_a_rule_from_a_file(folder, capsys):
    (folder / "rule.toml").write_text("[rule]\nthreshold = 0.5\nanswers = 60\n")
    told = hold(folder, capsys, "--rule", folder / "rule.toml")
    assert "above 50%" in told and "Ann: too few answers (12 cases, 36 answers)" in told
    (folder / "rule.toml").write_text("[rule]\ntreshold = 0.5\n")
    code, said = refused(folder, capsys, "--rule", folder / "rule.toml")
    assert code == 4 and "treshold" in said


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("panel.csv", "case,", "cas,", "no column `case`"),
        ("scores.csv", "assessor,", "who,", "no column `assessor`"),
        ("panel.csv", "B1,safety", "B1,engagement", "a second time"),
        ("scores.csv", "Ann,2026-01,B1,safety", "Ann,2026-01,B1,engagement", "again"),
        ("scores.csv", "Ann,2026-01,B1,safety", ",2026-01,B1,safety", "an empty cell"),
        ("scores.csv", "Ann,2026-01,B1,safety", "Ann,2026-01,X,safety", "without an answer"),
    ],
)  # fmt: skip
def test_files_that_do_not_fit_are_refused(folder, capsys, name, old, new, words):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    code, said = refused(folder, capsys)
    assert code == 5 and words in said


def test_many_faults_are_counted(folder, capsys):
    path = folder / "scores.csv"
    path.write_text(path.read_text().replace("Ann,", ","))
    code, said = refused(folder, capsys)
    assert code == 5 and "31 more faults" in said


def test_rows_without_an_answer_are_counted(folder, capsys):
    path = folder / "scores.csv"
    path.write_text(path.read_text().replace(",no needed,", ",,"))
    assert "9 rows without an answer were left out" in hold(folder, capsys)


def test_nothing_answered_is_refused(folder, capsys):
    (folder / "scores.csv").write_text(
        "assessor,occasion,case,question,answer\nAnn,1,B1,safety,\n"
    )
    assert refused(folder, capsys)[0] == 5
