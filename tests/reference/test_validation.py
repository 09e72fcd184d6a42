"""Discrimination and calibration of scores against pROC, rms and glm in R."""

import csv
from pathlib import Path

import pytest

from probata.analysis.validation import validate_score
from probata.dataset.read_scored import ScoredColumns, read_scored

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[3] / "shared" / "data"
R_SAME = 1e-7  # both converge, R to a change of 1e-14 in deviance
R_PRINTED = 1e-6  # val.prob stops its own iterations earlier

FILES = {
    "birthwt": (DATA / "validation_birthwt.csv", "p", "low", "1", "smoke"),
    "compas": (
        SHARED / "compas" / "compas_two_years_deidentified.csv.gz",
        "decile_score",
        "two_year_recid",
        "1",
        "race",
    ),
    "parole": (
        SHARED / "nij_recidivism" / "nij_year1_survivors.csv.gz",
        "Supervision_Risk_Score_First",
        "Recidivism_Within_3years",
        "1",
        "Gender",
    ),
}


def reference(name):
    with (DATA / "validation_r.csv").open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["data"] == name]
    assert rows
    return {(row["group"], row["measure"]): float(row["value"]) for row in rows}


@pytest.mark.parametrize("name", FILES)
def test_areas_slopes_and_intercepts_are_those_of_r(name):
    path, score, outcome, positive, group = FILES[name]
    if not path.exists():
        pytest.skip(f"the public data are not beside the checkout ({path.name})")
    scored = read_scored(path, ScoredColumns(score, outcome, positive, (group,)))
    scale = "probability" if name == "birthwt" else "points"
    found = validate_score(scored, scale, (score, outcome, positive))
    groups = {item.group: item for item in (found.everybody, *found.groups)}
    checked = 0
    for (which, measure), value in reference(name).items():
        item = groups[which]
        if measure.startswith("rms_"):
            got = {
                "rms_slope": item.slope.value,
                "rms_auc": item.auc.value,
                "rms_brier": item.brier,
            }[measure]
            assert got == pytest.approx(value, abs=R_PRINTED), (which, measure)
        else:
            part, _, end = measure.partition("_")
            got = getattr(getattr(item, part), end or "value")
            assert got == pytest.approx(value, abs=R_SAME), (which, measure)
        checked += 1
    assert checked == {"birthwt": 36, "compas": 30, "parole": 18}[name]


def test_counts_by_score_are_exact_on_public_data():
    path, score, outcome, positive, group = FILES["compas"]
    if not path.exists():
        pytest.skip(f"the public data are not beside the checkout ({path.name})")
    scored = read_scored(path, ScoredColumns(score, outcome, positive, (group,)))
    found = validate_score(scored, "points", (score, outcome, positive))
    # The counts of the data's own description.
    assert found.everybody.observed.positive == 3251
    published = {
        "African-American": (3696, 51.4),
        "Caucasian": (2454, 39.4),
        "Hispanic": (637, 36.4),
        "Other": (377, 35.3),
        "Asian": (32, 28.1),
        "Native American": (18, 55.6),
    }
    for item in found.groups:
        n, percent = published[item.group]
        assert item.observed.n == n
        assert item.observed.percent == pytest.approx(percent, abs=0.05)
    assert [item.observed.n for item in found.bins] == [
        1440,
        941,
        747,
        769,
        681,
        641,
        592,
        512,
        508,
        383,
    ]
    small = [item.group for item in found.groups if item.auc is None]
    assert small == ["Asian", "Native American"]
