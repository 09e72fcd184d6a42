"""An output that cannot be written, or is stopped, leaves the earlier one as it was."""

import errno
import json
import os
from pathlib import Path

import pytest

from probata import outputs
from probata.cli import stages


def stopped(*_, **__):
    raise KeyboardInterrupt


@pytest.mark.parametrize("command", ["bulletin", "analyse"])
def test_a_folder_that_probata_did_not_make_is_refused_before_the_analysis(
    study, content, probata, monkeypatch, command
):
    monkeypatch.setattr(stages, "run_study", stopped)
    mine = study.parent / "mine"
    mine.mkdir()
    (mine / "thesis.docx").write_text("years of work")
    code, _, error = probata(
        command, study, "--data", study / "cases.csv", "--out", mine
    )
    assert code == 8
    assert "Probata did not make" in error and "--out" in error
    assert content(mine) == {"thesis.docx": b"years of work"}


def test_publish_adds_nothing_to_a_folder_that_probata_did_not_make(
    study, content, made, probata
):
    mine = study.parent / "mine"
    mine.mkdir()
    (mine / "bulletin.html").write_text("my own page")
    results = made / "results.json"
    code, _, error = probata("publish", study, "--results", results, "--out", mine)
    assert code == 8
    assert "Probata did not make" in error
    assert content(mine) == {"bulletin.html": b"my own page"}


def test_a_folder_made_by_publish_can_be_made_again_by_bulletin(
    study, content, made, probata
):
    new = study.parent / "new"
    code, _, error = probata(
        "publish", study, "--results", made / "results.json", "--out", new
    )
    assert code == 0, error
    assert (new / "bulletin.html").read_bytes() == (made / "bulletin.html").read_bytes()
    code, _, error = probata(
        "bulletin", study, "--data", study / "cases.csv", "--out", new
    )
    assert code == 0, error
    assert content(new).keys() == content(made).keys()


def test_a_file_in_place_of_the_folder_is_kept(study, probata):
    target = study.parent / "notes.txt"
    target.write_text("mine")
    code, _, error = probata(
        "bulletin", study, "--data", study / "cases.csv", "--out", target
    )
    assert code == 8
    assert "notes.txt: is a file. Choose a folder with --out." in error
    assert target.read_text() == "mine"


def test_a_link_to_an_output_folder_stays_a_link(study, made, probata):
    link = study.parent / "link"
    link.symlink_to(made)
    (made / "old.txt").write_text("of an earlier version")
    code, _, error = probata(
        "bulletin", study, "--data", study / "cases.csv", "--out", link
    )
    assert code == 0, error
    assert link.is_symlink()
    assert not (made / "old.txt").exists()
    assert {path.name for path in study.parent.iterdir()} == {"study", "out", "link"}


def test_a_read_only_place_is_told_with_the_systems_reason(
    study, content, made, probata, monkeypatch
):
    before = content(made)

    def refuse(*_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(outputs.tempfile, "mkdtemp", refuse)
    code, _, error = probata(
        "bulletin", study, "--data", study / "cases.csv", "--out", made
    )
    assert code == 8
    assert "could not be written (Read-only file system)" in error
    assert content(made) == before


def stop_at(monkeypatch, name, stop):
    """From the file `name` on every write raises `stop`, with half the content written."""
    write = outputs._write_synced

    def broken(path: Path, data: bytes) -> None:
        if name in path.name:
            path.write_bytes(data[: len(data) // 2])
            raise stop
        write(path, data)

    monkeypatch.setattr(outputs, "_write_synced", broken)


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("name", ["results.json", "bulletin.html"])
def test_a_full_disk_leaves_the_earlier_output(
    study, content, made, probata, monkeypatch, name
):
    before = content(study.parent)
    stop_at(monkeypatch, name, FULL)
    job = ("bulletin", study, "--data", study / "cases.csv", "--out", made)
    code, _, error = probata(*job)
    assert code == 8
    assert "No space left on device" in error and "Nothing was changed" in error
    assert content(study.parent) == before
    assert {path.name for path in study.parent.iterdir()} == {"study", "out"}
    code, out, _ = probata(*job, "--json")
    assert code == json.loads(out)["exit_code"] == 8


def test_a_full_disk_at_publication_leaves_the_earlier_page(
    study, content, made, probata, monkeypatch
):
    before = content(made)
    stop_at(monkeypatch, "bulletin.html", FULL)
    code, _, error = probata("publish", study, "--out", made)
    assert code == 8
    assert "No space left on device" in error
    assert content(made) == before


@pytest.mark.parametrize("moment", ["analysis", "writing", "moving"])
def test_ctrl_c_leaves_the_earlier_output(
    study, content, made, probata, monkeypatch, moment
):
    before = content(study.parent)
    if moment == "analysis":
        monkeypatch.setattr(stages, "run_study", stopped)
    elif moment == "writing":
        stop_at(monkeypatch, "bulletin.html", KeyboardInterrupt())
    else:
        rename = Path.rename

        def once(path, target):
            if path.name.startswith(".out-") and not path.name.endswith("-old"):
                raise KeyboardInterrupt
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", once)
    job = ("bulletin", study, "--data", study / "cases.csv", "--out", made)
    code, out, error = probata(*job)
    assert (code, out) == (130, "")
    assert "Stopped. Earlier outputs are as they were." in error
    assert content(study.parent) == before
    code, out, _ = probata(*job, "--json")
    assert code == json.loads(out)["exit_code"] == 130
