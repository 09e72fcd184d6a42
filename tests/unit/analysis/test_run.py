"""A whole study: what is counted, tested, claimed and written to flat files."""

import csv
import io

import numpy as np
import pytest
from builders import (
    INTERVAL,
    RANDOM_PREDICTORS,
    make_cases,
    make_study,
    random_columns,
    repeat_rows,
    run_columns,
)

from probata.analysis.claims import check_claim
from probata.analysis.open_data.flat_files import flat_files
from probata.analysis.read_study import read_study
from probata.analysis.results import Results, read_results, write_results
from probata.analysis.run import run_study
from probata.analysis.study import Claim
from probata.errors import AnalysisError, DeclarationError, InputMissing

EXCLUDE = """
[data]
exclude = [
  { when = 'age < 30', reason = "too young" },
  { when = 'sex == "male" and age < 40', reason = "another rule" },
]
"""


def test_exclusions_are_counted_in_order_and_the_undecided_stay(tmp_path):
    columns = random_columns(1, 200)
    columns["age"][:7] = [""] * 7  # unknown: no rule can be decided
    results = run_columns(tmp_path, RANDOM_PREDICTORS, columns, extra=EXCLUDE)
    ages = columns["age"][7:]
    sexes = columns["sex"][7:]
    young = sum(age < 30 for age in ages)
    men = sum(30 <= a < 40 and s == "male" for a, s in zip(ages, sexes, strict=True))
    assert [(i.reason, i.cases) for i in results.excluded] == [
        ("too young", young),
        ("another rule", men),
    ]
    assert results.cases == 200 - young - men
    flow = results.model("m").complete_cases
    assert flow.steps[0].lost == 7
    assert flow.used == results.cases - 7


def test_no_case_left_is_an_error(tmp_path):
    columns = random_columns(1, 20)
    extra = "[data]\nexclude = [{ when = 'age > 0', reason = 'all' }]\n"
    with pytest.raises(AnalysisError, match="no case is left"):
        run_columns(tmp_path, RANDOM_PREDICTORS, columns, extra=extra)


def test_cases_without_outcome_are_counted_and_in_no_table(tmp_path):
    columns = random_columns(2, 100)
    columns["outcome"][:4] = ["not_answered"] * 4
    results = run_columns(tmp_path, RANDOM_PREDICTORS, columns)
    assert [(m.reason, m.n) for m in results.outcome_missing] == [("not_answered", 4)]
    assert results.total.n == 96
    shares = results.frequencies["sex"].categories
    assert sum(item.n for item in shares) == 96
    assert results.model("m").complete_cases.outcome_missing == 4


def test_interval_steps_and_scales_do_not_matter(tmp_path):
    """Months or years: the same fit, up to the unit."""
    columns = random_columns(5, 300)
    once = run_columns(tmp_path, RANDOM_PREDICTORS, columns).model("m")
    months = columns | {"age": [12 * item for item in columns["age"]]}
    folder = tmp_path / "months"
    folder.mkdir()
    again = run_columns(folder, RANDOM_PREDICTORS, months).model("m")
    assert again.steps[-1].minus2ll == pytest.approx(once.steps[-1].minus2ll)
    first, second = (
        next(i for i in model.coefficients if i.variable == "age")
        for model in (once, again)
    )
    assert 12 * second.estimate == pytest.approx(first.estimate, rel=1e-9)
    assert second.p == pytest.approx(first.p, rel=1e-9)


def test_results_come_back_from_json_as_they_were(tmp_path):
    results = run_columns(tmp_path, RANDOM_PREDICTORS, random_columns(3, 80))
    path = tmp_path / "results.json"
    path.write_bytes(write_results(results))
    assert read_results(path) == results
    path.write_bytes(b'{"format": "probata-results", "version": 99}')
    with pytest.raises(DeclarationError, match="not a results file of this version"):
        read_results(path)
    with pytest.raises(InputMissing, match="probata analyse"):
        read_results(tmp_path / "none.json")


TABLE = """
[[tables]]
id = "T"
title = "T"
variables = ["group", "sex"]
marks_from = "m"
"""


def read_flat(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode())))


def test_flat_files_hold_the_numbers_of_the_results(tmp_path):
    columns = random_columns(8, 400)
    study = make_study(tmp_path, RANDOM_PREDICTORS, extra=TABLE)
    results = run_study(study, make_cases(tmp_path, study, columns))
    files = flat_files(results, study)
    rows = read_flat(files, "data/frequencies.csv")
    group_b = next(r for r in rows if (r["variable"], r["category"]) == ("group", "b"))
    inside = [
        o for o, g in zip(columns["outcome"], columns["group"], strict=True) if g == "b"
    ]
    assert int(group_b["n"]) == len(inside)
    assert int(group_b["positive"]) == inside.count("yes")
    marked = {r["variable"]: r["marked"] for r in rows}
    p = {
        r["variable"]: float(r["p"])
        for r in read_flat(files, "data/tests.csv")
        if r["test"] == "likelihood_ratio"
    }
    for name in ("group", "sex"):
        assert (marked[name] == "yes") == (p[name] < 0.05)
    fit = read_flat(files, "data/fit.csv")
    assert [row["step"] for row in fit] == ["0", "1"]
    coefficients = read_flat(files, "data/coefficients.csv")
    assert {"constant", "age", "group", "sex"} == {r["variable"] for r in coefficients}


SHARES = {
    ("yes", "a", "x"): 30, ("no", "a", "x"): 10, ("yes", "a", "y"): 25,
    ("no", "a", "y"): 15, ("yes", "b", "x"): 10, ("no", "b", "x"): 30,
    ("yes", "b", "y"): 12, ("no", "b", "y"): 28,
}  # fmt: skip


@pytest.fixture(scope="module")
def claimed(tmp_path_factory) -> tuple[Results, object]:
    folder = tmp_path_factory.mktemp("claims")
    predictors = {"group": ("a", "b"), "other": ("x", "y")}
    columns = repeat_rows(SHARES, ["outcome", "group", "other"])
    study = make_study(folder, predictors)
    return run_study(study, make_cases(folder, study, columns)), study


@pytest.mark.parametrize(
    ("claim", "held", "found"),
    [
        ({"models": ["m"], "variable": "group", "significant": True}, True, "p < 0.001"),
        ({"models": ["m"], "variable": "other", "significant": True}, False, "p = "),
        ({"models": ["m"], "variable": "other", "significant": False}, True, "p = "),
        ({"models": ["m"], "variable": "group", "category": "b",
          "direction": "less_likely"}, True, "odds ratio 0.17"),
        ({"models": ["m"], "variable": "group", "category": "a", "against": "b",
          "direction": "more_likely"}, True, "odds ratio 5.8"),
        ({"models": ["m"], "variable": "group", "category": "b",
          "direction": "more_likely"}, False, "above 1"),
        ({"models": ["m"], "variable": "group", "only_in": "all"}, True, "group"),
        ({"models": ["m"], "variable": "other", "only_in": "all"}, False, "group"),
        ({"variable": "group", "category": "a", "percent": 69}, True, "69"),
        ({"variable": "group", "category": "a", "percent": 68.8, "digits": 1}, True, ""),
        ({"variable": "group", "category": "a", "at_least": 70}, False, "55 of 80"),
        ({"variable": "group", "category": "a", "higher_than": ["b"]}, True, "68.8%"),
        ({"variable": "group", "category": "b", "higher_than": ["a"]}, False, "27.5%"),
        ({"cases": 160}, True, "160"),
        ({"cases": 161}, False, "found 160"),
    ],
)  # fmt: skip
def test_each_kind_of_claim_holds_or_says_what_was_found(claimed, claim, held, found):
    results, study = claimed
    tested = check_claim(Claim.model_validate({"id": "c", **claim}), results, study)
    assert tested.held is held
    assert found in tested.said


def test_the_score_vanishes_at_the_estimates(tmp_path):
    columns = random_columns(11, 250)
    model = run_columns(tmp_path, RANDOM_PREDICTORS, columns).model("m")
    beta = {(i.variable, i.category): i.estimate for i in model.coefficients}
    y = np.array([item == "yes" for item in columns["outcome"]], float)
    x = {("constant", ""): np.ones(250), ("age", ""): np.array(columns["age"], float)}
    for name, category in (("group", "b"), ("group", "c"), ("sex", "female")):
        x[name, category] = np.array([i == category for i in columns[name]], float)
    eta = sum(beta[key] * column for key, column in x.items())
    for column in x.values():
        assert abs(column @ (y - 1 / (1 + np.exp(-eta)))) < 1e-7


def test_every_fault_of_a_study_comes_with_its_line(tmp_path):
    make_study(
        tmp_path,
        {"age": INTERVAL, "sex": ("male", "female")},
        extra=TABLE.replace('"group", ', ""),
    )
    path = tmp_path / "study.toml"
    wrong = path.read_text().replace('"sex"', '"sx"').replace('"m"', '"mm"', 1)
    path.write_text(wrong.replace("[study]", '[study]\nidd = "x"'))
    with pytest.raises(DeclarationError) as caught:
        read_study(tmp_path)
    assert "`study.idd`" in str(caught.value) and "line 2" in str(caught.value)
    path.write_text(wrong)
    with pytest.raises(DeclarationError) as caught:
        read_study(tmp_path)
    assert len(caught.value.faults) >= 3
    assert all("study.toml, line" in fault.where for fault in caught.value.faults)
    assert "Did you mean `sex`?" in str(caught.value)
