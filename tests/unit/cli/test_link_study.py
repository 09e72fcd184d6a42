"""A study at every threshold of a linkage, from files to the report."""

import csv
import json

import pytest
from linkages import write_example

from probata.cli.main import main

CODEBOOK = """
[codebook]
title = "Made-up cases"
unit = "case"
extra_columns = "ignore"
[variables.reoffended]
label = "Reoffended"
type = "categorical"
role = "outcome"
categories = [{ id = "yes" }, { id = "no" }]
reference = "no"
[variables.sex]
label = "Sex"
type = "categorical"
role = "outcome"
categories = [{ id = "M" }, { id = "F" }]
reference = "M"
[variables.delivered_well]
label = "Delivered well"
type = "categorical"
categories = [{ id = "yes" }, { id = "no" }]
reference = "no"
"""
STUDY = """
[study]
id = "made_up"
title = "Made up"
series = "Tests"
number = "1"
date = 2026-11-24
publisher = "Nobody"
licence = "None"
description = "Made up."
[data]
codebook = "codebook.toml"
[outcome]
variable = "reoffended"
positive = "yes"
[disclosure]
mode = "report"
reason = "Made-up cases."
[[outcomes]]
id = "sex"
variable = "sex"
positive = "F"
[[blocks]]
id = "delivery"
label = "Delivery"
variables = ["delivered_well"]
[[models]]
id = "another"
label = "A model of another outcome, which no link changes"
outcome = "sex"
blocks = ["delivery"]
[[models]]
id = "delivery"
label = "Delivery"
blocks = ["delivery"]
[[tables]]
id = "1"
title = "Reoffended"
marks_from = "delivery"
variables = ["delivered_well"]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    linkage = write_example(folder / "files")
    text = linkage.read_text()
    linkage.write_text(
        text.replace("[training]", "[thresholds]\ntable = [0.5, 0.999]\n[training]")
    )
    (folder / "codebook.toml").write_text(CODEBOOK)
    (folder / "study.toml").write_text(STUDY)
    return folder


def link(folder, *more):
    main(
        [
            "link",
            str(folder / "files" / "linkage.toml"),
            "--keys",
            str(folder / "keys"),
            "--out",
            str(folder / "out"),
            *more,
        ]
    )
    return json.loads((folder / "out" / "report.json").read_text())


def odds_by_hand(folder, linked):
    """The cross-product ratio of delivery and a link."""
    with (folder / "files" / "cases_synthetic.csv").open() as stream:
        cells = [
            (row["delivered_well"] == "yes", row["case"] in linked)
            for row in csv.DictReader(stream)
        ]
    a, b, c, d = (
        cells.count(kind)
        for kind in ((True, True), (True, False), (False, True), (False, False))
    )
    return a * d / (b * c), a + c


def test_the_odds_ratio_at_the_threshold_in_use_is_that_of_the_links(folder):
    report = link(
        folder,
        "--study",
        str(folder),
        "--data",
        str(folder / "files" / "cases_synthetic.csv"),
    )
    with (folder / "out" / "links.csv").open() as stream:
        linked = {row["cases"] for row in csv.DictReader(stream)}
    ratio, positive = odds_by_hand(folder, linked)
    study = report["study"]
    assert [at["threshold"] for at in study["columns"]] == [0.5, 0.95, 0.999]
    (row,) = study["rows"]
    assert row["term"] == "Delivered well: yes"
    assert study["columns"][1]["positive"] == positive
    assert row["odds"][1]["odds_ratio"] == pytest.approx(ratio, rel=1e-6)
    counts = [at["positive"] for at in study["columns"]]
    assert counts == sorted(counts, reverse=True)
    page = (folder / "out" / "report.html").read_text()
    assert "Odds ratios at several thresholds" in page


@pytest.mark.parametrize(
    ("change", "more", "told"),
    [
        (None, ["--study", "x"], "--study and --data go together"),
        (("pseudonymous = true\n", ""), None, "needs [outcome]"),
        (('[outcome]\nlabel = "any later conviction"', ""), None, "needs [outcome]"),
    ],
)
def test_a_study_that_cannot_be_joined_is_refused_at_once(
    folder, tmp_path, change, more, told, capsys
):
    text = (folder / "files" / "linkage.toml").read_text()
    path = tmp_path / "linkage.toml"
    path.write_text(text.replace(*change) if change else text)
    more = more or ["--study", str(folder), "--data", "cases.csv"]
    with pytest.raises(SystemExit) as ended:
        main(["link", str(path), "--keys", str(tmp_path / "keys"), *more])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "keys").exists()
