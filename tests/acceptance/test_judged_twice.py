"""The bulletin on misjudged answers, built strictly with its made-up second judgements."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_it_is_built_and_says_what_is_made_up(tmp_path):
    command = [sys.executable, "-m", "probata", "bulletin", "bulletins/judged_twice"]
    run = subprocess.run(
        [*command, "--strict", "--formats", "html", "--out", str(tmp_path / "out")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "To look at" not in run.stdout
    page = (tmp_path / "out" / "bulletin.html").read_text()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "The second judgements are made up (second_readings.csv)" in words
    found = json.loads((tmp_path / "out" / "results.json").read_text())["reliability"]
    assert [item["n"] for item in found["second"]["questions"]] == [160] * 4
    for row in found["sheet"]["rows"]:
        cells = {cell["specification"]: cell for cell in row["cells"]}
        assert cells["misjudged"]["odds_ratio"] is not None
        assert (
            cells["misjudged"]["standard_error"]
            > cells["complete_cases"]["standard_error"]
        )


def test_the_second_judgements_are_those_of_their_script():
    script = ROOT / "tests/reference/scripts/second_readings.py"
    made = subprocess.run([sys.executable, script], capture_output=True, check=True)
    kept = ROOT / "bulletins/judged_twice/second_readings.csv"
    assert made.stdout == kept.read_bytes()
