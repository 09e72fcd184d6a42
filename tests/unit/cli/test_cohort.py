"""`probata cohort`: what a lead inspector and a data officer type, and what they get."""

import csv
import json
import stat

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


@pytest.fixture
def selected(in_folder, probata):
    """A cohort of a made-up list, in the default folders."""
    probata("cohort", "example", *UNIT)
    code, out, error = probata("cohort", "select", "cases_synthetic.csv", *UNIT)
    assert code == 0, error
    return out


def test_a_cohort_is_selected_with_its_reasons(in_folder, selected):
    folder = in_folder / "build" / "cohort" / "swindon_and_wiltshire"
    files = {str(path.relative_to(folder)) for path in folder.rglob("*.*")}
    assert files == {
        ".made-by-probata",
        "cohort.csv",
        "flow.csv",
        "flow/swindon_and_wiltshire.svg",
        "list_report.md",
        "log.csv",
        "rules.toml",
        "selection.json",
        "set_aside.csv",
    }
    assert "1,000 cases of the unit" in selected
    assert "Week 31 before fieldwork: 3 October 2022 to 9 October 2022" in selected
    for name in ("cohort.csv", "log.csv", "flow.csv"):
        lines = (folder / name).read_text().splitlines()
        assert all(line.endswith(",synthetic") for line in lines[1:])
    key = in_folder / "cohort_keys" / "swindon_and_wiltshire" / "key.csv"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_selecting_again_gives_the_same_bytes(in_folder, selected, probata, content):
    before = content(in_folder / "build"), content(in_folder / "cohort_keys")
    probata("cohort", "select", "cases_synthetic.csv", *UNIT)
    assert (content(in_folder / "build"), content(in_folder / "cohort_keys")) == before


def test_a_case_is_explained_by_pseudonym_and_by_number(in_folder, selected, probata):
    folder = in_folder / "build" / "cohort" / "swindon_and_wiltshire"
    key = (in_folder / "cohort_keys" / folder.name / "key.csv").read_text().splitlines()
    case, crn, _ = key[1].split(",", 2)
    code, out, _ = probata("cohort", "explain", case, "--cohort", folder)
    assert (code, f"{case} (swindon_and_wiltshire) is in the cohort." in out) == (
        0,
        True,
    )
    code, other, _ = probata(
        "cohort", "explain", crn, "--cohort", folder, "--keys", "cohort_keys"
    )
    assert case in other
    code, out, _ = probata("cohort", "explain", case, "--cohort", folder, "--json")
    assert json.loads(out)["cases"][0]["outcome"] == "cohort"
    code, _, error = probata("cohort", "explain", crn, "--cohort", folder)
    assert (code, "--keys FOLDER" in error) == (2, True)


def test_a_bad_list_changes_nothing_until_the_user_says_so(
    in_folder, selected, probata, content
):
    before = content(in_folder / "build"), content(in_folder / "cohort_keys")
    probata("cohort", "example", *UNIT, "--faults", 3)
    code, _, error = probata("cohort", "select", "cases_synthetic.csv", *UNIT)
    assert (code, "to put right" in error) == (5, True)
    assert (content(in_folder / "build"), content(in_folder / "cohort_keys")) == before
    code, out, _ = probata(
        "cohort", "select", "cases_synthetic.csv", *UNIT, "--set-aside", "--json"
    )
    record = json.loads(out)
    assert (code, record["rows_set_aside"]) == (0, 33)
    folder = in_folder / "build" / "cohort" / "swindon_and_wiltshire"
    lines = (folder / "set_aside.csv").read_text().splitlines()
    rows = {line.split(",")[0] for line in lines}
    assert len(rows) == 1 + 33 + 6  # the header, rows set aside, rows with a blank cell


def test_many_units_are_selected_by_a_programme(in_folder, probata):
    probata("cohort", "example", *UNIT, "--cases", 300)
    (in_folder / "programme.csv").write_text(
        "unit,fieldwork\nSwindon and Wiltshire,2023-05-08\n"
    )
    code, out, _ = probata(
        *("cohort", "select", "cases_synthetic.csv"),
        *("--programme", "programme.csv", "--json"),
    )
    record = json.loads(out)
    assert code == 0
    assert record["folder"].endswith("programme")
    assert set(record["cohorts"]) == {"swindon_and_wiltshire"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Name --unit and --fieldwork"),
        (("--unit", "Leeds"), "Name --unit and --fieldwork"),
        ((*UNIT, "--weeks", "soon"), "not a list of weeks"),
        ((*UNIT, "--weeks", "31,30"), "less than 2 apart"),
        ((*UNIT, "--programme", "p.csv"), "goes without"),
        ((*UNIT, "--keys", "build", "--out", "build"), "the folder of the results"),
    ],
)
def test_a_wrong_choice_is_told_before_the_list_is_read(
    in_folder, probata, arguments, words
):
    code, _, error = probata("cohort", "select", "nothing.csv", *arguments)
    assert code == 2
    assert words in error


def test_sizes_margins_and_power_are_told(probata):
    code, out, _ = probata("cohort", "size")
    assert (code, "      500    124    218" in out) == (0, True)
    code, out, _ = probata("cohort", "size", "--eligible", 120, "--sample", 48)
    assert "7.2 points at 80 %, 11.0 at 95 % confidence, of 120 eligible" in out
    code, out, _ = probata("cohort", "power", "--first", 100, "--other", 65)
    assert "power 57 per cent" in out
    assert "170 cases in each group" in out
    code, out, _ = probata("cohort", "power", "--first", 100, "--json")
    assert json.loads(out)["above"] == pytest.approx(69.3225151, abs=1e-4)
    code, _, error = probata("cohort", "size", "--eligible", 10, "--sample", 11)
    assert (code, "cannot be drawn" in error) == (2, True)
    code, _, error = probata("cohort", "size", "--sample", 11)
    assert (code, "--eligible" in error) == (2, True)


def test_a_sample_is_drawn_with_its_reserve(in_folder, selected, probata):
    folder = "build/cohort/swindon_and_wiltshire"
    draw = ("cohort", "sample", folder, "--size", 20, "--seed", 7)
    code, out, _ = probata(*draw, "--by", "start_kind,rosh", "--json")
    record = json.loads(out)
    assert (code, record["drawn"]) == (0, {"swindon_and_wiltshire": 20})
    target = in_folder / record["folder"]
    drawn, reserve, cohort = (
        list(csv.DictReader((path).read_text().splitlines()))
        for path in (
            target / "cohort.csv",
            target / "reserve.csv",
            in_folder / folder / "cohort.csv",
        )
    )
    names = [{row["case"] for row in rows} for rows in (drawn, reserve, cohort)]
    assert len(names[0]) == 20
    assert names[0] | names[1] == names[2]
    assert not names[0] & names[1]
    total = sum(float(row["inclusion_probability"]) for row in drawn + reserve)
    assert total == pytest.approx(20, abs=1e-4)  # six digits are printed
    assert sum(float(row["weight"]) for row in drawn) == pytest.approx(49, abs=1e-3)
    assert "seed 7" in (target / "sample.md").read_text()
    first = {path.name: path.read_bytes() for path in target.iterdir()}
    probata(*draw, "--by", "start_kind,rosh")
    assert {path.name: path.read_bytes() for path in target.iterdir()} == first


@pytest.mark.parametrize(
    ("arguments", "exit_code", "words"),
    [
        (("nowhere", "--seed", 1), 3, "probata cohort select"),
        (("build/cohort/swindon_and_wiltshire",), 2, "--seed"),
        (
            ("build/cohort/swindon_and_wiltshire", "--seed", 1, "--by", "rosch"),
            2,
            "Did you mean `rosh`",
        ),
    ],
)
def test_a_sample_that_cannot_be_drawn_is_refused(
    in_folder, selected, probata, arguments, exit_code, words
):
    code, _, error = probata("cohort", "sample", *arguments)
    assert code == exit_code
    assert words in error


def test_a_cohort_file_that_was_changed_is_refused(in_folder, selected, probata):
    path = in_folder / "build" / "cohort" / "swindon_and_wiltshire" / "cohort.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n")
    code, _, error = probata("cohort", "sample", path.parent, "--seed", 1)
    assert (code, "Select again" in error) == (2, True)


TEAM = """
[allocation]
based_on = "allocation_2021"
[people.anna]
skills = ["limited_access", "experienced", "welsh", "second_reader"]
[people.ben]
skills = ["second_reader", "experienced"]
[people.carys]
share = 0.5
"""


def test_a_cohort_is_allocated_and_again_without_one(in_folder, selected, probata):
    folder = "build/cohort/swindon_and_wiltshire"
    (in_folder / "team.toml").write_text(TEAM)
    code, out, _ = probata("allocate", folder, "--team", "team.toml", "--json")
    record = json.loads(out)
    assert (code, record["cases"], record["above_best_possible"]) == (0, 49, 0)
    assert sum(int(person["cases"]) for person in record["people"]) == 49
    (in_folder / "left.toml").write_text(TEAM.split("[people.carys]")[0])
    code, out, _ = probata(
        *("allocate", folder, "--team", "left.toml"),
        *("--previous", record["folder"], "--out", "again"),
    )
    assert (code, "of the rest, 0 moved" in out) == (0, True)
    rows = list(
        csv.DictReader(
            (in_folder / "again" / "allocation.csv").read_text().splitlines()
        )
    )
    assert all(
        row["reader"] == row["reader_before"]
        for row in rows
        if row["reader_before"] != "carys"
    )


def test_what_cannot_be_allocated_changes_nothing(
    in_folder, selected, probata, content
):
    folder = "build/cohort/swindon_and_wiltshire"
    (in_folder / "team.toml").write_text(TEAM)
    probata("allocate", folder, "--team", "team.toml")
    before = content(in_folder / "build" / "allocation")
    (in_folder / "team.toml").write_text(TEAM.replace('"limited_access", ', ""))
    code, _, error = probata("allocate", folder, "--team", "team.toml")
    assert (code, "give the skill `limited_access` to" in error) == (6, True)
    assert content(in_folder / "build" / "allocation") == before


@pytest.mark.parametrize(
    ("text", "exit_code", "words"),
    [
        (None, 3, "cannot be read"),
        ("[allocation]\n", 4, "`people` is missing"),
        ('[allocation]\nbased_on = "other"\n', 4, "does not come with Probata"),
        (TEAM + "shoe = 9\n", 4, "not a key that is known here"),
        (TEAM.replace("0.5", "0.52"), 4, "not a step of 0.05"),
    ],
)
def test_a_wrong_team_is_told(in_folder, selected, probata, text, exit_code, words):
    if text is not None:
        (in_folder / "team.toml").write_text(text)
    code, _, error = probata(
        "allocate", "build/cohort/swindon_and_wiltshire", "--team", "team.toml"
    )
    assert code == exit_code
    assert words in error
