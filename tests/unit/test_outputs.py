"""Outputs appear whole or not at all."""

import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from probata.errors import OutputError
from probata.outputs import (
    OutFolder,
    write_file,
    write_folder,
    write_folders,
    write_private,
)


def test_a_folder_is_replaced_whole(tmp_path):
    target = tmp_path / "out"
    write_folder(target, {"a.txt": b"1", "data/b.csv": b"2"})
    write_folder(target, {"c.txt": b"3"})
    assert {path.name for path in target.iterdir()} == {"c.txt", ".made-by-probata"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_other_files_is_refused(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(OutputError, match="Probata did not make"):
        write_folder(tmp_path, {"a.txt": b"1"})
    assert (tmp_path / "thesis.docx").read_text() == "mine"


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputError, match="is a file"):
        write_folder(tmp_path / "out", {"a.txt": b"1"})


SCRIPT = """
import signal, sys
from pathlib import Path
from probata.errors import OutputError
from probata.outputs import write_folder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    write_folder(Path(sys.argv[1]), {"a.txt": b"new", "b.txt": b"x" * 100_000})
except OutputError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def test_when_the_disk_is_full_the_earlier_output_stays(tmp_path):
    """The operating system refuses the write: a file-size limit stands for the disk."""
    target = tmp_path / "out"
    write_folder(target, {"a.txt": b"old"})

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(target)],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 8, run.stderr
    assert "Nothing was changed" in run.stdout
    assert (target / "a.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_in_the_way_of_a_folder_is_one_clear_message(tmp_path):
    (tmp_path / "blocked").write_text("")
    with pytest.raises(OutputError, match="could not be written"):
        write_file(tmp_path / "blocked" / "a.txt", b"1")


def test_a_private_folder_is_its_owners_alone(tmp_path):
    private = tmp_path / "keys" / "a"
    write_folders(
        [
            OutFolder(tmp_path / "out", {"a.txt": b"1"}),
            OutFolder(private, {"key.csv": b"2", "b/c.csv": b"3"}, private=True),
        ]
    )
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"1"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    for name in ("key.csv", "b/c.csv"):
        assert stat.S_IMODE((private / name).stat().st_mode) == 0o600


def test_of_two_folders_both_are_written_or_none(tmp_path, monkeypatch):
    for name in ("one", "two"):
        write_folder(tmp_path / name, {"a.txt": b"old"})
    rename = Path.rename

    def broken(self, target):
        if Path(target).name == "two" and not self.name.endswith("-old"):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(OutputError, match="two: could not be written"):
        write_folders(
            [OutFolder(tmp_path / name, {"a.txt": b"new"}) for name in ("one", "two")]
        )
    monkeypatch.undo()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
    for name in ("one", "two"):
        assert (tmp_path / name / "a.txt").read_bytes() == b"old"


def test_a_private_file_is_its_owners_alone(tmp_path):
    path = tmp_path / "keys" / "secret.key"
    write_private(path, b"1")
    write_private(path, b"2")
    assert path.read_bytes() == b"2"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [item.name for item in path.parent.iterdir()] == ["secret.key"]
