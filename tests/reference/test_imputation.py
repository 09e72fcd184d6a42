"""Multiple imputation against R's mice, and Rubin's rules against mice's pool.scalar.

data/birthwt_gaps.csv has gaps made at random; mice 3.15 with 200 imputations answers in
data/birthwt_checks_r.csv (scripts/birthwt_checks.R). Imputation is random and the two
programs' imputation models differ in detail, so estimates agree to a fraction of a
standard error: TOLERANCE.
"""

import csv
from pathlib import Path

import numpy as np
import pytest
from builders import BIRTHWT as PREDICTORS
from builders import read_answers

from probata.analysis.logistic import fit_logistic
from probata.analysis.sensitivity.imputation import Incomplete, impute, pool

DATA = Path(__file__).parent / "data"
TOLERANCE = 0.25
CHECKS = read_answers("birthwt_checks_r.csv")
# Columns of the fitted model, in R's names.
TERMS = ["(Intercept)", "age", "lwt", "race2", "race3", "smoke1", "ptl", "ht1", "ui1"]


def read_gaps():
    with (DATA / "birthwt_gaps.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    y = np.array([float(row["low"]) for row in rows])
    variables = []
    for name, kind in PREDICTORS.items():
        values = np.array([float(row[name]) if row[name] else np.nan for row in rows])
        categories = 0 if kind == ("interval",) else len(kind)
        first = 1.0 if name == "race" else 0.0
        variables.append(
            Incomplete(values - first if categories else values, categories)
        )
    return y, variables


def design_of(filled):
    age, lwt, race, smoke, ptl, ht, ui = filled
    columns = [np.ones_like(age), age, lwt, race == 1, race == 2, smoke, ptl, ht, ui]
    return np.column_stack(columns).astype(float)


def test_pooled_estimates_agree_with_mice():
    y, variables = read_gaps()
    gaps = [int(np.isnan(item.values).sum()) for item in variables]
    assert gaps == [0, 30, 30, 30, 0, 0, 0]
    sets = impute(variables, y, 60, 8, np.random.default_rng(11))
    assert not any(np.isnan(values).any() for filled in sets for values in filled)
    fits = [fit_logistic(design_of(filled), y) for filled in sets]
    solve = pool([(fit.beta, fit.covariance) for fit in fits], y.size - 9)
    for at, term in enumerate(TERMS):
        value, error, df = solve(np.eye(9)[at])
        published = CHECKS["imputed_error", term]
        assert abs(value - CHECKS["imputed", term]) < TOLERANCE * published, term
        assert error == pytest.approx(published, rel=0.15), term
        assert 20 < df < 180


def test_what_is_known_is_never_changed_and_a_seed_repeats():
    y, variables = read_gaps()
    once = impute(variables, y, 2, 2, np.random.default_rng(4))
    again = impute(variables, y, 2, 2, np.random.default_rng(4))
    for filled, repeated in zip(once, again, strict=True):
        for item, values, other in zip(variables, filled, repeated, strict=True):
            known = ~np.isnan(item.values)
            assert (values[known] == item.values[known]).all()
            assert (values == other).all()
            if item.categories:
                assert set(values) <= set(range(item.categories))
            else:
                assert set(values) <= set(item.values[known])


def test_rubins_rules_with_barnard_and_rubins_degrees_of_freedom():
    values = (0.52, 0.61, 0.47, 0.58, 0.55)
    variances = (0.040, 0.038, 0.043, 0.041, 0.039)
    fits = [
        (np.array([q]), np.array([[u]])) for q, u in zip(values, variances, strict=True)
    ]
    estimate, error, df = pool(fits, 189 - 9)(np.ones(1))
    assert estimate == pytest.approx(CHECKS["rubin", "estimate"], abs=1e-12)
    assert error**2 == pytest.approx(CHECKS["rubin", "total"], abs=1e-12)
    assert df == pytest.approx(CHECKS["rubin", "df"], abs=1e-6)
