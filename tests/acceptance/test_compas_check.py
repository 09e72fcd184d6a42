"""ProPublica's published analysis of COMPAS, made again by a study file alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data/compas/compas_two_years_deidentified.csv.gz"
pytestmark = pytest.mark.skipif(
    not DATA.exists(),
    reason=f"the COMPAS data are not beside the checkout ({DATA.name})",
)
PRINTED = 0.000005  # five decimals are published

# The table of the published regression; variable and category as in the file.
PUBLISHED = {
    ("", ""): -1.52554,
    ("sex", "Female"): 0.22127,
    ("age_cat", "Greater than 45"): -1.35563,
    ("age_cat", "Less than 25"): 1.30839,
    ("race", "African-American"): 0.47721,
    ("race", "Asian"): -0.25441,
    ("race", "Hispanic"): -0.42839,
    ("race", "Native American"): 1.39421,
    ("race", "Other"): -0.82635,
    ("priors_count", ""): 0.26895,
    ("charge_of_arrest", "M"): -0.31124,
    ("two_year_recid", "1"): 0.68586,
}
AIC = 6192.4
# Published counts: everybody, and the people of the model.
RACES = {
    "African-American": 3175,
    "Asian": 31,
    "Caucasian": 2103,
    "Hispanic": 509,
    "Native American": 11,
    "Other": 343,
}
# Among people who did not reoffend, and who did: scored medium or high, per cent.
RATES = {
    ("African-American", "0"): 44.85,
    ("Caucasian", "0"): 23.45,
    ("African-American", "1"): 100 - 27.99,
    ("Caucasian", "1"): 100 - 47.72,
}
REOFFENDED = {"African-American": 51.4, "Caucasian": 39.4, "Hispanic": 36.4}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("compas") / "out"
    command = [sys.executable, "-m", "probata", "bulletin", "bulletins/compas_check"]
    command += ["--data", str(DATA), "--out", str(out), "--json"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), out


@pytest.fixture(scope="module")
def results(run):
    return json.loads((run[1] / "results.json").read_text())


def test_the_build_has_nothing_to_look_at(run, results):
    assert run[0]["warnings"] == []
    assert all(not item["faults"] for item in run[0]["accessibility"])
    assert results["disclosure"]["mode"] == "report"


def test_every_coefficient_is_the_published_one(results):
    (model,) = results["models"]
    found = {
        (
            "" if item["variable"] == "constant" else item["variable"],
            item["category"],
        ): item
        for item in model["coefficients"]
    }
    found = {key: item["estimate"] for key, item in found.items()}
    assert found == pytest.approx(PUBLISHED, abs=PRINTED)
    last = model["steps"][-1]
    assert last["n"] == 6172
    assert round(last["minus2ll"] + 2 * last["parameters"], 1) == AIC


def test_the_people_of_the_model_are_the_published_ones(results):
    (model,) = results["models"]
    counts = {
        item["category"]: item["n"]
        for item in model["coefficients"]
        if item["variable"] == "race"
    }
    assert counts == {name: n for name, n in RACES.items() if name != "Caucasian"}
    assert 6172 - sum(counts.values()) == RACES["Caucasian"]


def test_error_rates_by_race_are_the_published_ones(results):
    (cross,) = results["crosses"]
    cells = {(item["by_category"], item["category"]): item for item in cross["cells"]}
    for key, percent in RATES.items():
        assert cells[key]["percent"] == pytest.approx(percent, abs=0.005)
    for race, percent in REOFFENDED.items():
        reoffended, others = cells[race, "1"]["n"], cells[race, "0"]["n"]
        assert round(100 * reoffended / (reoffended + others), 1) == percent


def test_the_page_prints_the_published_rates(run):
    page = (run[1] / "bulletin.html").read_text()
    for text in ("44.85%", "23.45%", "72.01%", "52.28%", "6,172"):
        assert text in page
