"""`probata release`: verifies and compares; a release goes through `check` and `analyse`."""

import json
from dataclasses import replace

import pytest
from builders import study_text
from small_form import write_form

from probata.assessment.answers import Entry
from probata.assessment.chain import Head
from probata.dataset.data_release import AssessedCase, make_release
from probata.outputs import write_folder

HEAD = Head(9, "ab" * 32)


def cases_of(n):
    """Made-up cases of which a third is not asked, declined or not answered something."""
    found = []
    for at in range(n):
        entries = {
            name: Entry(("yes", "no")[(at // (place + 2)) % 2])
            for place, name in enumerate("abchkegmi")
        }
        if at % 7 == 0:
            entries["a"] = Entry(declined=True, declined_because="Nothing is on file.")
        facts = {"kind": "upw" if at % 5 == 0 else "other", "age": 16 + at % 50}
        found.append(
            AssessedCase(
                f"C-{at:03}", f"Unit {at % 3}", f"I-{at % 4}", facts, entries, {}, HEAD
            )
        )
    return found


@pytest.fixture
def form(tmp_path):
    return write_form(tmp_path / "small.toml")


@pytest.fixture
def folder(form, tmp_path):
    release = make_release(form, cases_of(120), synthetic=True, left_out={"open": 2})
    write_folder(tmp_path / "r1", release.files)
    return tmp_path / "r1"


def test_a_release_as_it_was_made(folder, probata):
    code, said, _ = probata("release", "verify", folder)
    assert code == 0
    assert "release 1, as it was released" in said
    assert "120 synthetic cases of 3 units, small 1" in said
    assert "left out, open: 2" in said
    code, said, _ = probata("release", "verify", folder, "--json")
    assert json.loads(said)["cases"] == 120


def test_one_that_was_touched(folder, probata):
    (folder / "codebook.toml").write_text("")
    code, _, error = probata("release", "verify", folder)
    assert code == 14 and "codebook.toml: is not the file" in error


@pytest.mark.parametrize(
    ("content", "code"), [(None, 3), ("{}", 4), ("not json \0", 4), ("[1]", 4)]
)
def test_what_is_no_release(tmp_path, probata, content, code):
    (tmp_path / "x").mkdir()
    if content is not None:
        (tmp_path / "x/release.json").write_text(content)
    assert probata("release", "verify", tmp_path / "x")[0] == code


def test_a_correction_is_compared(form, folder, tmp_path, probata):
    cases = cases_of(120)
    cases[1] = replace(cases[1], entries={**cases[1].entries, "i": Entry("no")})
    cases[2] = replace(cases[2], facts={**cases[2].facts, "age": 77})
    first = make_release(form, cases_of(120), synthetic=True, left_out={"open": 2})
    second = make_release(form, cases[:-1], synthetic=True, corrects=first.manifest)
    write_folder(tmp_path / "r2", second.files)
    out = tmp_path / "changes.csv"
    code, said, _ = probata("release", "diff", folder, tmp_path / "r2", "--out", out)
    assert code == 0
    assert f"{tmp_path / 'r2'} corrects {folder}." in said
    assert "0 cases added, 1 removed, 2 cells differ" in said
    assert "C-001, i: yes -> no" in said and "C-002, age: differs" in said
    assert out.read_text().splitlines() == [
        "case_id,column,change,before,after",
        "C-119,,removed,,",
        "C-001,i,changed,yes,no",
        "C-002,age,changed,,",
    ]


def test_check_and_bulletin_read_a_release_unchanged(folder, tmp_path, probata):
    study = tmp_path / "study"
    study.mkdir()
    (study / "study.toml").write_text(
        study_text("k", "yes", {"m": {"all": ["h", "i"]}}).replace(
            '[text]\nsections = ["text.md"]\n', ""
        )
    )
    (study / "codebook.toml").write_bytes((folder / "codebook.toml").read_bytes())
    data, out = folder / "assessments.csv", tmp_path / "out"
    assert probata("check", study, "--data", data)[0] == 0
    code, _, error = probata("bulletin", study, "--data", data, "--out", out)
    assert code == 0, error
    results = json.loads((out / "results.json").read_text())
    missing = results["frequencies"]["h"]["missing"]
    assert {item["reason"] for item in missing} == {"not_reached"}


def test_second_judgements_go_with_a_release_into_the_bulletin(
    folder, tmp_path, probata
):  # fmt: skip
    """The plain bulletin has the reliability annexe, with agreement, and the finding corrected."""
    study = tmp_path / "study"
    study.mkdir()
    declared = (
        '[reliability]\nimputations = 2\n[reliability.second]\nfile = "second.csv"\n'
        '[[reliability.findings]]\nid = "f"\nlabel = "F"\nmodel = "m"\nvariable = "i"\n'
        'category = "no"\n[disclosure]\nmode = "report"\nreason = "made up"\n'
    )
    text = study_text("k", "yes", {"m": {"all": ["h", "i"]}}, declared)
    (study / "study.toml").write_text(
        text.replace('[text]\nsections = ["text.md"]\n', "")
    )
    (study / "codebook.toml").write_bytes((folder / "codebook.toml").read_bytes())
    rows = ["case,question,rater,answer"]
    for at in range(60):
        first = "yes" if at % 2 else "no"
        second = "no" if at % 15 == 1 else first
        rows += [f"{at},i,first,{first}", f"{at},i,second,{second}"]
    (study / "second.csv").write_text("\n".join(rows) + "\n")
    out = tmp_path / "out"
    data = folder / "assessments.csv"
    code, _, error = probata("bulletin", study, "--data", data, "--out", out)
    assert code == 0, error
    found = json.loads((out / "results.json").read_text())["reliability"]
    (question,) = found["second"]["questions"]
    assert question["n"] == 60
    assert question["measures"][0]["value"] == pytest.approx(58 / 60)
    specifications = [
        cell["specification"] for cell in found["sheet"]["rows"][0]["cells"]
    ]
    assert "misjudged" in specifications
    assert (
        "Agreement of two judgements of the same case"
        in (out / "bulletin.html").read_text()
    )
    # Another file of second judgements gives other numbers: nothing old is kept.
    (study / "second.csv").write_text("\n".join(rows[:81]) + "\n")
    assert probata("bulletin", study, "--data", data, "--out", out)[0] == 0
    again = json.loads((out / "results.json").read_text())["reliability"]
    assert again["second"]["questions"][0]["n"] == 40
