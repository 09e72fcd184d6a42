"""What a user can get wrong: one clear message, its exit code, earlier outputs untouched."""

import json
from pathlib import Path

import pytest


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines_of(study):
    return (study / "cases.csv").read_text(encoding="utf-8").splitlines()


def write_lines(study, lines):
    (study / "cases.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def not_toml(study):
    change(study / "study.toml", "[outcome]", "[outcome")


def misspelt_variable(study):
    change(study / "study.toml", '"age"', '"agee"')


def misspelt_key(study):
    change(study / "study.toml", "positive =", "positiv =")


def broken_codebook(study):
    change(study / "codebook.toml", 'type = "interval"', 'type = "intervall"')


def without_codebook(study):
    (study / "codebook.toml").unlink()


def without_text(study):
    (study / "text.md").unlink()


def without_data(study):
    (study / "cases.csv").unlink()


def ragged_row(study):
    lines = lines_of(study)
    lines[5] += ",too,many"
    write_lines(study, lines)


def wrong_code(study):
    lines = lines_of(study)
    cells = lines[7].split(",")
    cells[lines[0].split(",").index("sex")] = "femal"
    lines[7] = ",".join(cells)
    write_lines(study, lines)


def no_number(study):
    lines = lines_of(study)
    cells = lines[7].split(",")
    cells[lines[0].split(",").index("age")] = "forty"
    lines[7] = ",".join(cells)
    write_lines(study, lines)


def missing_column(study):
    write_lines(study, [line.rsplit(",", 1)[0] for line in lines_of(study)])


def wrong_encoding(study):
    path = study / "cases.csv"
    path.write_bytes(path.read_bytes().replace(b",a,", b",\xe4,", 1))


def empty_file(study):
    (study / "cases.csv").write_bytes(b"")


def header_only(study):
    write_lines(study, lines_of(study)[:1])


def one_outcome(study):
    lines = lines_of(study)
    at = lines[0].split(",").index("outcome")
    kept = [line for line in lines[1:] if line.split(",")[at] == "yes"]
    write_lines(study, [lines[0], *kept])


# What is done to the study, the exit code and what the message must say.
FAULTS = [
    (not_toml, 4, ["study.toml: is not valid TOML", "line 4"]),
    (misspelt_variable, 4, ["study.toml, line ", "`agee`", "Did you mean `age`?"]),
    (misspelt_key, 4, ["`outcome.positiv` is not a key", "`outcome.positive` is miss"]),
    (broken_codebook, 4, ["codebook.toml, line ", "Did you mean `interval`?"]),
    (without_codebook, 3, ["codebook.toml: cannot be read"]),
    (without_text, 4, ["text.md", "cannot be read (No such", "Put the file there"]),
    (without_data, 3, ["cases.csv: there is no such file"]),
    (ragged_row, 5, ["cases.csv: the rows differ in length", "line 6 has 6"]),
    (wrong_code, 5, ["column sex, row 8", "`femal`", "Did you mean `female`?"]),
    (no_number, 5, ["column age, row 8", "`forty`"]),
    (missing_column, 5, ["the column `sex` is missing"]),
    (wrong_encoding, 5, ["is not UTF-8 text", "0xE4"]),
    (empty_file, 5, ["cases.csv: the file is empty"]),
    (header_only, 5, ["has a header but no rows below it"]),
    (one_outcome, 6, ["outcome"]),
]


@pytest.mark.parametrize(
    ("spoil", "code", "wanted"), FAULTS, ids=[item[0].__name__ for item in FAULTS]
)
def test_a_fault_is_one_message_and_changes_nothing(
    study, content, made, probata, spoil, code, wanted
):
    before = content(made)
    spoil(study)
    job = ("bulletin", study, "--data", study / "cases.csv", "--out", made)
    found, out, error = probata(*job)
    assert found == code, error
    assert out == ""
    assert error.count("probata: ") == 1
    for words in wanted:
        assert words in error
    assert content(made) == before
    assert {path.name for path in study.parent.iterdir()} == {"study", "out"}

    found, out, error = probata(*job, "--json")
    record = json.loads(out)
    assert (found, record["exit_code"], error) == (code, code, "")
    shown = out.replace('\\"', '"')
    for words in wanted:
        assert words in shown


def test_a_study_folder_that_is_not_there(probata, tmp_path):
    code, _, error = probata("bulletin", tmp_path / "nowhere", "--out", tmp_path / "o")
    assert code == 3
    assert "nowhere/study.toml: cannot be read (No such file or directory)" in error
    assert not list(tmp_path.iterdir())


def test_a_study_without_data_says_what_to_name(study, probata):
    code, _, error = probata("analyse", study, "--out", study.parent / "out")
    assert code == 3
    assert "Name a case file with --data" in error


def test_a_seed_and_a_data_file_exclude_each_other(study, content, made, probata):
    before = content(made)
    arguments = ("--data", study / "cases.csv", "--seed", "1", "--out", made)
    code, _, error = probata("bulletin", study, *arguments)
    assert code == 2
    assert "--seed is for the synthetic twin; it cannot go with --data" in error
    assert content(made) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("buletin", "x"), "No such command 'buletin'"),
        (("bulletin",), "Missing argument 'STUDY'"),
        (("bulletin", "x", "--sed", "1"), "No such option"),
        (("bulletin", "x", "--seed", "-1"), "-1 is not in the range"),
    ],
)
def test_a_wrong_command_line_is_told_to_people_and_machines(probata, arguments, said):
    code, out, error = probata(*arguments)
    assert (code, out) == (2, "")
    assert said in error
    code, out, error = probata(*arguments, "--json")
    assert (code, error) == (2, "")
    record = json.loads(out)
    assert record["exit_code"] == 2
    assert said in record["error"]


def test_json_of_a_success_is_one_object(study, probata):
    out = study.parent / "out"
    data = ("--data", study / "cases.csv")
    jobs = {
        "check": ("check", study, *data),
        "analyse": ("analyse", study, *data, "--out", out),
        "bulletin": ("bulletin", study, *data, "--out", out),
        "publish": ("publish", study, "--out", out),
        "schema": ("schema", "--out", study.parent / "schemas"),
    }
    for name, job in jobs.items():
        code, said, error = probata(*job, "--json")
        assert (code, error) == (0, ""), name
        record = json.loads(said)
        assert "error" not in record, name
        for file in record.get("files", []):
            assert (Path(record["folder"]) / file).is_file(), file


EDITS = {
    "another study": ("study.toml", 'id = "test"', 'id = "other"'),
    "an edited study": ("study.toml", 'title = "Test"', 'title = "Tested"'),
    "an edited codebook": ("codebook.toml", 'label = "age"', 'label = "Age"'),
}


@pytest.mark.parametrize("name", EDITS)
def test_results_of_another_study_are_not_published(
    study, content, made, probata, name
):
    before = content(made)
    file, old, new = EDITS[name]
    change(study / file, old, new)
    results = made / "results.json"
    code, _, error = probata("publish", study, "--results", results, "--out", made)
    assert code == 4
    assert "Run `probata analyse` again" in error
    assert content(made) == before


@pytest.mark.parametrize(
    ("raw", "code"), [(None, 3), (b"", 4), (b"{}", 4), (b"\xff", 4), (b"[1, 2", 4)]
)
def test_results_that_cannot_be_read_say_what_to_run(study, made, probata, raw, code):
    results = study.parent / "results.json"
    if raw is not None:
        results.write_bytes(raw)
    found, _, error = probata("publish", study, "--results", results, "--out", made)
    assert found == code
    assert "results.json" in error and "Run `probata analyse`" in error
