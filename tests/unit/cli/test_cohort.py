"""`probata cohort`: what a lead inspector and a data officer type, and what they get."""

import json

import pytest

UNIT = ("--unit", "Swindon and Wiltshire", "--fieldwork", "2023-05-08")


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_request_is_written_with_its_template(in_folder, probata):
    code, out, _ = probata("cohort", "request", *UNIT)
    assert code == 0
    folder = in_folder / "build" / "request" / "swindon_and_wiltshire"
    assert "26 September 2022" in (folder / "request.md").read_text()
    header = (folder / "case_list_template.csv").read_text()
    assert header.startswith("CRN,Event number,")
    assert "request.md" in out


def test_an_example_passes_its_own_check(in_folder, probata):
    code, out, _ = probata("cohort", "example", *UNIT, "--cases", 200)
    assert code == 0
    assert "synthetic rows of 200 sentences" in out
    code, out, _ = probata("cohort", "check", "cases_synthetic.csv", "--json")
    record = json.loads(out)
    assert (code, record["sentences"], record["to_put_right"]) == (0, 200, 0)
    assert record["synthetic"] is True


def test_a_bad_list_ends_with_a_report(in_folder, probata):
    probata("cohort", "example", *UNIT, "--faults", 2)
    code, _, error = probata(
        "cohort", "check", "cases_synthetic.csv", "--report", "report"
    )
    assert code == 5
    assert "things to put right" in error
    report = (in_folder / "report" / "report.md").read_text()
    assert "# Report on the case list cases_synthetic.csv" in report
    assert "Synthetic data" in report
    listed = (in_folder / "report" / "findings.csv").read_text().splitlines()
    assert listed[0] == "row,column,kind,consequence,problem,mend"
    assert len(listed) > 28


def test_the_same_seed_gives_the_same_bytes(in_folder, probata):
    for name in ("a.csv", "b.csv"):
        probata("cohort", "example", *UNIT, "--seed", 5, "--faults", 1, "--out", name)
    assert (in_folder / "a.csv").read_bytes() == (in_folder / "b.csv").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "exit_code", "words"),
    [
        (("request", "--unit", "Leed", "--fieldwork", "2023-05-08"), 2, "`Leeds`"),
        (("request", "--unit", "Leeds", "--fieldwork", "2023-05-07"), 2, "is a Sunday"),
        (("request", "--unit", "Leeds", "--fieldwork", "8 May"), 2, "not a date"),
        (("check", "nothing.csv"), 3, "no such file"),
        (("check", "empty.csv"), 5, "is empty"),
        (("check", "list.txt"), 5, "ending `.txt` is not known"),
        (("check", "header.csv"), 5, "no rows below it"),
        (("check", "wrong.csv"), 5, "no column for"),
        (("example", *UNIT, "--cases", 20, "--faults", 5), 2, "too short"),
    ],
)
def test_mistakes_are_told_without_a_traceback(
    in_folder, probata, arguments, exit_code, words
):
    (in_folder / "empty.csv").write_text("")
    (in_folder / "list.txt").write_text("a")
    (in_folder / "header.csv").write_text("CRN,PDU\n")
    (in_folder / "wrong.csv").write_text("name,town\nx,y\n")
    code, _, error = probata("cohort", *arguments)
    assert code == exit_code
    assert words in error
