"""Joining files by declared keys: every case stays, and nothing is matched twice."""

import json

import pytest

from probata.cli.main import main

RULES = """
[cases]
id = "case"
keep = ["practitioner", "sex"]
[files.interviews]
on = "practitioner"
key = "who"
take = { caseload = "cases held", manageable = "manageable" }
"""
CASES = "case,practitioner,sex,name,record_source\n1,A,F,Zoë,synthetic\n2,B,M,Jo,synthetic\n3,A,F,Al,synthetic\n4,,M,Bo,synthetic\n"
INTERVIEWS = "who,cases held,manageable\nA,52,no\nC,30,yes\nA,52,no\n,9,no\n"


@pytest.fixture
def join(tmp_path, capsys):
    def run():
        (tmp_path / "joins.toml").write_text(RULES)
        (tmp_path / "cases.csv").write_text(CASES)
        (tmp_path / "interviews.csv").write_text(INTERVIEWS)
        files = [f"{name}={tmp_path / name}.csv" for name in ("cases", "interviews")]
        out = tmp_path / "made" / "joined.csv"
        main(
            ["join", str(tmp_path / "joins.toml"), *files, "--out", str(out), "--json"]
        )
        return json.loads(capsys.readouterr().out), out.read_text()

    return run


def test_cases_that_share_a_key_share_a_row_and_all_cases_stay(join):
    said, text = join()
    assert text.splitlines() == [
        "case,practitioner,sex,record_source,caseload,manageable",
        "1,A,F,synthetic,52,no",
        "2,B,M,synthetic,,",
        "3,A,F,synthetic,52,no",
        "4,,M,synthetic,,",
    ]
    assert said["matched"] == {"interviews": {"rows": 4, "cases": 2, "unused": 3}}
    assert said["synthetic"] is True


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"interviews": INTERVIEWS.replace("A,52,no\n,", "A,53,no\n,")},
         ["interviews.csv, row 4", "with other values"]),
        ({"cases": CASES.replace("3,A", "1,A")}, ["cases.csv, row 4", "the case stands"]),
        ({"rules": RULES.replace('"who"', '"whom"').replace('"sex"]', '"sexx"]')},
         ["has no column `whom`", "has no column `sexx`"]),
        ({"rules": RULES.replace("caseload =", "sex =")}, ["`sex` would stand"]),
        ({"names": ("cases",)}, ["no path is given for `interviews`"]),
    ],
)  # fmt: skip
def test_all_that_is_wrong_is_told_and_no_value_of_a_person(
    join, tmp_path, capsys, changed, problems
):
    texts = {"cases": CASES, "interviews": INTERVIEWS, "rules": RULES} | changed
    (tmp_path / "joins.toml").write_text(texts["rules"])
    for name in ("cases", "interviews"):
        (tmp_path / f"{name}.csv").write_text(texts[name])
    files = [
        f"{name}={tmp_path / name}.csv"
        for name in texts.get("names", ("cases", "interviews"))
    ]
    with pytest.raises(SystemExit):
        main(
            [
                "join",
                str(tmp_path / "joins.toml"),
                *files,
                "--out",
                str(tmp_path / "o.csv"),
            ]
        )
    said = capsys.readouterr().err
    assert all(problem in said for problem in problems)
    assert "53" not in said and "Zoë" not in said
    assert not (tmp_path / "o.csv").exists()
