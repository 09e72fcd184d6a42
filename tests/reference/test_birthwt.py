"""Block entry, joint tests and AUC on the low birth weight data, against R 4.2.2.

Data and answers: data/birthwt*.csv, written by scripts/birthwt.R and birthwt_checks.R
(MASS, car, pROC, sandwich, mice). Hosmer and Lemeshow (2013), section 1.6.2.
"""

import csv
from pathlib import Path

import numpy as np
import pytest
from builders import BIRTHWT as PREDICTORS
from builders import make_cases, make_study, read_answers

from probata.analysis.checks.inflation import measure_inflation
from probata.analysis.checks.influence import find_changes
from probata.analysis.checks.profile import list_profile_limits, list_score_tests
from probata.analysis.design import build_design
from probata.analysis.fitting import fit_safely
from probata.analysis.goodness import measure_hosmer_lemeshow
from probata.analysis.run import run_study
from probata.analysis.sensitivity.clustered import robust_covariance

DATA = Path(__file__).parent / "data"
TIGHT = {"rel": 1e-8, "abs": 1e-9}  # closed-form functions of the same estimates
ROOT_FOUND = {"rel": 1e-3, "abs": 2e-5}  # R interpolates profile limits on a spline

BLOCKS = {
    "m": {
        "first": ["age", "lwt", "race"],
        "second": ["smoke", "ptl"],
        "third": ["ht", "ui"],
    }
}


def read_columns(name: str) -> dict[str, list[str]]:
    with (DATA / name).open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    columns = {key: [row[key] for row in rows] for key in PREDICTORS}
    return {"outcome": ["yes" if r["low"] == "1" else "no" for r in rows], **columns}


R = read_answers("birthwt_r.csv")
CHECKS = read_answers("birthwt_checks_r.csv")


@pytest.fixture(scope="module")
def study_and_cases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("birthwt")
    study = make_study(folder, PREDICTORS, BLOCKS)
    return study, make_cases(folder, study, read_columns("birthwt.csv"))


@pytest.fixture(scope="module")
def results(study_and_cases):
    return run_study(*study_and_cases)


@pytest.fixture(scope="module")
def model(results):
    return results.model("m")


@pytest.fixture(scope="module")
def fitted(study_and_cases):
    study, cases = study_and_cases
    design = build_design(study, study.models["m"], cases)
    return design, fit_safely(design.x, design.y)


def r_term(variable: str, category: str) -> str:
    if variable == "constant":
        return "(Intercept)"
    return f"{variable}{category}" if variable == "race" else variable


def test_coefficients_and_errors(model):
    for item in model.coefficients:
        term = r_term(item.variable, item.category)
        assert item.estimate == pytest.approx(R["coefficient", term], **TIGHT)
        assert item.standard_error == pytest.approx(R["standard_error", term], **TIGHT)
    assert len(model.coefficients) == 9


def test_blocks_enter_as_in_an_anova_of_nested_fits(model):
    for step in model.steps:
        number = str(step.step)
        assert step.minus2ll == pytest.approx(R["step_minus2ll", number], **TIGHT)
        if step.step:
            assert step.block_df == R["step_df", number]
            assert step.block_chi2 == pytest.approx(R["step_chi2", number], **TIGHT)
            assert step.block_p == pytest.approx(R["step_p", number], **TIGHT)


def test_joint_tests_of_each_variable(model):
    kinds = {"likelihood_ratio": "drop", "wald": "wald"}
    for test in model.tests:
        name = kinds[test.test]
        assert test.statistic == pytest.approx(
            R[f"{name}_chi2", test.variable], **TIGHT
        )
        assert test.p == pytest.approx(R[f"{name}_p", test.variable], **TIGHT)
    assert len(model.tests) == 14


def test_covariance_of_two_categories(model):
    found = model.covariances["race"]["2|3"]
    assert found == pytest.approx(R["covariance", "race2|race3"], **TIGHT)


def test_area_under_the_curve_with_delong_limits(model):
    last = model.steps[-1]
    for term, value in (("low", last.auc_low), ("area", last.auc)):
        assert value == pytest.approx(R["auc", term], **TIGHT)
    assert last.auc_high == pytest.approx(R["auc", "high"], **TIGHT)


def test_adjusted_percentages_are_marginal_standardisation(model):
    found = {item.category: item for item in model.adjusted if item.variable == "race"}
    assert list(found) == ["1", "2", "3"]
    for category, item in found.items():
        assert item.percent == pytest.approx(
            100 * CHECKS["adjusted", category], **TIGHT
        )
        error = 100 * CHECKS["adjusted_error", category]
        assert item.standard_error == pytest.approx(error, **TIGHT)
        assert 0 < item.ci_low < item.percent < item.ci_high < 100


def test_generalised_variance_inflation_is_that_of_car(fitted):
    found = measure_inflation(*fitted)
    assert len(found) == 7
    for item in found:
        assert item.gvif == pytest.approx(CHECKS["gvif", item.variable], **TIGHT)
        adjusted = CHECKS["gvif_adjusted", item.variable]
        assert item.adjusted == pytest.approx(adjusted, **TIGHT)


def test_leverage_and_cooks_distance(fitted):
    design, fit = fitted
    leverage, _ = find_changes(design.x, design.y, fit.mu, fit.covariance)
    assert leverage.max() == pytest.approx(CHECKS["leverage", "max"], **TIGHT)
    assert leverage.sum() == pytest.approx(CHECKS["leverage", "sum"], **TIGHT)
    pearson = (design.y - fit.mu) ** 2 / (fit.mu * (1 - fit.mu))
    cook = pearson * leverage / (1 - leverage) ** 2 / design.x.shape[1]
    assert cook.max() == pytest.approx(CHECKS["cook", "max"], **TIGHT)


def test_dfbeta_is_the_change_when_a_case_leaves(fitted):
    """One-step changes, against statsmodels' influence of the same fit."""
    import statsmodels.api as sm

    design, fit = fitted
    _, change = find_changes(design.x, design.y, fit.mu, fit.covariance)
    glm = sm.GLM(design.y, design.x, family=sm.families.Binomial()).fit(tol=1e-14)
    found = glm.get_influence().d_params
    assert np.abs(change - found).max() < 1e-7


def test_profile_limits(fitted):
    for item in list_profile_limits(*fitted, confidence=0.95):
        term = r_term(item.variable, item.category)
        assert np.log(item.ci_low) == pytest.approx(
            CHECKS["profile_low", term], **ROOT_FOUND
        )
        assert np.log(item.ci_high) == pytest.approx(
            CHECKS["profile_high", term], **ROOT_FOUND
        )


def test_score_tests(fitted):
    found = list_score_tests(*fitted)
    assert len(found) == 7
    for item in found:
        assert item.statistic == pytest.approx(CHECKS["score", item.variable], **TIGHT)


def test_cluster_robust_errors_are_those_of_vcov_cl(fitted, study_and_cases):
    design, fit = fitted
    age = design.x[:, 1]
    cluster = np.unique(age, return_inverse=True)[1]
    found = robust_covariance(design.x, design.y, fit.mu, cluster)
    for column, value in zip(design.columns, np.sqrt(np.diag(found)), strict=True):
        term = r_term(column.variable, column.category)
        assert value == pytest.approx(CHECKS["cluster_error", term], **TIGHT)


@pytest.mark.parametrize(
    ("rule", "statistic"),
    [("averaged_quantiles", 9.65), ("quantiles", 10.40), ("equal_groups", 10.26)],
)
def test_two_rules_of_hosmer_and_lemeshow(fitted, rule, statistic):
    """Stata's `estat gof, group(10)` prints 9.65 (manual, lbw example); R's rules 10.40 and 10.26."""
    design, fit = fitted
    found = measure_hosmer_lemeshow(design.y, fit.mu, 10, rule)
    assert found.statistic == pytest.approx(statistic, abs=5e-3)
    assert (found.rule, found.df) == (rule, 8)
    assert sum(group.n for group in found.groups) == 189
    assert sum(group.observed for group in found.groups) == 59
