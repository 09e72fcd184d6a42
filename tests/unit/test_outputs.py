"""Outputs appear whole or not at all."""

import resource
import subprocess
import sys

import pytest

from probata.errors import OutputError
from probata.outputs import write_file, write_folder


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
