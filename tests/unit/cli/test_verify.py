"""`probata verify`: rebuilds a folder and says what differs, or why it cannot."""

import json
import os
import shutil

import pytest

from probata.cli import stages
from probata.cli.differences import describe_difference


@pytest.fixture
def verify(study, made, probata):
    """`verify(*more)` on the folder of an earlier output, with its study and data."""

    def run(*more, data=True):
        given = ["--data", study / "cases.csv"] if data else []
        return probata("verify", made, "--study", study, *given, *more)

    return run


def test_a_folder_as_it_was_made_is_the_same(made, verify, content):
    before = content(made)
    code, said, _ = verify()
    assert code == 0
    count = len(before) - 2  # marker and manifest
    assert f"all {count} files are the same, byte by byte" in said
    assert content(made) == before


def test_the_record_for_machines(verify):
    code, said, _ = verify("--json")
    record = json.loads(said)
    assert (code, record["different"]) == (0, 0)
    assert record["same"] > 5


def test_a_number_that_was_changed_is_named_by_its_path(made, verify):
    path = made / "results.json"
    results = json.loads(path.read_text())
    results["total"]["positive"] += 1
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    code, _, error = verify()
    assert code == 14
    positive = results["total"]["positive"]
    assert (
        "results.json: was changed after it was made: total.positive is "
        f"{positive} here, {positive - 1} rebuilt." in error
    )
    assert "1 of" in error


def test_every_kind_of_difference_comes_at_once(made, verify):
    page = made / "bulletin.html"
    page.write_text(page.read_text().replace("<h1>", "<h1>My "))
    (made / "data" / "fit.csv").unlink()
    (made / "notes.txt").write_text("mine")
    code, _, error = verify()
    assert code == 14
    assert "bulletin.html: was changed after it was made: line" in error
    assert "data/fit.csv: is not in the folder any more." in error
    assert "notes.txt: is not in the manifest" in error


def test_a_study_that_changed_since_is_named_as_the_reason(study, verify):
    text = (study / "text.md").read_text()
    (study / "text.md").write_text(text + "\nOne more sentence.\n")
    code, _, error = verify()
    assert code == 14
    assert "text.md: is another file now than when the folder was made." in error
    assert "bulletin.html:" in error and "results.json" not in error


def test_another_version_is_named_as_the_reason(made, verify):
    path = made / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["made_with"]["numpy"] = "1.0.0"
    path.write_text(json.dumps(manifest))
    (made / "results.json").write_text("{}")
    code, _, error = verify()
    assert code == 14
    assert "and was 1.0.0." in error and "numpy: is version" in error


def test_nothing_kept_from_earlier_is_used(made, verify, monkeypatch):
    seen = []
    real = stages.run_study
    monkeypatch.setattr(
        stages,
        "run_study",
        lambda *given, **more: seen.append(1) or real(*given, **more),
    )
    monkeypatch.setenv("PROBATA_CACHE", str(made.parent / "cache"))
    assert verify()[0] == 0
    assert seen == [1]
    assert not (made.parent / "cache").exists()


# --- what cannot be rebuilt -----------------------------------------------------------


def test_without_its_data_it_cannot_be_rebuilt(verify):
    code, _, error = verify(data=False)
    assert code == 3
    assert "cannot be rebuilt. It was made from `cases.csv`" in error


def test_with_other_data_it_cannot_be_rebuilt(study, verify):
    path = study / "cases.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    code, _, error = verify()
    assert code == 3
    assert "is not the file that it was made from" in error


def test_without_its_study_it_cannot_be_rebuilt(made, probata):
    code, _, error = probata("verify", made)
    assert code == 3
    assert "The study `test` is not to be found. Name its folder with --study." in error


def test_with_another_study_it_cannot_be_rebuilt(study, verify):
    path = study / "study.toml"
    path.write_text(path.read_text().replace('id = "test"', 'id = "other"', 1))
    code, _, error = verify()
    assert code == 2
    assert "made from the study `test`, and this is `other`" in error


def test_a_twin_needs_no_data(made, verify):
    path = made / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["data"]["seed"] = 7
    path.write_text(json.dumps(manifest))
    code, _, error = verify()
    assert code == 2
    assert "synthetic twin; leave out --data" in error


def test_a_text_that_no_longer_holds_stops_with_its_own_code(study, verify):
    (study / "text.md").write_text('# F\n\n{{ percent("sex=nobody") }}\n')
    code, _, error = verify()
    assert code == 4
    assert "cannot be rebuilt." in error and "text.md, line 3" in error


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (None, 3, "has no manifest"),
        (b"", 4, "is not a manifest"),
        (b'{"format": "probata-manifest", "version": 9}', 4, "is not a manifest"),
        (b"\xff\xfe", 4, "is not a manifest"),
    ],
)
def test_a_folder_without_a_good_manifest(made, verify, content, code, said):
    path = made / "manifest.json"
    path.unlink() if content is None else path.write_bytes(content)
    found, _, error = verify()
    assert found == code
    assert said in error


def test_a_folder_that_is_not_there(tmp_path, probata):
    assert probata("verify", tmp_path / "none")[0] == 3


def test_a_file_that_cannot_be_read_stops_with_its_name(made, verify, monkeypatch):
    real = type(made).read_bytes

    def refuse(path):
        if path.name == "fit.csv":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(type(made), "read_bytes", refuse)
    code, _, error = verify()
    assert code == 3
    assert "fit.csv: cannot be read (Permission denied)." in error


# --- the manifest ---------------------------------------------------------------------


def test_the_manifest_tells_no_folder_of_the_machine(made):
    text = (made / "manifest.json").read_text()
    assert str(made.parent) not in text
    assert json.loads(text)["study"]["folder"] == ""


def test_a_study_below_the_working_folder_is_found_from_anywhere(
    study, probata, monkeypatch
):
    monkeypatch.chdir(study.parent)
    data = study / "cases.csv"
    assert probata("bulletin", "study", "--data", data, "--out", "a/b/out")[0] == 0
    manifest = json.loads((study.parent / "a/b/out/manifest.json").read_text())
    assert manifest["study"]["folder"] == "study"
    monkeypatch.chdir(study.parent / "a")
    code, said, error = probata("verify", "b/out", "--data", data)
    assert code == 0, error


def test_analyse_and_publish_leave_one_manifest_between_them(study, probata):
    out = study.parent / "parts"
    data = study / "cases.csv"
    assert probata("analyse", study, "--data", data, "--out", out)[0] == 0
    assert probata("publish", study, "--out", out)[0] == 0
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["formats"] == ["html"]
    assert {"results.json", "bulletin.html"} <= manifest["files"].keys()
    code, _, error = probata("verify", out, "--study", study, "--data", data)
    assert code == 0, error


def test_only_pages_can_be_verified_too(study, made, probata):
    pages = study.parent / "pages"
    results = made / "results.json"
    assert probata("publish", study, "--results", results, "--out", pages)[0] == 0
    code, said, error = probata(
        "verify", pages, "--study", study, "--data", study / "cases.csv"
    )
    assert code == 0, error
    assert "all 1 files" in said


def test_two_builds_have_the_same_manifest(study, made, probata):
    again = study.parent / "again"
    probata("bulletin", study, "--data", study / "cases.csv", "--out", again)
    assert (again / "manifest.json").read_bytes() == (
        made / "manifest.json"
    ).read_bytes()


def test_a_folder_that_was_moved_is_still_verified(study, made, verify, probata):
    moved = study.parent / "moved here"
    shutil.move(made, moved)
    code, _, error = probata(
        "verify", moved, "--study", study, "--data", study / "cases.csv"
    )
    assert code == 0, error


# --- where two files part ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "here", "rebuilt", "said"),
    [
        ("a.json", b'{"a": [1, 2]}', b'{"a": [1, 3]}', "a[1] is 2 here, 3 rebuilt"),
        ("a.json", b'{"a": 1}', b'{"a": true}', "a is 1 here, true rebuilt"),
        ("a.json", b'{"a": 1}', b'{"a": 1.0}', "a is 1 here, 1.0 rebuilt"),
        ("a.json", b'{"a": 1}', b"{}", "a is only here"),
        ("a.json", b"{}", b'{"b": {}}', "b is only in the rebuilt"),
        ("a.json", b'{"a": [1]}', b'{"a": [1, 2]}', "a has 1 items here, 2 rebuilt"),
        ("a.json", b'{"a":1}', b'{"a": 1}', "the same values, written otherwise"),
        ("a.json", b"[1]", b"{}", "the whole is [1] here, {} rebuilt"),
        ("a.json", b"{", b"{}", "is not JSON any more"),
        ("a.csv", b"a\nb\nc\n", b"a\nB\nc\n", "line 2 differs"),
        ("a.csv", b"a\nb\n", b"a\nB\nc\n", "2 lines differ, from line 2 on"),
        ("a.csv", b"a\r\n", b"a\n", "the ends of lines differ"),
        ("a.png", b"\x89\xff", b"\x89\xff\x00", "2 bytes here, 3 rebuilt"),
    ],
)
def test_where_two_files_part(name, here, rebuilt, said):
    assert describe_difference(name, here, rebuilt) == said


def test_many_values_are_counted():
    here = json.dumps(list(range(10))).encode()
    rebuilt = json.dumps(list(range(1, 11))).encode()
    said = describe_difference("a.json", here, rebuilt)
    assert said == (
        "[0] is 0 here, 1 rebuilt; [1] is 1 here, 2 rebuilt; [2] is 2 here, 3 rebuilt; "
        "and 7 more"
    )
    long = json.dumps(["x" * 500]).encode()
    assert len(describe_difference("a.json", long, b"[1]")) < 120


def test_a_link_out_of_the_folder_is_read_as_the_file_it_leads_to(made, verify, study):
    (made / "data" / "tests.csv").unlink()
    os.symlink(study / "cases.csv", made / "data" / "tests.csv")
    code, _, error = verify()
    assert code == 14
    assert "data/tests.csv: was changed after it was made" in error
