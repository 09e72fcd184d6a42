"""The bulletin on the questions of a framework, built strictly on the synthetic twin."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("performance") / "out"
    command = [sys.executable, "-m", "probata", "bulletin"]
    run = subprocess.run(
        [*command, "bulletins/framework_performance", "--strict", "--formats"]
        + ["html,xlsx", "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "To look at" not in run.stdout
    return out


def test_it_says_first_what_is_real_and_that_no_published_figure_is_bound(built):
    page = (built / "bulletin.html").read_text()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "What is real, what is synthetic, what is assumed" in words
    assert "No figure of the real one was at hand" in words


def test_its_cases_are_those_of_the_early_outcomes_twin(built):
    """Counts that are published: 861 of 1,539 cases with engagement judged positive."""
    results = json.loads((built / "results.json").read_text())
    early = (ROOT / "bulletins/early_outcomes/twin.toml").read_text()
    assert results["cases"] == 1539 and results["provenance"]["synthetic"]
    assert results["provenance"]["twin_seed"] == int(
        re.search(r"^seed = (\d+)", early, re.M)[1]
    )


def test_every_part_has_numbers(built):
    found = json.loads((built / "results.json").read_text())["performance"]
    assert [len(scale["prompts"]) for scale in found["scales"]] == [6, 3, 2]
    for scale in found["scales"]:
        assert 0 < scale["alpha"]["low"] < scale["alpha"]["high"] < 1
        assert all(item["phi"]["low"] > 0 for item in scale["prompts"])
    factors = found["factors"]
    assert len(factors["loadings"]) == 9 == len(factors["eigenvalues"])
    assert len(factors["loadings"][0]) == factors["factors"] == factors["suggested"]
