"""The same engine on real public data, judged on the files a user gets and on the README's counts."""

import csv
import json
import math
import re
import subprocess
import sys
from pathlib import Path

import pytest
from csvw import CSVW
from open_data import check_group
from workbooks import differing_rows, read_ods, read_xlsx

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data/nij_recidivism/nij_year1_survivors.csv.gz"
STUDY = "bulletins/parole_activity"
FORMATS = "html,xlsx,ods"
R_TABLE = ROOT / "tests/reference/data/parole_activity_model_a.csv"

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason=f"the NIJ data are not beside the checkout ({DATA.name})"
)

# variable, category, people, not re-arrested per cent (the README gives re-arrested)
PUBLISHED = [
    ("Gender", "F", 2502, 68.9),
    ("Gender", "M", 15609, 59.0),
    ("Race", "BLACK", 10222, 60.0),
    ("Race", "WHITE", 7889, 60.8),
    ("Age_at_Release", "18-22", None, 49.5),
    ("Age_at_Release", "23-27", None, 52.4),
    ("Age_at_Release", "28-32", None, 56.6),
    ("Age_at_Release", "33-37", None, 59.5),
    ("Age_at_Release", "38-42", None, 64.0),
    ("Age_at_Release", "43-47", None, 65.5),
    ("Age_at_Release", "48 or older", None, 72.5),
    ("Supervision_Level_First", "High", None, 54.7),
    ("Supervision_Level_First", "Specialized", None, 59.6),
    ("Supervision_Level_First", "Standard", None, 65.2),
    ("Gang_Affiliated", "1", None, 39.8),
    ("Gang_Affiliated", "0", None, 61.9),
]
MISSING = {
    "Gang_Affiliated": 2502,
    "Supervision_Level_First": 1149,
    "Prison_Offense": 2291,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("real_data") / "parole_activity"
    command = [sys.executable, "-m", "probata", "bulletin", STUDY]
    run = subprocess.run(
        [*command, "--data", str(DATA), "--out", str(out), "--formats", FORMATS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return out


@pytest.fixture(scope="module")
def results(built) -> dict:
    return json.loads((built / "results.json").read_text(encoding="utf-8"))


def test_the_open_data_are_as_their_metadata_say(built):
    assert len(list((built / "data").glob("*.csv"))) >= 10
    assert check_group(built / "data") == []
    assert CSVW(str(built / "data" / "csv-metadata.json"), validate=True).is_valid


def test_the_spreadsheets_hold_the_numbers_of_the_page(built):
    sheets = read_xlsx((built / "tables.xlsx").read_bytes())
    assert len(sheets) >= 27
    assert sheets == read_ods((built / "tables.ods").read_bytes())
    assert differing_rows((built / "bulletin.html").read_bytes(), sheets) == []


@pytest.fixture(scope="module")
def models(results) -> dict:
    return {model["id"]: model for model in results["models"]}


def share(results, variable, category) -> dict:
    rows = results["frequencies"][variable]["categories"]
    return next(row for row in rows if row["category"] == category)


def half_up(positive: int, n: int) -> float:
    return (2000 * positive + n) // (2 * n) / 10


def test_everyone_in_the_file_is_counted(results):
    assert results["cases"] == 18111
    assert results["total"]["n"] - results["total"]["positive"] == 7180
    assert not results["provenance"]["synthetic"]


@pytest.mark.parametrize(("variable", "category", "n", "percent"), PUBLISHED)
def test_counts_are_those_of_the_readme(results, variable, category, n, percent):
    found = share(results, variable, category)
    if n is not None:
        assert found["n"] == n
    # The README prints the share re-arrested; a half either way can round up twice.
    assert abs(half_up(found["positive"], found["n"]) - percent) < 0.11
    rearrested = half_up(found["n"] - found["positive"], found["n"])
    assert rearrested == round(100 - percent, 1)


@pytest.mark.parametrize(("variable", "people"), MISSING.items())
def test_missing_values_are_counted_by_reason(results, variable, people):
    found = results["frequencies"][variable]["missing"]
    assert sum(item["n"] for item in found) == people
    reason = "not_asked" if variable == "Gang_Affiliated" else "unknown"
    assert {item["reason"] for item in found if item["n"]} == {reason}


def test_missing_employment_tells_the_outcome(results):
    found = share(results, "employment_record", "not_recorded")
    assert (found["n"], found["positive"]) == (462, 462)


def test_someone_never_tested_has_no_clean_record(results):
    assert share(results, "no_other_trouble", "yes")["n"] == 6169
    assert share(results, "no_other_trouble_or_untested", "untested")["n"] == 2048
    missing = results["frequencies"]["no_other_trouble"]["missing"]
    assert [(item["reason"], item["n"]) for item in missing if item["n"]] == [
        ("not_asked", 2048)
    ]


def test_model_a_agrees_with_r(models):
    """R's glm on the raw file (tests/reference/scripts/parole_activity.R), to 1e-8."""
    model = models["model_a"]
    found = {(row["variable"], row["category"]): row for row in model["coefficients"]}
    tests = {
        row["variable"]: row
        for row in model["tests"]
        if row["test"] == "likelihood_ratio"
    }
    with R_TABLE.open(newline="") as stream:
        expected = list(csv.DictReader(stream))
    for row in expected:
        value = float(row["coefficient"])
        name = row["variable"]
        if name == "n":
            assert model["complete_cases"]["used"] == value
        elif name == "minus2ll":
            assert math.isclose(model["steps"][-1]["minus2ll"], value, rel_tol=1e-10)
        elif name.startswith("chi2 "):
            joint = tests[name.removeprefix("chi2 ")]
            assert joint["df"] == int(row["category"])
            assert math.isclose(joint["statistic"], value, rel_tol=1e-7)
        else:
            ours = found.pop((name, row["category"]), None) or found.pop(
                ("constant", ""), None
            )
            assert ours is not None, row
            assert abs(ours["estimate"] - value) < 1e-8, row
            assert abs(ours["standard_error"] - float(row["standard_error"])) < 1e-8
    assert all(row["status"] != "estimated" for row in found.values())


def test_model_b_agrees_with_statsmodels(models):
    """Coefficients and standard errors to 1e-8, from pandas and statsmodels."""
    import numpy as np
    import pandas as pd
    from statsmodels.discrete.discrete_model import Logit

    model = models["model_b"]
    people = pd.read_csv(DATA)
    rows = [row for row in model["coefficients"] if row["status"] == "estimated"]
    columns = {}
    for row in rows:
        name, category = row["variable"], row["category"]
        if name not in people:
            columns[name, ""] = pd.Series(1.0, people.index)
        elif category:
            is_category = people[name].astype(str) == category
            columns[name, category] = is_category.where(people[name].notna())
        else:
            columns[name, ""] = people[name]
    design = pd.DataFrame(columns).astype(float)
    used = design.notna().all(axis=1)
    outcome = 1.0 - people["Recidivism_Within_3years"][used]
    fit = Logit(outcome.to_numpy(), design[used].to_numpy()).fit(
        disp=0, method="newton", tol=1e-12
    )
    assert model["complete_cases"]["used"] == used.sum()
    assert np.allclose([row["estimate"] for row in rows], fit.params, rtol=0, atol=1e-8)
    errors = [row["standard_error"] for row in rows]
    assert np.allclose(errors, fit.bse, rtol=0, atol=1e-8)


def test_the_employment_trap_is_caught(models):
    model = models["trap_employment"]
    kinds = {guard["kind"]: guard for guard in model["guards"]}
    guard = kinds.get("quasi_separation") or kinds["complete_separation"]
    assert guard["variables"] == ["employment_record"]
    row = next(
        row for row in model["coefficients"] if row["category"] == "not_recorded"
    )
    assert (row["status"], row["odds_ratio"]) == ("separated", None)
    assert row["reason"]


def test_the_gang_trap_is_caught(models):
    model = models["trap_gang"]
    named = {name for guard in model["guards"] for name in guard["variables"]}
    assert "Gender" in named
    row = next(row for row in model["coefficients"] if row["variable"] == "Gender")
    assert row["status"] != "estimated"
    assert row["odds_ratio"] is None
    lost = {
        step["variable"]: step["missing"] for step in model["complete_cases"]["steps"]
    }
    assert lost["Gang_Affiliated"] == 2502


def test_no_model_prints_an_odds_ratio_without_end(built):
    with (built / "data/coefficients.csv").open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["odds_ratio"]:
                assert 1e-3 < float(row["odds_ratio"]) < 1e3, row
                assert math.isfinite(float(row["ci_high"])), row


def test_the_bulletin_says_what_it_is_and_is_not(built):
    page = (built / "bulletin.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "synthetic" not in text.lower()
    assert "not judgements of the quality of supervision" in text
    assert "18,111" in text
    assert "{{" not in page


def test_no_person_reaches_the_output(built):
    """Results and tables hold groups only: no identifier, no single-person column."""
    for path in built.rglob("*.csv"):
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert "ID" not in header, path.name
    assert not (built / "data/cases_synthetic.csv").exists()
