"""Interactions and splines on the low birth weight data, against R 4.2.2.

Answers: data/birthwt_terms_r.csv, written by scripts/birthwt_terms.R (base R's glm, anova
and model.matrix; the natural spline also against splines::ns, which spans the same space).
"""

import csv
from pathlib import Path

import pytest
from builders import BIRTHWT, make_cases, make_study, read_answers

from probata.analysis.results import joint_test
from probata.analysis.run import run_study

DATA = Path(__file__).parent / "data"
TIGHT = {"rel": 1e-8, "abs": 1e-9}  # closed-form functions of the same estimates
LAGGED = {"rel": 1e-6}  # R's covariance is that of its search's last step but one
R = read_answers("birthwt_terms_r.csv")

EXTRA = """
[[blocks]]
id = "smoke_race"
label = "smoke within race"
interactions = [{ variable = "smoke", within = "race" }]
[[blocks]]
id = "smoke_age"
label = "smoke within age"
interactions = [{ variable = "smoke", within = "age", at = [18, 25, 32] }]
[[blocks]]
id = "age_smoke"
label = "age within smoke"
interactions = [{ variable = "age", within = "smoke" }]
[[blocks]]
id = "natural"
label = "lwt, bent"
variables = ["lwt"]
splines = { lwt = { kind = "natural", knots = [100, 115, 130, 170] } }
[[blocks]]
id = "linear"
label = "lwt, in pieces"
variables = ["lwt"]
splines = { lwt = { kind = "linear", knots = [120] } }
"""
ENTERED = {
    "factors": ["age", "weight", "race", "smoke", "smoke_race"],
    "number": ["age", "weight", "smoke", "smoke_age"],
    "turned": ["age", "weight", "smoke", "age_smoke"],
    "bent": ["age", "natural", "smoke"],
    "pieces": ["age", "linear", "smoke"],
}
BLOCKS = {
    "plain": {"age": ["age"], "weight": ["lwt"], "race": ["race"], "smoke": ["smoke"]}
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("terms")
    models = "".join(
        f'[[models]]\nid = "{name}"\nlabel = "{name}"\nblocks = {blocks}\n'
        for name, blocks in ENTERED.items()
    )
    study = make_study(folder, BIRTHWT, BLOCKS, EXTRA + models)
    with (DATA / "birthwt.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    columns = {key: [row[key] for row in rows] for key in BIRTHWT}
    outcome = ["yes" if row["low"] == "1" else "no" for row in rows]
    return run_study(study, make_cases(folder, study, {"outcome": outcome, **columns}))


def estimates(model):
    return {(item.variable, item.category): item for item in model.coefficients}


def test_coefficients_of_products(results):
    found = estimates(results.model("factors"))
    for race in "23":
        item, term = found["smoke*race", f"1*{race}"], f"race{race}:smoke1"
        assert item.estimate == pytest.approx(R["ff_b", term], **TIGHT)
        assert item.standard_error == pytest.approx(R["ff_se", term], **LAGGED)
    item = estimates(results.model("number"))["smoke*age", "1*"]
    assert item.estimate == pytest.approx(R["fi_b", "age:smoke1"], **TIGHT)


@pytest.mark.parametrize(
    ("model", "term", "what"),
    [("factors", "smoke*race", "ff"), ("number", "smoke*age", "fi")],
)
def test_joint_test_is_that_of_the_block(results, model, term, what):
    found = results.model(model)
    test = joint_test(found, term, "likelihood_ratio")
    assert test.statistic == pytest.approx(R[f"{what}_lr", term], **TIGHT)
    assert found.steps[-1].block_chi2 == pytest.approx(test.statistic, **TIGHT)


def test_wald_test_of_the_interaction(results):
    test = joint_test(results.model("factors"), "smoke*race", "wald")
    assert (test.statistic, test.df) == (
        pytest.approx(R["ff_wald", "smoke*race"], **LAGGED),
        2,
    )


@pytest.mark.parametrize(
    ("model", "what"), [("factors", "ff"), ("number", "fi"), ("turned", "if")]
)
def test_odds_ratios_within_a_moderator(results, model, what):
    (found,) = results.model(model).interactions
    asked = {
        term: value for (kind, term), value in R.items() if kind == f"{what}_simple_b"
    }
    assert len(found.odds) == len(asked)
    for item in found.odds:
        term = f"{item.category}|{item.within}"
        assert item.estimate == pytest.approx(asked[term], **TIGHT)
        error = R[f"{what}_simple_se", term]
        assert item.standard_error == pytest.approx(error, **LAGGED)


def test_adjusted_percentage_of_each_combination(results):
    (found,) = results.model("factors").interactions
    assert len(found.shares) == 6
    for item in found.shares:
        term = f"{item.category}|{item.within}"
        assert item.percent == pytest.approx(R["ff_percent", term], **TIGHT)
        assert item.standard_error == pytest.approx(R["ff_error", term], **LAGGED)
    (found,) = results.model("number").interactions
    shares = {(item.category, item.within): item for item in found.shares}
    assert shares["1", "25"].percent == pytest.approx(R["fi_percent", "1|25"], **TIGHT)


def test_a_margin_moves_the_products_too(results):
    margins = {(i.variable, i.category): i for i in results.model("factors").margins}
    item = margins["smoke", "1"]
    assert item.estimate == pytest.approx(R["ff_margin", "smoke"], **TIGHT)
    assert item.standard_error == pytest.approx(R["ff_margin_se", "smoke"], **LAGGED)
    assert not any("*" in variable for variable, _ in margins)


def test_natural_spline(results):
    model = results.model("bent")
    found = estimates(model)
    assert found["lwt", "bend_1"].estimate == pytest.approx(
        R["ns_b", "spline_1"], **TIGHT
    )
    for at in (2, 3):
        item = found["lwt", f"bend_{at}"]
        assert item.estimate == pytest.approx(R["ns_b", f"bend_{at}"], **TIGHT)
    tests = {item.test: item for item in model.curves[0].tests}
    assert tests["likelihood_ratio"].statistic == pytest.approx(
        R["ns_lr", "lwt"], **TIGHT
    )
    assert tests["wald"].statistic == pytest.approx(R["ns_wald", "lwt"], **LAGGED)
    assert tests["wald"].df == 2
    for name in ("ours", "splines"):
        deviance = R["ns_deviance", name]
        assert model.steps[-1].minus2ll == pytest.approx(deviance, **TIGHT)


def test_curve_of_a_natural_spline(results):
    (curve,) = results.model("bent").curves
    points = {item.value: item for item in curve.points}
    assert (curve.lowest, curve.highest) == (80, 250)
    for knot in curve.knots:
        assert points[knot].percent == pytest.approx(
            R["ns_percent", f"{knot:g}"], **TIGHT
        )
        assert points[knot].ci_low < points[knot].percent < points[knot].ci_high


def test_linear_spline_and_its_average_slope(results):
    model = results.model("pieces")
    found = estimates(model)
    for category in ("slope", "from_120"):
        item = found["lwt", category]
        assert item.estimate == pytest.approx(R["ls_b", category], **TIGHT)
    tests = {item.test: item for item in model.curves[0].tests}
    assert tests["likelihood_ratio"].statistic == pytest.approx(
        R["ls_lr", "lwt"], **TIGHT
    )
    (margin,) = (item for item in model.margins if item.variable == "lwt")
    assert margin.estimate == pytest.approx(R["ls_margin", "lwt"], **TIGHT)
