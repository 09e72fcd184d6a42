"""Our own bulletins stand up to the audit in every format that holds words and tables."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORMATS = ("html", "docx", "xlsx", "ods")


def run_probata(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "probata", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def audits(tmp_path_factory) -> dict[str, dict]:
    out = tmp_path_factory.mktemp("audit") / "early_outcomes"
    made = run_probata(
        "bulletin", "bulletins/early_outcomes", "--formats", ",".join(FORMATS),
        "--out", str(out),
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    files = [out / f"bulletin.{name}" for name in ("html", "docx")]
    files += [out / f"tables.{name}" for name in ("xlsx", "ods")]
    run = run_probata("audit", *map(str, files), "--json")
    assert run.returncode == 0, run.stdout
    return {
        Path(item["file"]).suffix[1:]: item for item in json.loads(run.stdout)["files"]
    }


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_wrong_and_nothing_is_missed(audits, name):
    audit = audits[name]
    looked = audit["looked_at"]
    assert not [item for item in audit["findings"] if item["level"] == "error"]
    warned = {item["check"] for item in audit["findings"] if item["level"] == "warning"}
    # Small groups of missing cases follow by subtraction in the bulletin it is modelled on.
    assert warned <= {"disclosure"}
    assert looked["tables"] >= 25
    assert looked["percentages tested against a count or n"] >= 120
    assert looked["estimates compared with their interval"] >= 200
    assert looked["p compared with chi-square and df"] >= 30


def test_all_formats_give_away_the_same_groups(audits):
    found = {
        name: sorted(
            item["message"]
            for item in audit["findings"]
            if item["check"] == "disclosure"
        )
        for name, audit in audits.items()
    }
    assert all(messages == found["html"] for messages in found.values())


def test_the_percentages_of_the_text_are_those_of_the_tables(audits):
    for name in ("html", "docx"):
        looked = audits[name]["looked_at"]
        assert looked["percentages of the text"] >= 50
        found = looked["percentages of the text found in a table"]
        assert found >= 0.9 * looked["percentages of the text"]
