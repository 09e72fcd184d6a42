"""A small study with its data and an earlier output, and the command line in process."""

import pytest
from builders import RANDOM_PREDICTORS, codebook_text, random_columns, study_text

from probata.cli.main import main
from probata.dataset.rows import write_csv

TEXT = "# Findings\n\nMade-up cases.\n"
NOTHING_AT_RISK = "[disclosure]\nminimum_n = 5\nminimum_cell = 0\n"
MODELS = {"m": {"all": list(RANDOM_PREDICTORS)}}


@pytest.fixture
def study(tmp_path):
    """A study with its data and an earlier output that no fault may change."""
    folder = tmp_path / "study"
    folder.mkdir()
    codebook = codebook_text({"outcome": ("no", "yes"), **RANDOM_PREDICTORS})
    (folder / "codebook.toml").write_text(codebook, encoding="utf-8")
    (folder / "study.toml").write_text(
        study_text("outcome", "yes", MODELS, NOTHING_AT_RISK), encoding="utf-8"
    )
    (folder / "text").mkdir()
    for name in ("text.md", "text/summary.md"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    columns = random_columns(1, 200)
    cells = {name: [str(item) for item in column] for name, column in columns.items()}
    (folder / "cases.csv").write_bytes(write_csv(cells))
    return folder


@pytest.fixture
def probata(capfd):
    """`probata(*arguments)`: exit code, standard output and standard error."""

    def run(*arguments):
        capfd.readouterr()
        code = 0
        try:
            main([str(item) for item in arguments])
        except SystemExit as stop:
            code = stop.code
        said = capfd.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run


@pytest.fixture
def made(study, probata):
    """The folder of an earlier output."""
    out = study.parent / "out"
    code, _, error = probata(
        "bulletin", study, "--data", study / "cases.csv", "--out", out
    )
    assert code == 0, error
    return out


@pytest.fixture
def content():
    """`content(folder)`: every file below a folder, hidden ones included."""

    def read(folder):
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    return read
