"""`probata series` on the example: one folder, breaks told, the comparison current."""

import json
from pathlib import Path

import pytest

from probata.cli.main import main

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "bulletins/progress_series"


def run(capsys, *arguments):
    main([str(item) for item in arguments])
    return capsys.readouterr().out


def test_the_example_is_built_and_tells_its_break(tmp_path, capsys):
    out = tmp_path / "series"
    formats = "html,csv,xlsx"
    said = run(
        capsys,
        "series",
        EXAMPLE,
        "--out",
        out,
        "--formats",
        formats,
        "--strict",
        "--json",
    )
    record = json.loads(said)
    assert record["breaks"] == [
        {"measure": "progress_desistance", "earlier": "2025", "later": "2026"}
    ]
    assert record["synthetic"]
    assert record["files"] == [
        "bulletin.html",
        "data/trends.csv",
        "series.json",
        "tables.xlsx",
    ]
    lines = (out / "data/trends.csv").read_text().splitlines()
    assert len(lines) == 1 + 4 * 4
    page = (out / "bulletin.html").read_text()
    assert "Synthetic data" in page
    assert "the series breaks" in page


def test_the_same_series_gives_the_same_bytes(tmp_path, capsys):
    for name in ("one", "two"):
        run(
            capsys, "series", EXAMPLE, "--out", tmp_path / name, "--formats", "html,csv"
        )
    for path in ("bulletin.html", "data/trends.csv", "series.json"):
        first, second = (tmp_path / name / path for name in ("one", "two"))
        assert first.read_bytes() == second.read_bytes()


def test_the_comparison_of_the_example_is_what_the_command_writes(capsys):
    files = [EXAMPLE / f"framework_{number}.toml" for number in (1, 2)]
    said = run(capsys, "standards", "compare", *files, "--json")
    assert json.loads(said) == json.loads((EXAMPLE / "comparison.json").read_text())


def test_a_folder_without_a_series_is_a_plain_fault(tmp_path, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["series", str(tmp_path)])
    assert caught.value.code == 3
    assert "series.toml" in capsys.readouterr().err
