"""Choosing an engine: what is said, what is refused before anything starts, what is left."""

import json
import re

import pytest
from engines import write_parted

from probata.analysis.engines import choose
from probata.analysis.engines.choose import choose_engine

RELIABILITY = """
[reliability]
[[reliability.findings]]
id = "f"
label = "F"
model = "m"
variable = "sex"
category = "female"
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PROBATA_CACHE", str(tmp_path))


@pytest.mark.parametrize(
    ("rows", "engine", "why"),
    [
        (None, "memory", "not in Parquet"),
        (200_000, "memory", "200,000 rows fit"),
        (200_001, "stream", "200,001 rows are more than 200,000"),
    ],
)
def test_the_number_of_rows_chooses_the_engine(rows, engine, why):
    choice = choose_engine("auto", rows)
    assert choice.name == engine and why in choice.why
    assert choose_engine("memory", rows).name == "memory"


def test_auto_streams_large_parquet_and_says_so(study, probata, monkeypatch):
    monkeypatch.setattr(choose, "ROWS_AT_HAND", 100)
    parted = write_parted(study / "cases.csv", study.parent / "parted", 150, 50)
    out = study.parent / "streamed"
    code, _, error = probata("bulletin", study, "--data", parted, "--out", out)
    assert code == 0, error
    assert "Engine: stream, because 200 rows are more than 100." in error
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert results["engine"]["name"] == "stream"
    assert not list((study.parent / ".codes").iterdir())
    code, said, error = probata("verify", out, "--data", parted, "--study", study)
    assert code == 0, error


def test_all_that_cannot_be_done_is_said_before_the_start(study, probata, monkeypatch):
    monkeypatch.setattr(choose, "ROWS_AT_HAND", 100)
    path = study / "study.toml"
    text = path.read_text(encoding="utf-8")
    firth = '[inference]\nseparation = "firth"\n'
    path.write_text(text + firth + RELIABILITY, encoding="utf-8")
    parted = write_parted(study / "cases.csv", study.parent / "parted", 150, 50)
    code, _, error = probata(
        "analyse", study, "--data", parted, "--out", study.parent / "o"
    )
    assert code == 17
    assert "Nothing has been started" in error
    assert len(re.findall(r"study\.toml, line \d+: ", error)) == 2
    assert not (study.parent / "o").exists()
    assert not (study.parent / ".codes").exists()


def test_a_stopped_run_goes_on_with_the_codes_it_has(study, probata, monkeypatch):
    from probata.analysis.engines import chunks
    from probata.dataset import parts

    monkeypatch.setattr(parts, "PART_ROWS", 50)
    parted = write_parted(study / "cases.csv", study.parent / "parted", 200, 50)
    arguments = ("analyse", study, "--data", parted, "--engine", "stream")
    made = []
    whole = chunks.Recipe.chunks

    def stop_at_third(self, part):
        made.append(part.groups)
        if len(made) == 3:
            raise KeyboardInterrupt
        return whole(self, part)

    monkeypatch.setattr(chunks.Recipe, "chunks", stop_at_third)
    code, _, error = probata(*arguments, "--out", study.parent / "one")
    assert code == 130, error
    code, _, error = probata(*arguments, "--out", study.parent / "one")
    assert code == 0, error
    assert made == [(0,), (1,), (2,), (2,), (3,)]
    monkeypatch.setattr(chunks.Recipe, "chunks", whole)
    code, _, error = probata(*arguments, "--out", study.parent / "two")
    assert code == 0, error
    one, two = (
        (study.parent / name / "results.json").read_bytes() for name in ("one", "two")
    )
    assert one == two


def test_a_disk_that_is_full_of_codes_is_a_clear_error(study, probata, monkeypatch):
    import errno
    import pickle

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pickle, "dump", full)
    code, _, error = probata(
        "analyse",
        study,
        "--data",
        study / "cases.csv",
        "--engine",
        "stream",
        "--out",
        study.parent / "o",
    )
    assert code == 8
    assert "No space left on device" in error and "PROBATA_CACHE" in error
    assert not (study.parent / "o").exists()
