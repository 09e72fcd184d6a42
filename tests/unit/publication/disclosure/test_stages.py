"""Disclosure control as a user meets it: earlier bulletins, refusals, other rules, claims."""

import json

import pytest
from builders import codebook_text, repeat_rows, study_text

from probata.cli.main import main
from probata.dataset.rows import write_csv

VARIABLES = {
    "outcome": ("no", "yes"),
    "sex": ("male", "female"),
    "group": ("a", "b", "c"),
}
NAMES = ("outcome", "sex", "group")
# Enough in every cell; `c` is left for the tests to fill.
CASES = {
    (outcome, sex, group): 20 + 3 * at
    for at, (outcome, sex, group) in enumerate(
        (outcome, sex, group)
        for outcome in ("no", "yes")
        for sex in ("male", "female")
        for group in ("a", "b", "c")
    )
}
TABLE = """
[[tables]]
id = "A1"
title = "All"
variables = ["sex", "group"]
"""


@pytest.fixture
def run(tmp_path, capfd):
    def run_study(name, cases, disclosure="", more="", arguments=()):
        folder = tmp_path / name
        (folder / "text").mkdir(parents=True)
        models = {"m": {"b": ["sex", "group"]}}
        extra = f"[disclosure]\n{disclosure}\n{TABLE}{more}"
        text = study_text("outcome", "yes", models, extra)
        (folder / "study.toml").write_text(text)
        (folder / "codebook.toml").write_text(codebook_text(VARIABLES))
        (folder / "text" / "summary.md").write_text("# Summary\n\nMade-up cases.\n")
        (folder / "text.md").write_text('# Findings\n\n{{ table("A1") }}\n')
        data = folder / "cases.csv"
        data.write_bytes(write_csv(repeat_rows(cases, NAMES)))
        out = tmp_path / f"{name}_out"
        given = ["bulletin", folder, "--data", data, "--out", out, *arguments]
        code = call(*given)
        return code, out, capfd.readouterr().err

    return run_study


def call(*arguments):
    try:
        main([str(item) for item in arguments])
    except SystemExit as stop:
        return stop.code or 0
    return 0


def results_of(out):
    return json.loads((out / "results.json").read_text())


def shown(out, variable, category):
    (item,) = (
        item
        for item in results_of(out)["frequencies"][variable]["categories"]
        if item["category"] == category
    )
    return item["n"], item["positive"]


def test_enough_cases_everywhere_and_nothing_is_held_back(run):
    code, out, _ = run("plain", CASES)
    assert code == 0
    assert results_of(out)["disclosure"]["suppressed"] == 0
    assert not out.with_name("plain_out.private").exists()


def test_the_few_cases_since_an_earlier_bulletin_do_not_follow(run, tmp_path):
    """Three more women in group b, all of them positive: nobody may see that."""
    _, spring, _ = run("spring", CASES)
    grown = {**CASES, ("yes", "female", "b"): CASES["yes", "female", "b"] + 3}
    _, careless, _ = run("careless", grown)
    code, out, error = run(
        "autumn", grown, arguments=("--earlier", spring / "results.json")
    )
    assert code == 0, error
    for variable, category in (("sex", "female"), ("group", "b")):
        before = shown(spring, variable, category)
        assert shown(careless, variable, category) == (before[0] + 3, before[1] + 3)
        assert None in shown(out, variable, category)
    assert results_of(out)["total"]["positive"] is None
    study = tmp_path / "autumn"
    given = ("verify", out, "--study", study, "--data", study / "cases.csv")
    assert call(*given) == 3
    assert call(*given, "--earlier", spring / "results.json") == 0


def test_what_cannot_be_protected_stops_the_build(run, tmp_path):
    """The model uses every case but two; what it loses is never held back."""
    cases = {
        ("yes", "male", "a"): 30,
        ("no", "male", "a"): 30,
        ("yes", "female", "a"): 40,
        ("no", "female", "b"): 1,
        ("yes", "male", "c"): 30,
        ("no", "male", "c"): 30,
    }
    earlier = {**cases, ("no", "female", "b"): 0}
    _, spring, _ = run("spring", earlier, 'mode = "report"\nreason = "a test"')
    code, out, error = run(
        "tight",
        {("yes", "male", "a"): 61, ("no", "male", "a"): 60, **earlier},
        "minimum_n = 500",
        arguments=("--earlier", spring / "results.json"),
    )
    assert code == 6
    assert "disclosure control cannot make these results safe" in error
    assert "study.toml" in error
    assert not out.exists() and not out.with_name("tight_out.private").exists()


def test_results_protected_by_other_rules_are_not_published(run, tmp_path, capfd):
    rare = {**CASES, ("yes", "female", "c"): 2, ("no", "female", "c"): 2}
    code, out, _ = run("study", rare, "minimum_n = 5")
    assert code == 0
    path = tmp_path / "study" / "study.toml"
    path.write_text(path.read_text().replace("minimum_n = 5", "minimum_n = 50"))
    before = (out / "bulletin.html").read_bytes()
    assert call("publish", tmp_path / "study", "--out", out) == 2
    assert "is not what these results were protected by" in capfd.readouterr().err
    assert (out / "bulletin.html").read_bytes() == before


def test_a_claim_on_a_number_that_is_held_back_stops_the_build(run):
    rare = {key: n for key, n in CASES.items() if key[2] != "c"}
    rare |= {("yes", "male", "c"): 3, ("no", "female", "c"): 4}
    claim = """
[[claims]]
id = "rare"
variable = "group"
category = "c"
percent = 43
"""
    code, out, error = run("claimed", rare, more=claim)
    assert code != 0
    assert "rare" in error and "suppressed" in error
    assert not out.exists()


@pytest.mark.parametrize(
    ("declared", "problem"),
    [
        ("minimum_n = 5\nminimum_cell = 6", "at most minimum_n"),
        ('mode = "report"', "needs a `reason`"),
        ('mode = "hide"', "mode"),
        ('earlier = "nowhere.json"', "nowhere.json"),
    ],
)
def test_what_is_declared_wrongly_is_said(run, declared, problem):
    code, out, error = run("wrong", CASES, declared)
    assert code != 0
    assert problem in error
    assert not out.exists()
